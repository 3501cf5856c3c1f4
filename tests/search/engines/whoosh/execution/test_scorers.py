"""What every scorer promises, held against its own documents and scores, over segments with and without deletions."""

import random
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
from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.phrase_scorer import PhraseScorer
from search.engines.whoosh.execution.scorers import ConstantScorer, MatchAllScorer, PrefixScorer, Scorer, TermScorer
from search.engines.whoosh.execution.top_k import MARGIN
from tests.search.engines.whoosh.arrays import reader_over

WORDS = ("a", "b", "ba", "c", "d")


@pytest.fixture(params=[(), ("r3", "r17", "r39")], ids=["whole", "deletions"])
def reader(tmp_path: Path, request: pytest.FixtureRequest) -> IndexReader:
    rng = random.Random(2)
    texts = [" ".join(rng.choices(WORDS, k=rng.randrange(1, 7))) for _ in range(60)]
    return reader_over(tmp_path, texts, request.param, commits=2)


def scorers(reader: IndexReader) -> dict[str, Scorer]:
    a, b, c, none = (TermScorer("heavy", word, 2.0, reader.table("heavy")) for word in (b"a", b"b", b"c", b"none"))
    return {
        "term": a,
        "term of no document": none,
        "constant": ConstantScorer(a, 3.0),
        "all": MatchAllScorer(),
        "prefix": PrefixScorer("plain", b"b"),
        "prefix of nothing": PrefixScorer("plain", b"q"),
        "any": DisjunctionScorer((a, b, none)),
        "any of nothing": DisjunctionScorer(()),
        "best": DisjunctionMaxScorer((a, b)),
        "conjunction": ConjunctionScorer((a, b), (c,)),
        "optional": ConjunctionScorer((a,), (), (b, ConstantScorer(c, 1.0))),
        "forbidden alone": ConjunctionScorer((), (a,)),
        "two of three": MinimumMatchScorer((a, b, c), 2),
        "filtered": FilteredScorer(a, b),
        "phrase": PhraseScorer([[a], [b, c]]),
        "phrase at the front": PhraseScorer([[a]], before=2),
        "phrase with slop": PhraseScorer([[a], [b]], slop=3),
    }


NAMES = (
    "term",
    "term of no document",
    "constant",
    "all",
    "prefix",
    "prefix of nothing",
    "any",
    "any of nothing",
    "best",
    "conjunction",
    "optional",
    "forbidden alone",
    "two of three",
    "filtered",
    "phrase",
    "phrase at the front",
    "phrase with slop",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_scorer_keeps_the_promises_of_its_table(reader: IndexReader, name: str) -> None:
    made = scorers(reader)
    assert set(NAMES) == made.keys()
    scorer = made[name]
    for segment in reader.segments:
        every = np.arange(segment.size)
        documents = scorer.documents(segment)
        assert documents.numbers.tolist() == sorted(documents.numbers.tolist())
        assert not set(documents.numbers.tolist()) & segment.deleted
        assert np.flatnonzero(scorer.matches(segment, segment.everything.numbers)).tolist() == [
            at for at, number in enumerate(segment.everything.numbers.tolist()) if number in set(documents.numbers)
        ]
        assert scorer.max_count(segment) >= len(documents)
        scores = scorer.scores(segment, documents.numbers)
        rough_scores = scorer.rough_scores(segment, documents.numbers)
        assert (scores.dtype.name, rough_scores.dtype.name) == ("float64", "float32")
        assert rough_scores == pytest.approx(scores, rel=1 - MARGIN)
        assert (scores * MARGIN <= scorer.max_score(segment)).all()
        if scorer.zero_unmatched:
            alive = every if segment.live is None else every[segment.live]
            others = np.setdiff1d(alive, documents.numbers)
            assert not scorer.scores(segment, others).any()
            assert not scorer.rough_scores(segment, others).any()


def test_a_term_scores_its_weight_times_the_saturation(reader: IndexReader) -> None:
    table = reader.table("heavy")
    one, three = (TermScorer("heavy", b"a", weight, table) for weight in (1.0, 3.0))
    for segment in reader.segments:
        numbers = one.documents(segment).numbers
        assert (one.scores(segment, numbers) * 3).tolist() == pytest.approx(three.scores(segment, numbers).tolist())
        assert three.max_score(segment) == pytest.approx(3 * one.max_score(segment))
