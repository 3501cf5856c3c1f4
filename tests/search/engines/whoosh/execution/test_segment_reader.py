from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh.execution import segment_reader
from search.engines.whoosh.execution.bm25 import SaturationTable
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.ranking import K1, B
from tests.search.engines.whoosh.arrays import reader_over

TEXTS = ("x y x", "y", "x z", "z", "X q x")  # the last has x as a title word and as another


def segment_of(folder: Path, removed: tuple[str, ...] = ()) -> SegmentReader:
    (segment,) = reader_over(folder, TEXTS, removed).segments
    return segment


def test_postings_are_those_of_live_documents(tmp_path: Path) -> None:
    segment = segment_of(tmp_path, ("r2",))
    term = segment.term("heavy", b"x")
    assert term is not None
    assert [segment.files.id(number) for number in term.documents.tolist()] == ["r0", "r4"]
    assert term.weights.tolist() == [2, 9]
    positions, frequencies = term.positions(np.array([0, 1]))
    assert positions.tolist() == [0, 2, 0, 2]
    assert frequencies.tolist() == [2, 2]
    assert segment.term("heavy", b"none") is None
    assert segment.term("heavy", b"x") is term  # cached


@pytest.mark.parametrize("dense", [1, 1_000])
def test_weights_are_looked_up_in_any_documents(tmp_path: Path, dense: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_reader, "DENSE", dense)
    term = segment_of(tmp_path).term("heavy", b"x")
    assert term is not None
    asked = np.array([0, 1, 2, 4])
    assert term.weights_in(asked).tolist() == [2, 0, 1, 9]
    assert term.contains(asked).tolist() == [True, False, True, True]
    assert term.doc_set().numbers.tolist() == [0, 2, 4]


@pytest.mark.parametrize("few", [0, 32])
def test_positions_of_few_postings_are_those_of_many(tmp_path: Path, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_reader, "FEW", few)
    (segment,) = reader_over(tmp_path, [f"{'b ' * (number % 3)}a" for number in range(90)]).segments
    term = segment.term("plain", b"a")
    assert term is not None
    for asked in ([], [4], [89], [3, 50, 88]):
        positions, frequencies = term.positions(np.array(asked, np.int64))
        assert positions.tolist() == [number % 3 for number in asked]
        assert frequencies.tolist() == [1] * len(asked)


def test_the_largest_impact_is_that_of_the_strongest_posting(tmp_path: Path) -> None:
    term = segment_of(tmp_path).term("heavy", b"x")
    assert term is not None
    for average in (1.0, 40.0):
        table = SaturationTable(average, K1, B)
        impacts = term.impacts(table)
        assert term.max_impact(table) == pytest.approx(float(impacts.max()))
        assert int(impacts.argmax()) == 2
        assert term.impacts(table) is impacts


def test_numbers_are_cut_by_days_and_totals_count_the_living(tmp_path: Path) -> None:
    segment = segment_of(tmp_path, ("r4",))
    assert segment.bounds(np.array([0, 2, 4, 9])).tolist() == [0, 1, 3, 5]
    assert (segment.undated, segment.newest, segment.count) == (0, 4, 4)
    assert segment.total("plain") == 3 + 1 + 2 + 1


def test_what_is_made_once_is_cached_by_name_and_key(tmp_path: Path) -> None:
    segment = segment_of(tmp_path)
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [segment.cached("n", key, make) for key in ("a", "a", "b")] == [1, 1, 2]
