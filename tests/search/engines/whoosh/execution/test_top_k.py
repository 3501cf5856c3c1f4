"""The best of a set against all of it, scored and sorted, on whichever way they are looked for."""

import random

import numpy as np
import pytest

from search.engines.whoosh.execution import top_k as module
from search.engines.whoosh.execution.boolean_scorers import (
    ConjunctionScorer,
    DisjunctionMaxScorer,
    DisjunctionScorer,
    MinimumMatchScorer,
)
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.scorers import ConstantScorer, MatchAllScorer, Scorer, TermScorer
from search.engines.whoosh.execution.top_k import Factors, top_k
from tests.search.engines.whoosh.arrays import reader_over

SIZE = 3_000


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    rng = random.Random(7)
    words = [*("often " * 60).split(), *("some " * 12).split(), "rare", "RARE", *(f"w{n}" for n in range(30))]
    texts = [" ".join(rng.choices(words, k=rng.randrange(1, 30))) for _ in range(SIZE)]
    return reader_over(tmp_path_factory.mktemp("top_k"), texts)


def scorers(reader: IndexReader) -> list[Scorer]:
    table = reader.table("heavy")
    often, some, rare = (
        TermScorer("heavy", word, weight, table) for word, weight in ((b"often", 0.3), (b"some", 1.0), (b"rare", 4.0))
    )
    return [
        often,
        rare,
        DisjunctionScorer((often, some, rare)),
        DisjunctionScorer([often] * 20),
        DisjunctionMaxScorer((often, some)),
        ConjunctionScorer((often, some), (), (rare,)),
        MinimumMatchScorer((often, some, rare), 2),
        DisjunctionScorer((often, ConstantScorer(some, 2.0))),
        MatchAllScorer(),
        DisjunctionScorer(()),
    ]


@pytest.mark.parametrize("few", [0, 200, 2048])
@pytest.mark.parametrize("limit", [1, 10, 500])
def test_the_best_are_the_first_of_all_sorted(
    reader: IndexReader, few: int, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_FEW", few)
    monkeypatch.setattr(module, "_SEEDS", 64)
    (segment,) = reader.segments
    rng = np.random.default_rng(few + limit)
    factors = Factors.of(rng.uniform(0.9, 1.1, segment.size))
    narrowed = DocSet(segment.size, mask=rng.random(segment.size) < 0.7)
    for scorer in scorers(reader):
        for within in (None, narrowed):
            documents = scorer.documents(segment).within(within)
            for multiplied in (None, factors):
                numbers, scores = top_k(scorer, segment, documents, limit, multiplied)
                every = scorer.scores(segment, documents.numbers)
                if multiplied is not None:
                    every = every * multiplied.values.take(documents.numbers)
                order = np.lexsort((-documents.numbers, -every))[:limit]
                assert numbers.tolist() == documents.numbers.take(order).tolist()
                assert scores.tolist() == every.take(order).tolist()


def test_of_equal_scores_the_later_document_comes_first(reader: IndexReader) -> None:
    (segment,) = reader.segments
    numbers, _ = top_k(MatchAllScorer(), segment, segment.everything, 3, None)
    assert numbers.tolist() == [SIZE - 1, SIZE - 2, SIZE - 3]


def test_factors_know_the_largest_of_them() -> None:
    assert Factors.of(np.array([0.5, 1.5, 1.0])).largest == 1.5
    assert Factors.of(np.zeros(0)).largest == 0.0
