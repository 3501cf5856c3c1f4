import gc
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.snapshot import Snapshot
from search.errors import IndexDamaged, NotFound
from search.release import Release
from search.schema import EXACT, LEMMA

EngineOver = Callable[[Iterable[Release]], WhooshEngine]


@pytest.fixture
def snapshot(engine_over: EngineOver) -> Snapshot:
    return engine_over([Release("a", "Qozogʻiston"), Release("b", "Koʻp soʻz, kop emas")]).snapshot()


def test_releases_come_back_by_id(snapshot: Snapshot) -> None:
    assert snapshot.release(snapshot.number("b")).title == "Koʻp soʻz, kop emas"
    with pytest.raises(NotFound, match="yoq"):
        snapshot.number("yoq")


def test_terms_are_found_by_skeleton_and_by_the_beginning_of_one(snapshot: Snapshot) -> None:
    assert snapshot.sharing_skeleton(EXACT, "kop") == ["kop", "köp"]
    assert snapshot.sharing_skeleton(LEMMA, "qozogiston") == ["qozoğiston"]
    assert snapshot.sharing_skeleton(EXACT, "qozog", prefix=True) == ["qozoğiston"]
    assert snapshot.sharing_skeleton(EXACT, "zzz") == []


def test_every_thread_has_a_reader_that_goes_with_it(snapshot: Snapshot) -> None:
    seen: list[int] = []

    def look() -> None:
        assert snapshot.frequency(EXACT, "kop") == 1
        seen.append(id(snapshot.reader))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
        thread.join()
    gc.collect()
    assert len(seen) == 8
    assert len(snapshot._open) == 1
    assert snapshot.reader is snapshot.reader


def test_a_folder_that_is_no_index_is_damaged(engine_over: EngineOver, tmp_path: Path) -> None:
    generation = engine_over([Release("a", "Xabar")]).generation()
    with pytest.raises(IndexDamaged, match=r"reindex --full"):
        Snapshot(generation, tmp_path, cache=1)
