from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from search.analysis.fields import EXACT, LEMMA
from search.engines.whoosh import open_index
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.snapshot import WhooshSnapshot
from search.errors import IndexDamaged
from search.query import Query
from search.query_language.typing_variants import RUSSIAN_KEYBOARD, UNMARKED, TypingVariant, variant_of, variant_terms
from search.release import Release
from search.service import SearchService
from search.settings import Settings
from search.uzbek import key
from tests.analyzers import SAMPLE

EngineOver = Callable[[Iterable[Release]], SearchService]


@pytest.fixture
def snapshot(settings: Settings, publish: Callable[[Iterable[Release]], None]) -> WhooshSnapshot:
    publish([Release("a", "Qozogʻiston"), Release("b", "Koʻp soʻz, kop emas")])
    return open_index(settings, SAMPLE).snapshot()


def test_releases_come_back_by_id(snapshot: WhooshSnapshot) -> None:
    address = snapshot.find("b")
    assert address is not None
    assert [each.release.title for each in snapshot.fetch([address])] == ["Koʻp soʻz, kop emas"]
    assert snapshot.find("yoq") is None


def test_an_address_of_another_engine_is_refused(snapshot: WhooshSnapshot) -> None:
    with pytest.raises(TypeError, match="no address"):
        list(snapshot.fetch(["b"]))


def test_terms_are_found_by_skeleton_and_by_the_beginning_of_one(snapshot: WhooshSnapshot) -> None:
    vocabulary = snapshot.vocabulary
    assert variant_terms(vocabulary, EXACT, "kop", UNMARKED) == ["kop", "köp"]
    assert variant_terms(vocabulary, LEMMA, "qozogiston", UNMARKED) == ["qozoğiston"]
    assert variant_terms(vocabulary, EXACT, "qozog", UNMARKED, prefix=True) == ["qozoğiston"]
    assert variant_terms(vocabulary, EXACT, "zzz", UNMARKED) == []


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("kop", UNMARKED),
        ("köp", None),
        ("коп", RUSSIAN_KEYBOARD),
        ("қоп", None),
        ("темир", RUSSIAN_KEYBOARD),
        ("оламда", None),
        ("7", UNMARKED),
    ],
)
def test_a_word_says_how_it_may_have_been_typed(typed: str, way: TypingVariant | None) -> None:
    assert variant_of(typed, key(typed)) is way


def test_what_a_russian_keyboard_lacks_is_reached(engine_over: EngineOver) -> None:
    engine = engine_over([Release("a", "Qashqadaryo hokimligi qishlogʻida"), Release("b", "Gʻalaba")])
    for typed in ("Кашкадаре", "Кашкадарё", "кишлок", "кишлогидан", "галаба"):
        answer = engine.answer(Query(typed))
        assert answer.total == 1, typed
        assert answer.understanding.reached[0].how == "keyboard"


def test_a_folder_that_is_no_index_is_damaged(engine_over: EngineOver, tmp_path: Path) -> None:
    generation = engine_over([Release("a", "Xabar")]).generation()
    with pytest.raises(IndexDamaged, match=r"reindex --full"):
        WhooshSnapshot.open(generation, tmp_path, Cache(1 << 20), SAMPLE)
