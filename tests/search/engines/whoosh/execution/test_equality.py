"""The executor against plain Whoosh, under the same weighting model: documents, order, scores, totals and facets."""

import random
import typing
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from whoosh import index, query
from whoosh.searching import SearchContext

from search.engines.whoosh.codec.document import Document
from search.engines.whoosh.compat.whoosh_queries import whoosh_query
from search.engines.whoosh.compat.whoosh_weighting import WhooshWeighting
from search.engines.whoosh.execution import top_k
from search.engines.whoosh.execution.bm25 import Bm25
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.facet_counts import day_counts
from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.scorers import Scorer
from search.engines.whoosh.execution.top_k import Factors
from search.plan import All, Any, AtLeast, Best, Constant, Everything, Filtered, Phrase, Plan, Prefix, Term
from tests.search.engines.whoosh.arrays import COLOURS, LAYOUT, WORDS, random_document, write

SEEDS = range(36)
QUERIES = 60  # a corpus; more than 2,000 in all
FIELDS = ("plain", "heavy")
DEPTH = 2


def random_plan(rng: random.Random, depth: int = DEPTH) -> Plan:
    """Return a plan of any shape, of parts that score."""
    field = rng.choice(FIELDS)
    kinds = ["term"] * 4 + ["phrase", "prefix"]
    if depth:
        kinds += ["all", "all", "any", "any", "best", "forbidden", "filtered", "least", "constant"]
    if depth == DEPTH:
        kinds += ["optional"]  # Whoosh's AndMaybeMatcher loses its optional part when another matcher skips it
    parts = tuple(random_plan(rng, depth - 1) for _ in range(rng.randrange(2, 4))) if depth else ()
    match rng.choice(kinds):
        case "term":
            return Term(field, rng.choice((*WORDS, "yoʻq")), rng.choice((1.0, 1.0, 0.5, 3.0)))
        case "phrase":
            slots = tuple(tuple(rng.sample(WORDS, rng.choice((1, 2)))) for _ in range(rng.randrange(1, 4)))
            # with a score, since plain Whoosh takes a document that scores 0 out of an Or
            scored = tuple(Term(field, word, rng.choice((1.0, 2.0))) for word in slots[0])
            return Filtered(Any(scored), Phrase(field, slots, rng.choice((None, 3))))
        case "prefix":
            return Constant(Prefix(field, rng.choice(("a", "b", "öt", "z"))), 2.0)
        case "all":
            return All(parts)
        case "any":
            return Any(parts)
        case "best":
            return Best(parts)
        case "forbidden":
            return All(parts[1:], parts[:1])
        case "optional":
            return All(parts[:1], (), parts[1:2])
        case "filtered":
            return Filtered(parts[0], parts[1])
        case "least":
            return AtLeast(parts, rng.randrange(1, len(parts) + 1))
    return Constant(parts[0], 1.5)


