from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.facets.selection import Choice
from search.query import Query
from search.release import Release
from search.service import SearchService

EngineOver = Callable[[Iterable[Release]], SearchService]

RELEASES = [
    *(Release(f"y{n}", f"“Yashil makon” loyihasi, {n}-bosqich", "Koʻchat ekildi.") for n in range(3)),
    Release("s1", "Sogʻliqni saqlash tizimi", "Sogʻliqni saqlash islohoti."),
    Release("s2", "Sogʻliqni saqlash vazirligi hisoboti", "Energetika ham bor."),
    Release("e", "Energetika vazirligi", "Энергетика соҳаси."),
]


@pytest.fixture
def engine(engine_over: EngineOver) -> SearchService:
    return engine_over(RELEASES)


def texts(engine: SearchService, typed: str, limit: int = 6) -> list[str]:
    return [each.text for each in engine.suggest(typed, limit)]


@pytest.mark.parametrize("typed", ["ener", "Ener", "Energetik", "en"])
def test_a_beginning_is_gone_on_with_in_words(engine: SearchService, typed: str) -> None:
    assert texts(engine, typed)[0] == ("Energetika" if typed[0].isupper() else "energetika")


def test_a_suggestion_is_in_the_script_that_was_typed(engine: SearchService) -> None:
    assert texts(engine, "энер")[0] == "энергетика"
    assert "яшил макон" in [text.lower() for text in texts(engine, "яш")]


@pytest.mark.parametrize("typed", ["sogʻ", "sog'", "sog`", "sog", "соғ", "soğ"])
def test_every_spelling_reaches_the_phrase(engine: SearchService, typed: str) -> None:
    wanted = "соғлиқни сақлаш" if typed == "соғ" else "sogʻliqni saqlash"
    assert wanted in [text.lower() for text in texts(engine, typed)]


def test_phrases_go_on_behind_other_words(engine: SearchService) -> None:
    assert texts(engine, "yashil ma")[0].lower() == "yashil makon"
    assert texts(engine, "saqlash isl")[0] == "saqlash islohoti"


def test_titles_come_last_with_their_release(engine: SearchService) -> None:
    last = engine.suggest("energetika vaz", 6)[-1]
    assert (last.text, last.release) == ("Energetika vazirligi", "e")


@pytest.mark.parametrize("typed", ["", "y", "ш", " ", "“", "qwrtp"])
def test_too_little_or_unknown_gets_none(engine: SearchService, typed: str) -> None:
    assert engine.suggest(typed, 6) == ()


def test_no_more_than_asked_for(engine: SearchService) -> None:
    for limit in range(1, 7):
        assert len(engine.suggest("yash", limit)) <= limit


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(max_size=30), st.sampled_from(["soglik", "яшил ма", "«Yashil", "e:n", "sarlavha:e", "(en"])))
def test_what_is_suggested_finds_as_much_as_it_says(engine: SearchService, typed: str) -> None:
    for each in engine.suggest(typed, 6):
        if each.release:
            assert engine.read(each.release)
            continue
        query = Query().choosing(each.named[0], Choice(each.named[1])) if each.named else Query(each.text)
        assert engine.answer(query, acting=True).total == each.count > 0
