import random
from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh.codec.batches import Gathered, batch
from search.engines.whoosh.codec.columns import Origins
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.codec.segment_writer import in_order, write_gathered
from search.stage_times import StageTimes
from tests.search.engines.whoosh.arrays import NUMBERED, random_document


def test_documents_stand_by_day_and_those_of_a_day_from_the_last_id_on() -> None:
    ids, days = [b"b", b"d", b"a", b"c"], np.array([5, 0, 5, 3])
    order = in_order(ids, days, Origins(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])))
    assert order.ids == sorted(ids)
    assert [order.ids[number] for number in order.id_numbers] == [b"d", b"c", b"b", b"a"]
    assert order.origins.sources.tolist() == [0, 1, 0, 1]
    assert order.origins.documents.tolist() == [1, 1, 0, 0]
    assert order.numbers_of(0, 3).tolist() == [2, 0, -1]  # the third was left out
    assert order.numbers_of(1, 2).tolist() == [3, 1]


def test_gathered_documents_are_a_segment(tmp_path: Path) -> None:
    documents = {f"r{n}": random_document(random.Random(n), f"r{n}", numbered=True) for n in range(25)}
    gathered = Gathered(NUMBERED)
    gathered.add(batch(documents.values(), NUMBERED))
    assert write_gathered(gathered, tmp_path, "MAIN_x", StageTimes()) == 25
    assert sorted(path.name for path in tmp_path.iterdir()) == ["MAIN_x.documents", "MAIN_x.terms"]
    files = SegmentFiles(tmp_path, "MAIN_x", 25)
    for number in range(25):
        document = documents[files.id(number)]
        assert (int(files.days[number]), files.stored(number)) == (document.day, document.stored)
        assert tuple(int(files.numbers[name][number]) for name in NUMBERED.numbers) == document.numbers
    assert files.totals == {
        field.name: sum(len(document.fields[at].terms) for document in documents.values())
        for at, field in enumerate(NUMBERED.fields)
    }


def test_a_segment_that_fails_halfway_has_no_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gathered = Gathered(NUMBERED)
    gathered.add(batch([random_document(random.Random(1), "r1", numbered=True)], NUMBERED))
    monkeypatch.setattr(gathered, "field", lambda number: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_gathered(gathered, tmp_path, "MAIN_x", StageTimes())
    assert not any(
        path.read_bytes().endswith(b"IZLA\xf0\x9f\x94\x8e") for path in tmp_path.iterdir() if path.stat().st_size > 8
    )