def random_corpus(rng: random.Random, folder: Path) -> list[Document]:
    """Write some documents in some commits and take some out; return those that stay."""
    documents = [random_document(rng, f"r{number:03}") for number in range(rng.randrange(1, 90))]
    cuts = sorted(rng.sample(range(len(documents) + 1), min(rng.randrange(0, 6), len(documents))))
    commits = [documents[a:b] for a, b in zip([0, *cuts], [*cuts, len(documents)], strict=True) if a < b]
    removed = rng.sample([document.id for document in documents], rng.randrange(0, len(documents) // 2 + 1))
    write(folder, commits, removed, memory=rng.choice((1, 3_000, 1 << 30)), merge=rng.random() < 0.6)
    return [document for document in documents if document.id not in removed]


def plainly(asked: query.Query, plain: typing.Any) -> list[tuple[str, float]]:
    """Return what plain Whoosh finds."""
    found = []
    for leaf, _ in plain.leaf_searchers():
        matcher = asked.matcher(leaf, SearchContext(weighting=plain.weighting))
        while matcher.is_active():
            found.append((leaf.stored_fields(matcher.id())["release"].removeprefix("kept of "), matcher.score()))
            matcher.next()
    return found


def ours(
    node: Scorer,
    searcher: IndexReader,
    hits: tuple[DocSet, ...],
    limit: int,
    factors: tuple[Factors, ...] | None = None,
) -> list[tuple[str, float]]:
    return [
        (searcher.segments[at].files.id(number), score)
        for at, numbers, scores in searcher.top_k(node, hits, limit, factors)
        for number, score in zip(numbers.tolist(), scores.tolist(), strict=True)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_executor_finds_what_plain_whoosh_finds(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    # what is done for many documents is done for few as well
    monkeypatch.setattr(top_k, "_FEW", rng.choice((0, 0, 2048)))
    monkeypatch.setattr(top_k, "_SEEDS", rng.choice((4, 1024)))
    kept = random_corpus(rng, tmp_path)
    by_id = {document.id: document for document in kept}
    weighting = Bm25(1.2, 0.75)
    searcher = IndexReader.open(tmp_path, weighting, Cache(rng.choice((0, 1 << 20))))
    assert searcher.documents == len(kept)
    factors = tuple(
        Factors.of(np.array([rng.uniform(1, 1.5) for _ in range(segment.size)])) for segment in searcher.segments
    )
    plain = index.open_dir(str(tmp_path)).searcher(weighting=WhooshWeighting(weighting, searcher.average))
    for _ in range(QUERIES):
        asked = random_plan(rng)
        expected = dict(plainly(whoosh_query(asked), plain))
        node = searcher.plan(asked)
        hits = searcher.matched(node)
        assert sum(map(len, hits)) == len(expected), asked
        found = dict(ours(node, searcher, hits, len(kept) + 1))
        assert found == pytest.approx(expected, abs=1e-9), asked
        best = sorted(ours(node, searcher, hits, 3), key=lambda one: _order(one, by_id))[:3]
        for (_, score), wanted in zip(best, sorted(expected.values(), reverse=True), strict=False):
            assert score == pytest.approx(wanted, abs=1e-9), asked
        every = sorted(ours(node, searcher, hits, len(kept) + 1, factors), key=lambda one: -one[1])
        some = sorted(ours(node, searcher, hits, 3, factors), key=lambda one: -one[1])
        assert [score for _, score in some[:3]] == pytest.approx([score for _, score in every[:3]], abs=1e-9), asked
        check_facets(searcher, hits, [by_id[release_id] for release_id in expected])
    plain.close()


def _order(one: tuple[str, float], by_id: dict[str, Document]) -> tuple[float, int, str]:
    return -one[1], -by_id[one[0]].day, one[0]


def check_facets(searcher: IndexReader, hits: tuple[DocSet, ...], matching: list[Document]) -> None:
    """Compare facets and days with counting one document after another."""
    for place, name in enumerate(LAYOUT.facets):
        counts: dict[str, int] = {}
        missing = 0
        for segment, own in zip(searcher.segments, hits, strict=True):
            facet = searcher.facet(segment, name)
            missing += facet.missing(own)
            for value, count in zip(facet.values, facet.count(own).tolist(), strict=True):
                counts[value] = counts.get(value, 0) + count
        expected: dict[str, int] = {}
        for document in matching:
            for value, _ in document.facets[place]:
                expected[value] = expected.get(value, 0) + 1
        assert {value: count for value, count in counts.items() if count} == expected
        assert missing == sum(not document.facets[place] for document in matching)
    bounds = np.array([0, 1, 730_000, 730_007, 730_030])
    spans = sum(day_counts(segment, own, bounds) for segment, own in zip(searcher.segments, hits, strict=True))
    days = [document.day for document in matching]
    assert list(np.asarray(spans)) == [
        sum(low <= day < high for day in days) for low, high in pairwise(bounds.tolist())
    ]


def test_what_is_forbidden_is_taken_away(tmp_path: Path) -> None:
    # once more without plain Whoosh, whose matchers skip some documents
    rng = random.Random(3)
    documents = [random_document(rng, f"r{number}") for number in range(60)]
    write(tmp_path, [documents])
    searcher = IndexReader.open(tmp_path, Bm25(), Cache(1 << 20))
    for _ in range(50):
        first, second = random_plan(rng), random_plan(rng)
        sets = []
        for plan in (first, second, All((first,), (second,)), All((), (second,)), Everything()):
            node = searcher.plan(plan)
            sets.append({release_id for release_id, _ in ours(node, searcher, searcher.matched(node), 100)})
        assert sets[2] == sets[0] - sets[1], (first, second)
        assert sets[3] == sets[4] - sets[1], second
        assert len(sets[4]) == len(documents)


def test_a_filter_narrows_as_counting_does(tmp_path: Path) -> None:
    rng = random.Random(11)
    documents = [random_document(rng, f"r{number}") for number in range(200)]
    write(tmp_path, [documents[:150], documents[150:]], ["r3", "r150"])
    searcher = IndexReader.open(tmp_path, Bm25(), Cache(1 << 20))
    live = [document for document in documents if document.id not in ("r3", "r150")]
    for colour in COLOURS:
        found = [
            DocSet(segment.size, mask=searcher.facet(segment, "colour").having(frozenset((colour, None)))).within(
                segment.everything
            )
            for segment in searcher.segments
        ]
        expected = sum(not d.facets[0] or any(value == colour for value, _ in d.facets[0]) for d in live)
        assert sum(map(len, found)) == expected
