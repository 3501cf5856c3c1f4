import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.facets.selection import MISSING, Choice, read_selections
from search.query import Query, tidy_text, write_end, write_start


def test_a_plain_query_has_no_parameters() -> None:
    assert Query().canonical() == ""


def test_defaults_are_dropped_and_parameters_sorted() -> None:
    query = Query(q="quyosh", selections=read_selections({"source": ("oza",), "sector": ("fan", "fan", "energetika")}))
    assert query.canonical() == "q=quyosh&sector=energetika&sector=fan&source=oza"


def test_the_default_order_follows_the_words() -> None:
    assert Query().order == "-date"
    assert Query(q="quyosh").order == "relevance"
    assert Query(q="quyosh", sort="relevance").canonical() == "q=quyosh"
    assert Query(sort="-date").canonical() == ""


@pytest.mark.parametrize(
    ("start", "written"),
    [((2026, 1, 1), "2026"), ((2026, 3, 1), "2026-03"), ((2026, 3, 5), "2026-03-05"), ((1, 1, 1), "0001")],
)
def test_a_first_day_is_written_as_short_as_it_goes(start: tuple[int, int, int], written: str) -> None:
    assert write_start(dt.date(*start)) == written


@pytest.mark.parametrize(
    ("end", "written"),
    [
        ((2026, 12, 31), "2026"),
        ((2026, 3, 31), "2026-03"),
        ((2026, 3, 30), "2026-03-30"),
        ((2024, 2, 29), "2024-02"),
        ((2024, 2, 28), "2024-02-28"),
        ((9999, 12, 31), "9999"),
    ],
)
def test_a_last_day_is_written_as_short_as_it_goes(end: tuple[int, int, int], written: str) -> None:
    assert write_end(dt.date(*end)) == written


def test_the_two_ends_of_a_range_are_written_alike() -> None:
    january = Query(start=dt.date(2022, 1, 1), end=dt.date(2022, 1, 31))
    assert january.canonical() == "from=2022-01&to=2022-01"
    december = Query(start=dt.date(2022, 12, 1), end=dt.date(2022, 12, 31))
    assert december.canonical() == "from=2022-12&to=2022-12"
    assert Query(start=dt.date(2021, 1, 1), end=dt.date(2022, 12, 31)).canonical() == "from=2021&to=2022"


def test_any_change_but_paging_goes_back_to_the_first_page() -> None:
    query = Query(q="quyosh", page=7)
    assert query.with_(q="gaz").page == 1
    assert query.with_(script="cyrl").page == 7
    assert query.with_(page=8).page == 8
    assert query.toggled("sector", Choice("fan")).page == 1


def test_toggling_twice_gives_the_query_back() -> None:
    query = Query(q="quyosh").toggled("sector", Choice("fan"))
    assert query.selection("sector").choices == (Choice("fan"),)
    assert query.toggled("sector", Choice("fan")) == Query(q="quyosh")


def test_filters_go_and_words_stay() -> None:
    query = Query(
        q="quyosh", selections=read_selections({"sector": (MISSING,)}), start=dt.date(2026, 1, 1), undated=False
    )
    assert query.narrowed
    assert query.without_filters() == Query(q="quyosh")


@given(st.text())
def test_tidied_text_is_tidy(text: str) -> None:
    tidy = tidy_text(text)
    assert tidy_text(tidy) == tidy
    assert "  " not in tidy
