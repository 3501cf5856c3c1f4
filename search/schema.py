"""What every engine indexes, and the fingerprint that says so."""

import functools
import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import icu

from search.analyzer import analyze
from search.ranking import TITLE_WEIGHT
from search.release import Release
from search.settings import ROOT

EXACT: Final = "exact"
LEMMA: Final = "lemma"
BODY_START: Final = 1000  # position of the text's first word: below it lies the title, and no phrase spans the gap

# Files that decide what is found: the language, the fields, the formula, and how a release is read and tagged.
_DECIDING: Final = (
    "search/uzbek",
    "search/analyzer.py",
    "search/facets.py",
    "search/ranking.py",
    "search/release.py",
    "search/schema.py",
    "index/sources",
    "index/tags.py",
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term at a position of a field, with the weight of the place it stands in."""

    term: str
    position: int
    weight: float


def occurrences(release: Release) -> tuple[list[Occurrence], list[Occurrence]]:
    """Return what the fields `exact` and `lemma` hold of a release, in the order of positions.

    Title words stand at 0, 1, …, the text's at BODY_START, … A title of more words than that (none known) pushes the
    text on; its words from BODY_START on are found as text, not by `sarlavha:`.
    """
    exact: list[Occurrence] = []
    lemma: list[Occurrence] = []
    start = 0
    for text, weight in ((release.title, TITLE_WEIGHT), (release.body, 1.0)):
        end = start
        for term in analyze(text):
            position = start + term.position
            exact.append(Occurrence(term.exact, position, weight))
            lemma.extend(Occurrence(key, position, weight) for key in term.lemmas)
            end = position + 1
        start = max(BODY_START, end + 1)
    return exact, lemma


@functools.cache
def fingerprint(corpus: Path) -> str:
    """Return 12 hexadecimal digits that change when, and only when, an answer could change.

    Hashed are the files that decide what is found, the corpus' sectors.toml, and the versions of ICU and Unicode.
    """
    digest = hashlib.sha256()
    digest.update(f"{icu.ICU_VERSION} {icu.UNICODE_VERSION} {unicodedata.unidata_version}\n".encode())
    for path in (*_deciding_files(), corpus / "sectors.toml"):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _deciding_files() -> Iterator[Path]:
    for name in _DECIDING:
        path = ROOT / name
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        else:
            yield path
