import datetime as dt
from collections.abc import Callable, Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.assist.filter_suggestions import name_filters
from search.facets.selection import Choice, read_selections
from search.facets.taxonomies import read_categories
from search.query import Query
from search.query_language.filter_names import FilterNames
from search.release import Release
from search.service import SearchService
from search.settings import ROOT
from search.uzbek import words
from tests.analyzers import SAMPLE

TODAY = dt.date(2026, 3, 4)
NAMES = FilterNames(read_categories(ROOT / "corpus"), SAMPLE)


def refined(query: Query | str) -> list[tuple[str, str, str]]:
    query = Query(query) if isinstance(query, str) else query
    found = (each for each in name_filters(query, NAMES, TODAY) if len(each.filters) == 1)
    return [(*each.filters[0], each.query.q) for each in found]


@pytest.mark.parametrize(
    ("q", "row"),
    [
        ("energetika loyihalari", ("sector", "energetika", "loyihalari")),
        ("энергетика", ("sector", "energetika", "")),
        ("Samarqandda quyosh", ("region", "samarqand", "quyosh")),
        ("sogʻliqni saqlash", ("sector", "sogliqni-saqlash", "")),
        ("sogliqni saqlash isloh", ("sector", "sogliqni-saqlash", "isloh")),
        ("Kazakhstan bitim", ("country", "kz", "bitim")),
        ("Казахстан", ("country", "kz", "")),
        ("Qozogʻistonga eksport", ("country", "kz", "eksport")),
        ("энергетика Самарканд", ("region", "samarqand", "энергетика")),
    ],
)
def test_a_name_of_a_value_becomes_that_value(q: str, row: tuple[str, str, str]) -> None:
    assert row in refined(q)
    chosen = next(each.query for each in name_filters(Query(q), NAMES, TODAY) if each.filters == (row[:2],))
    assert chosen.selection(row[0]).choices == (Choice(row[1]),)


@pytest.mark.parametrize(
    ("q", "rest", "start", "end"),
    [
        ("paxta 2026-yil mart", "paxta", dt.date(2026, 3, 1), dt.date(2026, 3, 31)),
        ("oʻtgan hafta paxta", "paxta", dt.date(2026, 2, 23), dt.date(2026, 3, 1)),
        ("paxta 2025", "paxta", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("5-mart 2026 paxta", "paxta", dt.date(2026, 3, 5), dt.date(2026, 3, 5)),
    ],
)
def test_days_in_words_become_a_range(q: str, rest: str, start: dt.date, end: dt.date) -> None:
    (only,) = (each for each in name_filters(Query(q), NAMES, TODAY) if each.filters == (("date", ""),))
    assert (only.query.q, only.query.start, only.query.end) == (rest, start, end)


@pytest.mark.parametrize("q", ["", "paxta", "“energetika”", "energetika YOKI gaz", "EMAS energetika", "sarlavha:sport"])
def test_other_words_stay_words(q: str) -> None:
    assert refined(q) == []


def test_what_is_chosen_already_is_not_offered() -> None:
    assert refined(Query("energetika", selections=read_selections({"sector": ("energetika",)}))) == []
    assert refined(Query("bugun", start=TODAY)) == []


@pytest.mark.parametrize(("q", "of_today"), [("oʻtgan hafta paxta", True), ("bugun", True), ("paxta 2025", False)])
def test_only_days_said_from_today_age(q: str, of_today: bool) -> None:
    assert NAMES.is_of_today(q) is of_today


@given(st.text(max_size=60))
@example("Bahamas/0")
def test_any_text_is_refined_without_adding_words(q: str) -> None:
    for each in name_filters(Query(q), NAMES, TODAY):
        assert len(words(each.query.q)) < len(words(q))
        assert each.query.narrowed
    assert NAMES.is_of_today(q) in (True, False)


def test_an_answer_offers_what_finds_something_and_counts_it(
    engine_over: Callable[[Iterable[Release]], SearchService],
) -> None:
    engine = engine_over(
        [
            Release("a", "Energetika haqida", "Quyosh.", dt.date(2026, 3, 5), "given", ("energetika",)),
            Release("b", "Quyosh", "", dt.date(2026, 3, 6), "given", ("energetika",)),
        ]
    )
    for q, facet, value in (("energetika quyosh", "sector", "energetika"), ("quyosh 2026-yil mart", "date", "")):
        (offered,) = engine.answer(Query(q)).refinements
        assert (offered.filters, offered.count) == (((facet, value),), 2)
        assert engine.answer(offered.query).total == 2
    assert engine.answer(Query("quyosh sport")).refinements == ()


def test_several_names_are_offered_together_first() -> None:
    together, *single = name_filters(Query("Samarqand energetika quyosh 2026-yil mart"), NAMES, TODAY)
    assert set(together.filters) == {("region", "samarqand"), ("sector", "energetika"), ("date", "")}
    assert together.query == Query(
        "quyosh",
        read_selections({"region": ("samarqand",), "sector": ("energetika",)}),
        dt.date(2026, 3, 1),
        dt.date(2026, 3, 31),
    )
    assert {each.filters for each in single} == {((name, value),) for name, value in together.filters}
    again = [(each.query.q, each.query.start) for each in name_filters(Query("2025 2026"), NAMES, TODAY)]
    assert again == [("2026", dt.date(2025, 1, 1)), ("2025", dt.date(2026, 1, 1))]
