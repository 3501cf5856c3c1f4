"""Readings act: names and dates are filters where nothing else was typed, or no release holds all the words."""

import datetime as dt
from collections.abc import Callable, Iterable

import pytest

from search.facets.selection import Choice
from search.query import NO, YES, Query
from search.release import Release
from search.service import SearchService

EngineOver = Callable[[Iterable[Release]], SearchService]


def release(name: str, title: str, body: str = "", **more: object) -> Release:
    return Release(name, title, body).with_(**more)


DECEMBER = dt.date(2022, 12, 20)
RELEASES = (
    release("kz-dekabr", "Ostonada muzokara", "Bitim imzolandi.", date=DECEMBER, countries=("kz",)),
    release("kz-eski", "Qozogʻiston yil yakuni", "Dekabr oyida.", date=dt.date(2009, 5, 1), countries=("kz",)),
    release("boysun", "Yangi maktab ochildi", office="Boysun tumani hokimligi", date=dt.date(2025, 3, 1)),
    release("boysun-2", "Koʻcha taʼmirlandi", source="Boysun tumani hokimligi", date=dt.date(2025, 4, 1)),
    release("tilga-olindi", "Boysun tumani", "Hokimligi vakili soʻzladi.", date=dt.date(2024, 4, 1)),
    release("tiv", "Bayonot", office="Tashqi ishlar vazirligi", office_names=("TIV",), date=dt.date(2023, 4, 1)),
    release("soliq", "Soliq islohoti", "Energetika soliqlari.", sectors=("energetika",), date=dt.date(2023, 5, 1)),
)


@pytest.fixture
def engine(engine_over: EngineOver) -> SearchService:
    return engine_over(RELEASES)


def found(engine: SearchService, q: str, **changes: object) -> set[str]:
    return {hit.release.id for hit in engine.answer(Query(q).with_(**changes), acting=True).hits}


@pytest.mark.parametrize(
    "q",
    [
        "Boysun tumani hokimligi",
        "boysun tumani hokimligining",
        "БОЙСУН ТУМАНИ ҲОКИМЛИГИ",
        "hokimligi Boysun tumani",
        "Boysun hokimligi",
        "Boysun tumani hokimligi matbuot xizmati",
    ],
)
def test_an_office_in_any_form_script_and_order_answers_with_its_releases(engine: SearchService, q: str) -> None:
    answer = engine.answer(Query(q), acting=True)
    assert {hit.release.id for hit in answer.hits} == {"boysun", "boysun-2"}
    assert answer.query.selection("source").choices == (Choice("boysun-tumani-hokimligi"),)
    assert answer.query.q == ""
    assert answer.reading is not None
    assert answer.reading.read.labels == ("Boysun tumani hokimligi",)
    assert answer.reading.whole
    assert answer.reading.words.query.read == NO
    assert engine.answer(answer.reading.words.query, acting=True).total == answer.reading.words.count


def test_an_alias_of_the_table_is_a_name_of_the_office(engine: SearchService) -> None:
    assert found(engine, "TIV") == found(engine, "Ташқи ишлар вазирлиги") == {"tiv"}


def test_place_and_time_are_filters_and_no_words(engine: SearchService) -> None:
    answer = engine.answer(Query("Qozogʻiston 2022-yil dekabr"), acting=True)
    assert [hit.release.id for hit in answer.hits] == ["kz-dekabr"]
    assert answer.query.selection("country").choices == (Choice("kz"),)
    assert (answer.query.start, answer.query.end) == (dt.date(2022, 12, 1), dt.date(2022, 12, 31))
    assert not any(piece.marked for hit in answer.hits for piece in hit.title)


def test_words_that_no_release_has_together_give_way_to_the_reading(engine: SearchService) -> None:
    answer = engine.answer(Query("bitim Qozogʻiston"), acting=True)
    assert [hit.release.id for hit in answer.hits] == ["kz-dekabr"]
    assert answer.query.q == "bitim"
    assert answer.reading is not None
    assert not answer.reading.whole
    assert engine.answer(answer.query, acting=True).total == answer.total  # its links lead to the same


def test_words_that_are_found_together_stay_words_and_the_reading_is_offered(engine: SearchService) -> None:
    answer = engine.answer(Query("energetika soliqlari"), acting=True)
    assert answer.reading is None
    assert answer.query.q == "energetika soliqlari"
    assert [refinement.count for refinement in answer.refinements] == [1]


def test_a_reading_that_holds_nothing_is_told_and_the_words_are_answered(engine: SearchService) -> None:
    answer = engine.answer(Query("Qozogʻiston 2026-yil oktabr"), acting=True)
    assert answer.reading is None
    assert answer.refinements[0].count == 0
    assert answer.refinements[0].filters == (("country", "kz"), ("date", "")) or len(answer.refinements[0].filters) == 2


def test_words_stay_words_unless_asked_for(engine: SearchService) -> None:
    q = "Boysun tumani hokimligi"
    assert engine.answer(Query(q)).reading is None
    assert engine.answer(Query(q, read=NO), acting=True).reading is None
    assert engine.answer(Query(q, read=YES)).total == engine.answer(Query(q), acting=True).total == 2
    assert engine.export(Query(q, read=YES)).total == 2


def test_the_order_and_the_page_stay(engine: SearchService) -> None:
    answer = engine.answer(Query("Boysun tumani hokimligi", sort="date", page=2, per_page=1), acting=True)
    assert ([hit.release.id for hit in answer.hits], answer.pages) == (["boysun-2"], 2)


def test_closed_class_words_and_initials_are_none_of_their_own(engine: SearchService) -> None:
    assert found(engine, "Qozogʻiston bilan 2022-yil") == {"kz-dekabr"}


def test_what_is_chosen_already_is_not_read_from_the_words(engine: SearchService) -> None:
    answer = engine.answer(Query("Qozogʻiston").choosing("country", Choice("kz")), acting=True)
    assert answer.reading is None


@pytest.mark.parametrize("q", ["soliq 2023-yil", "soliq 2023 yil may", "2023 yilda soliq", "soliq 2023"])
def test_a_number_that_says_a_date_is_never_marked(engine_over: EngineOver, q: str) -> None:
    body = "Bu 2023-yil may oyida, 2023 yil may. Soliq."
    engine = engine_over([release("a", "Soliq", body, date=dt.date(2024, 1, 1))])
    (hit,) = engine.answer(Query(q, read=NO), acting=True).hits
    assert {piece.text for snippet in (hit.title, *hit.snippets) for piece in snippet if piece.marked} == {"Soliq"}
