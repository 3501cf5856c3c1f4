"""Front matter: the lines between two `---` that say what a text file's name and text do not."""

import tomllib
from dataclasses import dataclass
from typing import Final

from search.errors import BadRelease

FENCE: Final = "---"
TOML_FENCE: Final = "+++"
KEYS: Final = ("title", "date", "sectors", "regions", "source", "url", "status", "rubric", "draft", "published")
_OTHER_NAMES: Final = {
    **{"sector": "sectors", "region": "regions"},
    **{"category": "rubric", "categories": "rubric", "rubrics": "rubric"},
}
_BLOCK_MARKS: Final = (">", ">-", ">+", "|", "|-", "|+")  # before a text over several lines


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter as it was written: values by key, the line each stood on, keys that nobody knows."""

    values: dict[str, str]
    lines: dict[str, int]
    unknown: tuple[str, ...]

    @property
    def states(self) -> list[tuple[str, str]]:
        """What it says of the release's state, by name."""
        return [(name, self.values[name]) for name in ("status", "published") if name in self.values]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What it says of the release being none yet, by name."""
        return [("draft", self.values["draft"])] if "draft" in self.values else []

    def get(self, name: str) -> str:
        """Return a value, "" where none was written."""
        return self.values.get(name, "")


def split(lines: list[str], path: str) -> tuple[FrontMatter | None, list[str]]:
    """Take the front matter off a file's lines; None where there is none. Raises BadRelease where it is broken.

    It is written in lines of `name: value`, a list or a longer text indented below its name, or in TOML between `+++`.
    """
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None or lines[first].rstrip() not in (FENCE, TOML_FENCE):
        return None, lines
    fence = lines[first].rstrip()
    last = next((number for number in range(first + 1, len(lines)) if lines[number].rstrip() == fence), None)
    if fence == TOML_FENCE:
        return (None, lines) if last is None else (_of_toml(lines, first, last, path), lines[last + 1 :])
    values: dict[str, str] = {}
    line_of: dict[str, int] = {}
    name = ""
    for number, line in enumerate(lines[first + 1 : last], first + 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if name and (line[0].isspace() or line.startswith("- ")):
            values[name] = _longer(values[name], line.strip())
            continue
        name, colon, value = line.partition(":")
        name = _known(name.strip().lower())
        if not colon or not name:
            raise BadRelease(path, number + 1, f"front matter takes lines of `name: value`, not {line.strip()[:60]!r}")
        if name in values:
            raise BadRelease(path, number + 1, f"front matter gives {name} twice")
        values[name] = _unquoted(value.strip())
        line_of[name] = number + 1
    if last is None:
        raise BadRelease(path, first + 1, f"front matter is not closed by a line of {FENCE}")
    values = {name: "" if value in _BLOCK_MARKS else value for name, value in values.items()}
    return FrontMatter(values, line_of, _unknown(values)), lines[last + 1 :]


def _of_toml(lines: list[str], first: int, last: int, path: str) -> FrontMatter:
    try:
        given = tomllib.loads("\n".join(lines[first + 1 : last]))
    except tomllib.TOMLDecodeError as error:
        raise BadRelease(path, first + 1, f"front matter between {TOML_FENCE} is no TOML ({error})") from None
    values = {}
    for name, value in given.items():
        if isinstance(value, list):
            value = ", ".join(str(one) for one in value if not isinstance(one, dict | list))
        elif isinstance(value, bool):
            value = str(value).lower()
        elif isinstance(value, dict):
            continue
        values[_known(name.lower())] = str(value)
    return FrontMatter(values, dict.fromkeys(values, first + 1), _unknown(values))


def _known(name: str) -> str:
    return _OTHER_NAMES.get(name, name)


def _unknown(values: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in values if name not in KEYS)


def _longer(value: str, line: str) -> str:
    """Return a value with the next line below its name: one more of a list, or more words of a text."""
    if line.startswith("- "):
        item = _unquoted(line[2:].strip())
        return f"{value}, {item}" if value else item
    return line if value in ("", *_BLOCK_MARKS) else f"{value} {line}"


def _unquoted(value: str) -> str:
    for quote in "\"'":
        if len(value) > 1 and value[0] == value[-1] == quote and quote not in value[1:-1]:
            return value[1:-1].strip()
    return value
