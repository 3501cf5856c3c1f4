"""Front matter: the lines between two `---` that say what a text file's name and text do not."""

from dataclasses import dataclass
from typing import Final

from search.errors import BadRelease

FENCE: Final = "---"
KEYS: Final = ("title", "date", "sectors", "regions", "source", "url", "status")
_SINGULAR: Final = {"sector": "sectors", "region": "regions"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter as it was written: values by key, the line each stood on, keys that nobody knows."""

    values: dict[str, str]
    lines: dict[str, int]
    unknown: tuple[str, ...]

    def get(self, name: str) -> str:
        """Return a value, "" where none was written."""
        return self.values.get(name, "")


def split(lines: list[str], path: str) -> tuple[FrontMatter | None, list[str]]:
    """Take the front matter off a file's lines; None where there is none. Raises BadRelease where it is broken."""
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].rstrip() != FENCE:
        return None, lines
    values: dict[str, str] = {}
    line_of: dict[str, int] = {}
    for number, line in enumerate(lines[first + 1 :], first + 1):
        if line.rstrip() == FENCE:
            unknown = tuple(name for name in values if name not in KEYS)
            return FrontMatter(values, line_of, unknown), lines[number + 1 :]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        name = _SINGULAR.get(name, name)
        if not colon or not name:
            raise BadRelease(path, number + 1, f"front matter takes lines of `name: value`, not {line.strip()[:60]!r}")
        if name in values:
            raise BadRelease(path, number + 1, f"front matter gives {name} twice")
        values[name] = _unquoted(value.strip())
        line_of[name] = number + 1
    raise BadRelease(path, first + 1, f"front matter is not closed by a line of {FENCE}")


def _unquoted(value: str) -> str:
    for quote in "\"'":
        if len(value) > 1 and value[0] == value[-1] == quote and quote not in value[1:-1]:
            return value[1:-1].strip()
    return value
