from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh.execution.boolean_scorers import (
    ConjunctionScorer,
    DisjunctionMaxScorer,
    DisjunctionScorer,
    FilteredScorer,
    MinimumMatchScorer,
)
from search.engines.whoosh.execution.scorers import ConstantScorer, Scorer, TermScorer
from search.engines.whoosh.execution.segment_reader import SegmentReader
from tests.search.engines.whoosh.arrays import reader_over

TEXTS = ("a", "b", "a b", "c", "a b c")
Scored = Callable[[Scorer], dict[str, float]]


@pytest.fixture
def segment(tmp_path: Path) -> SegmentReader:
    (segment,) = reader_over(tmp_path, TEXTS).segments
    return segment


@pytest.fixture
def parts(tmp_path: Path, segment: SegmentReader) -> tuple[Scorer, Scorer, Scorer]:
    """Return a, b and c, which score 1, 10 and 100."""
    table = reader_over(tmp_path / "table", TEXTS).table("plain")
    a, b, c = (TermScorer("plain", word, 1.0, table) for word in (b"a", b"b", b"c"))
    return ConstantScorer(a, 1.0), ConstantScorer(b, 10.0), ConstantScorer(c, 100.0)


@pytest.fixture
def scored(segment: SegmentReader) -> Scored:
    def scored(scorer: Scorer) -> dict[str, float]:
        numbers = scorer.documents(segment).numbers
        scores = scorer.scores(segment, numbers).tolist()
        assert scorer.rough_scores(segment, numbers).tolist() == scores
        return {TEXTS[number]: score for number, score in zip(numbers.tolist(), scores, strict=True)}

    return scored


def test_any_adds_up_what_matches(parts: tuple[Scorer, Scorer, Scorer], scored: Scored) -> None:
    assert scored(DisjunctionScorer(parts)) == {"a": 1, "b": 10, "a b": 11, "c": 100, "a b c": 111}
    assert scored(DisjunctionScorer(())) == {}


def test_the_best_takes_the_best(parts: tuple[Scorer, Scorer, Scorer], scored: Scored) -> None:
    assert scored(DisjunctionMaxScorer(parts[:2])) == {"a": 1, "b": 10, "a b": 10, "a b c": 10}


def test_all_needs_every_part_no_forbidden_one_and_adds_optional_ones(
    parts: tuple[Scorer, Scorer, Scorer], scored: Scored
) -> None:
    a, b, c = parts
    assert scored(ConjunctionScorer((a, b))) == {"a b": 11, "a b c": 11}
    assert scored(ConjunctionScorer((a, b), (c,))) == {"a b": 11}
    assert scored(ConjunctionScorer((a,), (), (c,))) == {"a": 1, "a b": 1, "a b c": 101}
    assert scored(ConjunctionScorer((), (a,))) == {"b": 0, "c": 0}


def test_a_minimum_counts_parts_not_scores(parts: tuple[Scorer, Scorer, Scorer], scored: Scored) -> None:
    assert scored(MinimumMatchScorer(parts, 2)) == {"a b": 11, "a b c": 111}
    assert scored(MinimumMatchScorer(parts, 3)) == {"a b c": 111}


def test_a_filter_restricts_and_does_not_score(parts: tuple[Scorer, Scorer, Scorer], scored: Scored) -> None:
    a, b, _ = parts
    assert scored(FilteredScorer(a, b)) == {"a b": 1, "a b c": 1}
    assert scored(FilteredScorer(a, ConjunctionScorer((a, b)), implied=True)) == {"a b": 1, "a b c": 1}


def test_a_scorer_that_is_not_zero_elsewhere_adds_nothing_where_it_does_not_match(
    parts: tuple[Scorer, Scorer, Scorer], segment: SegmentReader
) -> None:
    a, b, _ = parts
    assert not a.zero_unmatched
    assert DisjunctionScorer((a, b)).scores(segment, np.arange(5)).tolist() == [1, 10, 11, 0, 11]
