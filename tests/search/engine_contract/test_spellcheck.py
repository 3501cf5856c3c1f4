from collections.abc import Callable, Iterable

import pytest

from search.facets.selection import read_selections
from search.query import Query
from search.release import Release
from search.service import SearchService

EngineOver = Callable[[Iterable[Release]], SearchService]

RELEASES = [
    *(
        Release(f"i{n}", "Iqtisodiyot islohoti", "Samarqandda iqtisodiyot vazirligi yangi dasturni tanishtirdi.")
        for n in range(12)
    ),
    *(Release(f"x{n}", "Xalq bilan muloqot", "Xalqaro anjuman.") for n in range(5)),
    Release("o", "Iqtisodyot degan xato yozuv"),
]


@pytest.mark.parametrize(
    ("typed", "meant", "count"),
    [
        ("iqtisodiyott", "iqtisodiyot", 13),
        ("Iqtisodyotga", "Iqtisodiyot", 12),
        ("halq", "xalq", 5),
        ("ҳалқ", "халқ", 5),
        ("samraqand islohoti", "samarqand islohoti", 12),
        ("sarlavha:islohotti", "sarlavha:islohot", 12),
    ],
)
def test_a_misspelt_word_gets_the_likely_one(engine_over: EngineOver, typed: str, meant: str, count: int) -> None:
    answer = engine_over(RELEASES).answer(Query(typed))
    assert answer.meant is not None
    assert answer.meant.query.q == meant
    assert engine_over(RELEASES).answer(answer.meant.query).total >= answer.meant.count


@pytest.mark.parametrize(
    "typed",
    [
        "iqtisodiyot",
        "xalq",
        "qwrtpsdf",
        "“halq”",
        "ha*",
        "2026",
        "va",
        "",
        "islohot EMAS halq",
        "ad",
        "iqtisodiyot islohoti",
    ],
)
def test_what_is_written_well_or_like_nothing_gets_none(engine_over: EngineOver, typed: str) -> None:
    assert engine_over(RELEASES).answer(Query(typed)).meant is None


def test_the_suggestion_is_spelt_as_releases_spell_it(engine_over: EngineOver) -> None:
    engine = engine_over(Release(f"k{n}", f"Инвестиция дастури {n}") for n in range(3))
    for typed, meant in (("investitsya", "investitsiya"), ("инвестицйа", "инвестиция")):
        answer = engine.answer(Query(typed))
        assert answer.meant is not None
        assert answer.meant.query.q == meant


def test_a_suggestion_finds_strictly_more_under_the_same_filters(engine_over: EngineOver) -> None:
    engine = engine_over([*RELEASES, Release("s", "Sport halqi", sectors=("sport",))])
    assert engine.answer(Query("halqi", selections=read_selections({"sector": ("sport",)}))).meant is None


@pytest.mark.parametrize(("typed", "written"), [("pora", "bora"), ("oʻlim", "olim")])
def test_a_word_of_the_language_is_never_turned_into_another(engine_over: EngineOver, typed: str, written: str) -> None:
    engine = engine_over([Release(f"{n}", f"{written} haqida xabar") for n in range(5)])
    answer = engine.answer(Query(typed), acting=True)
    assert (answer.total, answer.meant, answer.corrected) == (0, None, None)


def test_where_nothing_is_found_a_sure_correction_is_answered_and_said(engine_over: EngineOver) -> None:
    engine = engine_over([Release(f"{n}", "Energiya tejash chorasi") for n in range(3)])
    answer = engine.answer(Query("ениргия"), acting=True)
    assert (answer.total, answer.corrected) == (3, Query("ениргия", read="0"))
    assert engine.answer(Query("ениргия", read="0"), acting=True).total == 0
    assert engine.answer(Query("ениргия")).total == 0
    unsure = engine.answer(Query("ениргия тажаш"), acting=True)
    assert unsure.corrected is None
