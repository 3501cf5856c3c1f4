from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from search.analysis.fields import EXACT, LEMMA
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.snapshot import Snapshot
from search.errors import IndexDamaged, NotFound
from search.query import Query
from search.query_language.typing_variants import RUSSIAN, UNMARKED, Way, reached, way_of
from search.release import Release
from search.service import SearchService
from search.uzbek import key

EngineOver = Callable[[Iterable[Release]], SearchService]


@pytest.fixture
def snapshot(engine_over: EngineOver) -> Snapshot:
    return engine_over([Release("a", "Qozogʻiston"), Release("b", "Koʻp soʻz, kop emas")]).snapshot()


def test_releases_come_back_by_id(snapshot: Snapshot) -> None:
    assert snapshot.release(snapshot.place("b")).title == "Koʻp soʻz, kop emas"
    with pytest.raises(NotFound, match="yoq"):
        snapshot.place("yoq")


def test_words_are_found_by_skeleton_and_by_the_beginning_of_one(snapshot: Snapshot) -> None:
    searcher = snapshot.searcher
    assert reached(searcher, EXACT, "kop", UNMARKED) == ["kop", "köp"]
    assert reached(searcher, LEMMA, "qozogiston", UNMARKED) == ["qozoğiston"]
    assert reached(searcher, EXACT, "qozog", UNMARKED, prefix=True) == ["qozoğiston"]
    assert reached(searcher, EXACT, "zzz", UNMARKED) == []


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("kop", UNMARKED),
        ("köp", None),
        ("коп", RUSSIAN),
        ("қоп", None),
        ("темир", RUSSIAN),
        ("оламда", None),
        ("7", UNMARKED),
    ],
)
def test_a_word_says_how_it_may_have_been_typed(typed: str, way: Way | None) -> None:
    assert way_of(typed, key(typed)) is way


def test_what_a_russian_keyboard_lacks_is_reached(engine_over: EngineOver) -> None:
    engine = engine_over([Release("a", "Qashqadaryo hokimligi qishlogʻida"), Release("b", "Gʻalaba")])
    for typed in ("Кашкадаре", "Кашкадарё", "кишлок", "кишлогидан", "галаба"):
        answer = engine.answer(Query(typed))
        assert answer.total == 1, typed
        assert answer.understanding.reached[0].how == "keyboard"


def test_a_folder_that_is_no_index_is_damaged(engine_over: EngineOver, tmp_path: Path) -> None:
    generation = engine_over([Release("a", "Xabar")]).generation()
    with pytest.raises(IndexDamaged, match=r"reindex --full"):
        Snapshot(generation, tmp_path, Cache(1 << 20))
