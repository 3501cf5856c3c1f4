import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.clock import today
from search.facets.selection import Choice
from search.query import Query
from web.presenters.file_names import file_name

YEAR = Query(start=dt.date(2024, 1, 1), end=dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (Query("Қозоғистон “ёпиқ” газ*"), "qozogiston-yopiq-gaz"),
        (
            YEAR.choosing("sector", Choice("energetika")).choosing("region", Choice("navoiy")),
            "energetika-navoiy-2024",
        ),
        (Query(start=dt.date(2022, 12, 1), end=dt.date(2022, 12, 31)), "2022-12"),
        (Query(start=dt.date(2022, 12, 5), end=dt.date(2023, 2, 28)), "2022-12-05-2023-02"),
        (Query(start=dt.date(2022, 1, 1)), "2022-dan"),
        (Query(end=dt.date(2022, 3, 31)), "2022-03-gacha"),
        (Query(undated=True), "date-siz"),
        (
            Query().choosing("sector", Choice("savdo", excluded=True)).choosing("country", Choice(None)),
            "savdo-siz-country-siz",
        ),
        (Query("日本"), str(today())),
        (Query(), str(today())),
    ],
)
def test_a_file_is_called_after_the_search(query: Query, name: str) -> None:
    assert file_name(query, "csv", samples=False) == f"izla-{name}.csv"


def test_a_file_of_samples_says_so() -> None:
    assert file_name(Query("gaz"), "jsonl", samples=True) == "izla-namuna-gaz.jsonl"


@given(st.text(max_size=200))
def test_whatever_was_typed_a_name_is_short_and_of_plain_letters(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{6,80}\.csv", file_name(Query(text), "csv", samples=False))
