"""What every engine indexes, and the fingerprint that says so."""

import functools
import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import icu
import numpy as np
import numpy.typing as npt

from search.analysis import token_offsets
from search.analysis.analyzer import placed
from search.ranking import TITLE_WEIGHT
from search.release import Release
from search.settings import ROOT, table_file

Array = npt.NDArray[Any]

EXACT: Final = "exact"
LEMMA: Final = "lemma"
BODY_START: Final = 1000  # position of the text's first word: below it lies the title, and no phrase spans the gap

# Files that decide what is found: the language, the fields, the formula, and how a release is read and tagged.
_DECIDING: Final = (
    "search/uzbek",
    "search/analysis/analyzer.py",
    "search/facets/taxonomies.py",
    "search/facets/table.py",
    "search/analysis/chunks.py",
    "search/ranking.py",
    "search/release.py",
    "search/analysis/fields.py",
    "search/analysis/user_dictionary.py",
    "search/analysis/token_offsets.py",
    "search/query_language/synonyms.py",
    "index/tagging/offices.py",
    "index/tagging/places.py",
    "index/tagging/sectors.py",
    "index/readers",
    "index/tagging/phrase_matcher.py",
    "index/tagging/tagger.py",
)


TABLES: Final = ("sectors.toml", "regions.toml", "countries.txt", "sources.txt", "synonyms.txt", "words.txt")


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """What one field holds of a release, in the order of positions: terms, where they stand, and what they weigh."""

    terms: list[str]
    positions: list[int]
    weights: Array


@dataclass(frozen=True, slots=True, eq=False)
class Indexed:
    """What an index holds of a release: its two fields, and where its words begin (`search.analysis.token_offsets`)."""

    exact: Occurrences
    lemma: Occurrences
    starts: bytes


def indexed(release: Release) -> Indexed:
    """Return what an index holds of a release.

    Title words stand at 0, 1, …, the text's from `body_start` on.
    """
    title = placed(release.title)
    body = placed(release.body, body_start(title.end))
    return Indexed(
        _occurrences(title.exact, title.exact_at, body.exact, body.exact_at),
        _occurrences(title.lemma, title.lemma_at, body.lemma, body.lemma_at),
        token_offsets.pack(title.starts, body.starts),
    )


def body_start(title: int) -> int:
    """Return the position of a text's first word, below a title of so many.

    A title of more than BODY_START words (none known) pushes the text on; its words from there on are found as text,
    not by `sarlavha:`.
    """
    return max(BODY_START, title + 1)


def _occurrences(title: list[str], title_at: list[int], body: list[str], body_at: list[int]) -> Occurrences:
    weights = np.ones(len(title) + len(body), np.float32)
    weights[: len(title)] = TITLE_WEIGHT
    return Occurrences(title + body, title_at + body_at, weights)


@functools.cache
def fingerprint(corpus: Path) -> str:
    """Return 12 hexadecimal digits that change when, and only when, an answer could change.

    Hashed are the files that decide what is found, the tables of the corpus, and the versions of ICU and Unicode.
    """
    digest = hashlib.sha256()
    digest.update(f"{icu.ICU_VERSION} {icu.UNICODE_VERSION} {unicodedata.unidata_version}\n".encode())
    for path in (*_deciding_files(), *(table_file(corpus, name) for name in TABLES)):
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
