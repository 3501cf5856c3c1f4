"""The corpus linter: warns of what is odd about a release and does not keep it out of the index."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from index.records.record import Finding, ReadRelease
from index.tagging.tagger import UnknownNames
from search.release import Release
from search.uzbek import words

_FUTURE_DATE: Final = "future-date"
KINDS: Final = {
    _FUTURE_DATE: "dated later than tomorrow",
    "unknown-sector": "names a sector that sectors.toml does not hold",
    "unknown-region": "names a region that regions.toml does not hold",
    "unknown-key": "front matter holds a key that nobody reads",
    "unusable-url": "the address is neither http nor https and was dropped",
    "unusable-date": "the date is none; the release has another one or none",
    "unusable-field": "a field holds what it cannot, and was left out",
    "unknown-status": "nobody knows this state; the release was taken as published",
    "encoding": "the file is not UTF-8; it was read in this encoding",
    "repaired": "the text was read in a wrong encoding once, and was turned back",
    "more-pages": "the file is one page of a list, and the list has more",
    "no-body": "no record of the file has a text; these are its names",
    "short": "a title of one or two words and no text",
    "mixed-scripts": "words that mix Latin and Cyrillic letters",
    "lost-letters": "words in which a letter became another sign (O?zbekiston, Ўзбекистон as О‘збекистон)",
    "same-content": "says the same as another release of this run",
}
_SHORT_TITLE: Final = 2  # words of a title that says too little to stand alone
_MAX_NAMED: Final = 3  # words named in a warning: enough to find the rest by
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile("[A-Za-z]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LEAST_LOST: Final = 3  # words with a lost letter: a text has many, and slips of the hand are one or two
# of oʻ and gʻ the second sign is lost, of Cyrillic texts any letter that Russian does not have
_LOST_SIGN: Final = re.compile(r"[?\ufffd](?<=[oOgG\u0400-\u04ff].)(?=[^\W\d_A-ZА-ЯЁЎҚҒҲ])")
_LOST: Final = re.compile(r"(?<!\S)[^\W\d_]*[oOgG\u0400-\u04ff][?\ufffd][^\W\d_A-ZА-ЯЁЎҚҒҲ][^\W\d_]*")
# ў and ғ written as oʻ and gʻ are, which a converter from Latin left so
_HALF_CONVERTED_SIGN: Final = re.compile("[ʻ‘’'`](?<=[оОгГ].)(?=[\u0400-\u04ff])")
_HALF_CONVERTED: Final = re.compile(r"[^\W\d_]*[оОгГ][ʻ‘’'`][\u0400-\u04ff][\u0400-\u04ff]*")


@dataclass(frozen=True, slots=True)
class LintWarning:
    """A finding with its place: its kind (see KINDS), where (`line` is 0 for a whole file) and about what."""

    kind: str
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.text}: {KINDS[self.kind]}"


class Linter:
    """Checks releases one by one; `today` is the day that dates are compared with."""

    def __init__(self, today: dt.date) -> None:
        self._latest_date = today + dt.timedelta(1)

    def still(self, kind: str, text: str) -> bool:
        """Say whether a finding of an earlier run is one today: a date that was too late may not be any more."""
        return kind != _FUTURE_DATE or dt.date.fromisoformat(text) > self._latest_date

    def check(
        self, record: ReadRelease, release: Release, unknown: UnknownNames, *, mixed_scripts: bool
    ) -> tuple[LintWarning, ...]:
        """Return what is odd about a release as it is to be indexed; `mixed_scripts`: words of it may mix the two."""
        findings = [*record.findings, *_unknown_names(unknown)]
        if release.date and release.date > self._latest_date:
            findings.append(Finding(_FUTURE_DATE, release.date.isoformat()))
        if not release.body and len(words(release.title)) <= _SHORT_TITLE:
            findings.append(Finding("short", release.title))
        if mixed_scripts and (mixed := _mixed_words(f"{release.title}\n{release.body}")):
            findings.append(Finding("mixed-scripts", ", ".join(mixed)))
        if lost := _lost_letters(f"{release.title}\n{release.body}"):
            findings.append(Finding("lost-letters", ", ".join(lost)))
        return tuple(LintWarning(finding.kind, record.path, record.line, finding.text) for finding in findings)


class SameContent:
    """Finds releases of one run that say the same under different ids."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def check(self, content: str, release_id: str, path: str, line: int) -> LintWarning | None:
        """Return a warning when a release before had that `content_digest`."""
        first = self._first.setdefault(content, release_id)
        return LintWarning("same-content", path, line, f"{release_id} and {first}") if first != release_id else None


def content_digest(release: Release) -> str:
    """Return 24 hexadecimal digits that tell a release's words."""
    return hashlib.blake2b(f"{release.title}\0{release.body}".encode(), digest_size=12).hexdigest()


def _unknown_names(names: UnknownNames) -> Iterator[Finding]:
    yield from (Finding("unknown-sector", name) for name in names.sectors)
    yield from (Finding("unknown-region", name) for name in names.regions)


def _mixed_words(text: str) -> tuple[str, ...]:
    """Return the first words that mix the two scripts."""
    if not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return ()
    mixed = (word for word in _LETTERS.findall(text) if _LATIN.search(word) and _CYRILLIC.search(word))
    return tuple(dict.fromkeys(mixed))[:_MAX_NAMED]


def _lost_letters(text: str) -> tuple[str, ...]:
    """Return the first words in which a letter was lost on the way, where there are some."""
    found: list[str] = []
    for letters, sign, word in (("?\ufffd", _LOST_SIGN, _LOST), ("оОгГ", _HALF_CONVERTED_SIGN, _HALF_CONVERTED)):
        if any(map(text.__contains__, letters)) and sign.search(text):  # soon told, where there is none
            found.extend(word.findall(text))
    lost = tuple(dict.fromkeys(found))
    return lost[:_MAX_NAMED] if len(lost) >= _LEAST_LOST else ()
