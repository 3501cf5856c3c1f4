"""The source of a release is a field of its own: part of what all words may match, below title and text."""

from collections.abc import Callable, Iterable

import pytest

from search.query import Query
from search.release import Release
from search.service import SearchService

EngineOver = Callable[[Iterable[Release]], SearchService]
RELEASES = (
    Release("nomida", "Energetika vazirligi hisobot berdi", "Yil yakunlari."),
    Release("matnida", "Hisobot", "Energetika vazirligi yigʻilish oʻtkazdi."),
    Release(
        "manbasida",
        "Yangi stansiya",
        "Gʻijduvonda quyosh stansiyasi qurildi.",
        source="«ЭНЕРГЕТИКА ВАЗИРЛИГИ» матбуот хизмати",
        office="Energetika vazirligi",
        office_names=("Minenergo", "minenergy.uz"),
    ),
    Release("boshqa", "Paxta terimi", "Terim boshlandi.", source="Qishloq xoʻjaligi vazirligi"),
)


@pytest.fixture
def engine(engine_over: EngineOver) -> SearchService:
    return engine_over(RELEASES)


def found(engine: SearchService, q: str) -> list[str]:
    return [hit.release.id for hit in engine.answer(Query(q=q)).hits]


def test_an_office_finds_its_releases_below_those_that_name_it_in_title_or_text(engine: SearchService) -> None:
    assert found(engine, "Energetika vazirligi")[:3] == ["nomida", "matnida", "manbasida"]


@pytest.mark.parametrize("q", ["энергетика вазирлигининг", "ENERGETIKA", "Minenergo", "minenergy.uz", "матбуот"])
def test_any_form_script_and_other_name_of_an_office_is_a_word(engine: SearchService, q: str) -> None:
    assert "manbasida" in found(engine, q)


def test_words_of_the_text_and_of_the_source_are_all_the_words_together(engine: SearchService) -> None:
    answer = engine.answer(Query(q="quyosh stansiyasi energetika vazirligi"))
    assert answer.hits[0].release.id == "manbasida"
    assert engine.answer(Query(q="quyosh energetika vazirligi", sort="-date")).total == 1


def test_the_source_is_not_in_the_title_nor_between_quotes(engine: SearchService) -> None:
    assert found(engine, "sarlavha:energetika") == ["nomida"]
    assert "manbasida" not in found(engine, '"energetika vazirligi"')


def test_the_shares_of_a_score_have_the_source_in_them(engine: SearchService) -> None:
    explained = engine.explain("manbasida", Query(q="minenergo"))
    assert explained.score is not None
    assert explained.score == pytest.approx(sum(share for _, share in explained.shares))
