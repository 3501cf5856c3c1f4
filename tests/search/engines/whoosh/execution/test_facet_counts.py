import itertools
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh.codec.document import Document
from search.engines.whoosh.execution import facet_counts
from search.engines.whoosh.execution.bm25 import Bm25
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.facet_counts import FacetCounts, day_counts, within_days
from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.facets.selection import Choice, Selection
from tests.search.engines.whoosh.arrays import random_document, write


@pytest.fixture
def documents() -> dict[str, Document]:
    return {f"r{number}": random_document(random.Random(number), f"r{number}") for number in range(120)}


@pytest.fixture
def segment(tmp_path: Path, documents: dict[str, Document]) -> SegmentReader:
    write(tmp_path, [[*documents.values()]])
    (segment,) = IndexReader.open(tmp_path, Bm25(), Cache(1 << 20)).segments
    return segment


def some(segment: SegmentReader, share: float) -> DocSet:
    return DocSet(segment.size, mask=np.random.default_rng(4).random(segment.size) < share)


def listed(segment: SegmentReader, found: DocSet, documents: dict[str, Document]) -> list[Document]:
    return [documents[segment.files.id(number)] for number in found.numbers.tolist()]


@pytest.mark.parametrize("share", [0.0, 0.03, 0.5, 1.0])
@pytest.mark.parametrize(("rows", "few", "widest"), [(64, 512, 16), (0, 512, 16), (0, 0, 16), (0, 512, 1)])
def test_every_way_of_counting_counts_the_same(
    segment: SegmentReader,
    documents: dict[str, Document],
    share: float,
    rows: int,
    few: int,
    widest: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("_ROWS", rows), ("_FEW", few), ("_WIDEST", widest)):
        monkeypatch.setattr(facet_counts, name, value)
    facet = FacetCounts(segment, "colour")
    chosen = some(segment, share)
    holding = listed(segment, chosen, documents)
    expected = Counter(value for document in holding for value, _ in document.facets[0])
    assert dict(zip(facet.values, facet.count(chosen).tolist(), strict=True)) == {
        value: expected[value] for value in facet.values
    }
    assert facet.missing(chosen) == sum(not document.facets[0] for document in holding)


def test_labels_are_counted_by_value_and_label(segment: SegmentReader, documents: dict[str, Document]) -> None:
    assert FacetCounts(segment, "shape").labels == Counter(pair for d in documents.values() for pair in d.facets[1])


@pytest.mark.parametrize(
    "selection",
    [
        Selection.of((Choice("oq"), Choice("qizil"))),
        Selection.of((Choice("oq", excluded=True),)),
        Selection.of((Choice(None), Choice("oq"), Choice("yashil", excluded=True))),
        Selection.of((Choice(None, excluded=True),)),
    ],
)
def test_a_selection_admits_any_included_and_no_excluded_value(
    segment: SegmentReader, documents: dict[str, Document], selection: Selection
) -> None:
    admitted = FacetCounts(segment, "colour").admitted(selection)
    for number in range(segment.size):
        values: set[str | None] = {value for value, _ in documents[segment.files.id(number)].facets[0]} or {None}
        included = not selection.include or bool(values & selection.include)
        assert admitted[number] == (included and not values & selection.exclude)


@pytest.mark.parametrize("form", ["numbers", "bits"])
def test_days_are_counted_from_bound_to_bound(
    segment: SegmentReader, documents: dict[str, Document], form: str
) -> None:
    chosen = some(segment, 0.6)
    chosen = DocSet(segment.size, bits=chosen.bits) if form == "bits" else DocSet(segment.size, numbers=chosen.numbers)
    days = [document.day for document in listed(segment, chosen, documents)]
    bounds = np.array([0, 1, 730_000, 730_007, 730_030])
    counts = day_counts(segment, chosen, bounds).tolist()
    assert counts == [sum(a <= day < b for day in days) for a, b in itertools.pairwise(bounds)]
    inside = within_days(segment, chosen, 730_000, 730_006)
    assert [document.day for document in listed(segment, inside, documents)] == sorted(
        day for day in days if 730_000 <= day <= 730_006
    )
