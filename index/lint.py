"""The corpus linter: what is odd about a release and does not keep it out of the index."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from index.readers.record import Found, Note
from index.tagging.tagger import Unknown
from search.release import Release
from search.uzbek import words

KINDS: Final = {
    "future-date": "dated later than tomorrow",
    "unknown-sector": "names a sector that sectors.toml does not hold",
    "unknown-region": "names a region that regions.toml does not hold",
    "unknown-key": "front matter holds a key that nobody reads",
    "unusable-url": "the address is neither http nor https and was dropped",
    "short": "a title of one or two words and no text",
    "mixed-scripts": "words that mix Latin and Cyrillic letters",
    "same-content": "says the same as another release of this run",
}
_SHORT: Final = 2  # words of a title that says too little to stand alone
_SHOWN: Final = 3  # words named in a remark
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile("[A-Za-z]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd: its kind (see KINDS), where (`line` is 0 for a whole file) and about what."""

    kind: str
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.text}: {KINDS[self.kind]}"


class Checker:
    """Checks the releases of one run; `today` is the day that dates are held against."""

    def __init__(self, today: dt.date) -> None:
        self._latest = today + dt.timedelta(1)
        self._contents: dict[bytes, str] = {}

    def check(self, found: Found, release: Release, unknown: Unknown) -> tuple[Remark, ...]:
        """Return what is odd about a release as it is to be indexed."""
        notes = [*found.notes, *_unknown(unknown)]
        if release.date and release.date > self._latest:
            notes.append(Note("future-date", release.date.isoformat()))
        if not release.body and len(words(release.title)) <= _SHORT:
            notes.append(Note("short", release.title))
        if mixed := _mixed(f"{release.title}\n{release.body}"):
            notes.append(Note("mixed-scripts", ", ".join(mixed)))
        if twin := self._twin(release):
            notes.append(Note("same-content", f"{release.id} and {twin}"))
        return tuple(Remark(note.kind, found.path, found.line, note.text) for note in notes)

    def _twin(self, release: Release) -> str | None:
        content = hashlib.blake2b(f"{release.title}\0{release.body}".encode(), digest_size=12).digest()
        first = self._contents.setdefault(content, release.id)
        return first if first != release.id else None


def _unknown(names: Unknown) -> Iterator[Note]:
    yield from (Note("unknown-sector", name) for name in names.sectors)
    yield from (Note("unknown-region", name) for name in names.regions)


def _mixed(text: str) -> tuple[str, ...]:
    """Return the first words that mix the two scripts."""
    if not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return ()
    mixed = (word for word in _LETTERS.findall(text) if _LATIN.search(word) and _CYRILLIC.search(word))
    return tuple(dict.fromkeys(mixed))[:_SHOWN]
