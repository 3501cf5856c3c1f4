import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answer import Answer, Bucket, Histogram, Understanding
from search.query import Query
from tests.web.presenters.test_facet_panel import LABELS
from tests.web.presenters.test_notices import GENERATION
from web.presenters.histogram import HEIGHT, MOST_BARS, WIDTH, bars, coarser, dates
from web.urls import Links


def facet(query: Query | None = None, histogram: Any = None) -> Any:
    months = tuple(Bucket(dt.date(2026, m, 1), dt.date(2026, m, 28), m, m == 2) for m in (1, 2, 3))
    histogram = histogram or Histogram("month", months, 4, False)
    answer = Answer(query or Query("x"), Understanding(), 1, 1, 1, (), (), histogram, (), GENERATION)
    return dates(answer, LABELS, Links())


def test_each_column_leads_to_its_days_and_keeps_the_words() -> None:
    column = facet(Query("x", undated=True, interval="month", page=4)).columns[2]
    assert (column.label, column.count, column.selected) == ("2026-yil mart", 3, False)
    assert column.url == "/?from=2026-03&q=x&to=2026-03-28"


def test_the_column_that_is_the_whole_range_takes_the_range_away() -> None:
    column = facet(Query("x", start=dt.date(2026, 3, 1), end=dt.date(2026, 3, 28))).columns[2]
    assert column.url == "/?q=x"


@pytest.mark.parametrize(
    ("start", "end", "label", "url"),
    [
        (dt.date(2026, 3, 1), dt.date(2026, 3, 31), "2026-yil", "/?from=2026&q=x&to=2026"),
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), "Barcha yillar", "/?q=x"),
        (dt.date(2025, 3, 1), dt.date(2026, 3, 31), "Barcha yillar", "/?q=x"),
        (dt.date(2026, 3, 1), None, "Barcha yillar", "/?q=x"),
    ],
)
def test_a_chosen_range_leads_to_the_next_wider_one(start: Any, end: Any, label: str, url: str) -> None:
    wider = facet(Query("x", start=start, end=end)).wider
    assert (wider.label, wider.url) == (label, url)


def test_nothing_is_wider_than_everything() -> None:
    assert facet().wider is None


def test_years_are_named_once_each() -> None:
    assert [(year.label, year.url) for year in facet().years] == [("2026", "/?from=2026&q=x&to=2026")]


def test_a_facet_that_was_not_asked_for_is_not_shown() -> None:
    answer = Answer(Query(), Understanding(), 1, 1, 1, (), (), None, (), GENERATION)
    assert dates(answer, LABELS, Links()) is None


def test_an_empty_archive_has_no_columns() -> None:
    empty = facet(histogram=Histogram("year", (), 3, True))
    assert (empty.columns, empty.years, empty.missing, empty.missing_selected) == ((), (), 3, True)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=200))
def test_bars_stand_side_by_side_in_the_box_and_grow_with_their_counts(counts: Any) -> None:
    drawn = bars(counts)
    assert len(drawn) == len(counts)
    for bar, count in zip(drawn, counts, strict=True):
        assert 0 <= bar.left <= bar.x < WIDTH
        assert bar.x + bar.width <= WIDTH + 0.2
        assert abs(bar.y + bar.height - HEIGHT) < 0.11
        assert (bar.height > 0) == (count > 0)
    tallest = max(range(len(counts)), key=counts.__getitem__)
    assert drawn[tallest].height == max(bar.height for bar in drawn)


def test_no_counts_draw_no_bars() -> None:
    assert bars([]) == []


def months(number: int) -> Any:
    buckets = [
        Bucket(dt.date(2000 + n // 12, n % 12 + 1, 1), dt.date(2000 + n // 12, n % 12 + 1, 28), n, n == 13)
        for n in range(number)
    ]
    return Histogram("month", tuple(buckets), 3, False)


def test_too_many_months_become_years_with_the_same_total() -> None:
    fine = months(MOST_BARS + 6)
    coarse = coarser(fine)
    assert coarse.interval == "year"
    assert [bucket.start.year for bucket in coarse.buckets] == list(range(2000, 2013))
    assert sum(bucket.count for bucket in coarse.buckets) == sum(bucket.count for bucket in fine.buckets)
    assert [bucket.start.year for bucket in coarse.buckets if bucket.selected] == [2001]
    assert coarse.missing == 3


def test_few_months_stay_months() -> None:
    assert coarser(months(24)) == months(24)
