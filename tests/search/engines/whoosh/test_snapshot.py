from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.unmarked import sharing_skeleton
from search.errors import IndexDamaged, NotFound
from search.release import Release
from search.schema import EXACT, LEMMA

EngineOver = Callable[[Iterable[Release]], WhooshEngine]


@pytest.fixture
def snapshot(engine_over: EngineOver) -> Snapshot:
    return engine_over([Release("a", "Qozogʻiston"), Release("b", "Koʻp soʻz, kop emas")]).snapshot()


def test_releases_come_back_by_id(snapshot: Snapshot) -> None:
    assert snapshot.release(snapshot.place("b")).title == "Koʻp soʻz, kop emas"
    with pytest.raises(NotFound, match="yoq"):
        snapshot.place("yoq")


def test_words_are_found_by_skeleton_and_by_the_beginning_of_one(snapshot: Snapshot) -> None:
    searcher = snapshot.searcher
    assert sharing_skeleton(searcher, EXACT, "kop") == ["kop", "köp"]
    assert sharing_skeleton(searcher, LEMMA, "qozogiston") == ["qozoğiston"]
    assert sharing_skeleton(searcher, EXACT, "qozog", prefix=True) == ["qozoğiston"]
    assert sharing_skeleton(searcher, EXACT, "zzz") == []


def test_a_folder_that_is_no_index_is_damaged(engine_over: EngineOver, tmp_path: Path) -> None:
    generation = engine_over([Release("a", "Xabar")]).generation()
    with pytest.raises(IndexDamaged, match=r"reindex --full"):
        Snapshot(generation, tmp_path, Cache(1 << 20))
