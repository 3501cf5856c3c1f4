"""The two fields that every engine indexes, written forms and lemmas, and where in them a release's words stand."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.analysis import token_offsets
from search.analysis.analyzer import Analyzer
from search.ranking import TITLE_WEIGHT
from search.release import Release

Array = npt.NDArray[Any]

EXACT: Final = "exact"
LEMMA: Final = "lemma"
BODY_START: Final = 1000  # position of the text's first word: below it lies the title, and no phrase spans the gap


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


def indexed(release: Release, analyzer: Analyzer) -> Indexed:
    """Return what an index holds of a release: title words stand at 0, 1, …, the text's from `body_start` on."""
    title = analyzer.field_terms(release.title)
    body = analyzer.field_terms(release.body, body_start(title.end))
    return Indexed(
        _occurrences(title.exact, title.exact_positions, body.exact, body.exact_positions),
        _occurrences(title.lemmas, title.lemma_positions, body.lemmas, body.lemma_positions),
        token_offsets.pack(title.starts, body.starts),
    )


def body_start(title_end: int) -> int:
    """Return the position of a text's first word, after a title of so many.

    A title of more than BODY_START words (none known) pushes the text on; its words from there on are found as text,
    not by `sarlavha:`.
    """
    return max(BODY_START, title_end + 1)


def _occurrences(
    title: list[str], title_positions: list[int], body: list[str], body_positions: list[int]
) -> Occurrences:
    weights = np.ones(len(title) + len(body), np.float32)
    weights[: len(title)] = TITLE_WEIGHT
    return Occurrences(title + body, title_positions + body_positions, weights)
