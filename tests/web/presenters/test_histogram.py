import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.answer import Answer, Bucket, Histogram, Period, Understanding
from search.query import Query
from tests.web.presenters.test_facet_panel import LABELS
from tests.web.presenters.test_notices import GENERATION
from web.presenters.histogram import MOST_BARS, MOST_NARROW, coarser, dates, scale
from web.urls import Links


def facet(query: Query | None = None, histogram: Any = None, *, wide: bool = False) -> Any:
    months = tuple(Bucket(dt.date(2026, m, 1), dt.date(2026, m, 28), m, m == 2) for m in (1, 2, 3))
    histogram = histogram or Histogram("month", months, 4, False)
    answer = Answer(query or Query("x"), Understanding(), 1, 1, 1, (), (), histogram, (), GENERATION)
    return dates(answer, LABELS, Links(), wide=wide)


def test_each_column_leads_to_its_days_and_keeps_the_words() -> None:
    column = facet(Query("x", undated=True, interval="month", page=4)).chart.columns[2]
    assert (column.label, column.count, column.selected) == ("2026-yil mart", 3, False)
    assert column.url == "/?from=2026-03&q=x&to=2026-03-28"


def test_the_column_that_is_the_whole_range_takes_the_range_away() -> None:
    column = facet(Query("x", start=dt.date(2026, 3, 1), end=dt.date(2026, 3, 28))).chart.columns[2]
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


def test_the_table_is_newest_first_and_its_bars_are_shares_of_the_greatest() -> None:
    assert [(row.column.label, row.length) for row in facet().rows] == [
        ("2026-yil mart", 100.0),
        ("2026-yil fevral", 66.7),
        ("2026-yil yanvar", 33.3),
    ]
    assert facet().years == ("2026",)


def test_a_single_bucket_has_no_chart() -> None:
    one = Histogram("year", (Bucket(dt.date(2026, 1, 1), dt.date(2026, 12, 31), 7, False),), 0, False)
    assert (facet(histogram=one).chart, facet(histogram=one).narrow) == (None, None)


@given(st.integers(0, 10**9))
def test_a_scale_holds_its_counts_and_has_a_whole_middle(most: int) -> None:
    top = scale(most)
    assert top % 2 == 0
    assert most <= top <= max(2, 2 * most)


def test_periods_lead_to_their_days_unless_they_are_empty() -> None:
    periods = (
        Period("7-days", dt.date(2026, 3, 1), dt.date(2026, 3, 7), 2, False),
        Period("last-month", dt.date(2026, 2, 1), dt.date(2026, 2, 28), 0, False),
    )
    shown = facet(histogram=Histogram("month", months(3).buckets, 0, False, periods)).presets
    assert [(each.name, each.count, each.url) for each in shown] == [
        ("7-days", 2, "/?from=2026-03&q=x&to=2026-03-07"),
        ("last-month", 0, None),
    ]


def test_the_archive_behind_is_drawn_in_steps_up_to_its_own_greatest() -> None:
    chart = facet(histogram=Histogram("month", months(3).buckets, 0, False, (), (0, 5, 10))).chart
    assert chart.archive == "M0 100V100H33.33V50H66.67V0H100V100"
    assert facet().chart.archive == ""


@pytest.mark.parametrize("wide", [True, False])
@settings(max_examples=25, deadline=None)
@given(number=st.integers(3, 3000))
def test_bars_are_no_more_than_have_room_and_fit_the_scale(wide: bool, number: int) -> None:
    shown = facet(histogram=months(number), wide=wide)
    room = MOST_BARS if wide else MOST_NARROW
    assert len(shown.chart.columns) <= room
    assert (shown.narrow is not None) == (len(shown.chart.columns) > MOST_NARROW)
    for chart in filter(None, (shown.chart, shown.narrow)):
        assert sum(column.count for column in chart.columns) == sum(bucket.count for bucket in months(number).buckets)
        for column in chart.columns:
            assert 0 <= column.left < 100
            assert column.left + chart.share <= 100.5
            assert 0 <= column.height <= 100
            assert (column.height > 0) == (column.count > 0)
        assert all(0 < tick.x < 100 for tick in chart.ticks)
        assert len(chart.ticks) <= 16


@pytest.mark.parametrize(("number", "kept"), [(40, ["2000", "2001", "2002", "2003"]), (6 * 12, None), (11 * 12, None)])
def test_on_a_phone_no_more_names_stand_under_the_axis_than_have_room(number: int, kept: list[str] | None) -> None:
    shown = facet(histogram=coarser(months(number), 40), wide=True)
    there = [tick.label for tick in (shown.narrow or shown.chart).ticks if not tick.spare]
    assert 3 <= len(there) <= 6
    assert kept in (None, there)
    assert len(shown.chart.ticks) >= len(there)


def test_a_facet_that_was_not_asked_for_is_not_shown() -> None:
    answer = Answer(Query(), Understanding(), 1, 1, 1, (), (), None, (), GENERATION)
    assert dates(answer, LABELS, Links()) is None


def test_an_empty_archive_has_no_columns() -> None:
    empty = facet(histogram=Histogram("year", (), 3, True))
    assert (empty.chart, empty.rows, empty.years, empty.missing, empty.missing_selected) == (None, (), (), 3, True)


def months(number: int) -> Any:
    buckets = [
        Bucket(dt.date(2000 + n // 12, n % 12 + 1, 1), dt.date(2000 + n // 12, n % 12 + 1, 28), n, n == 13)
        for n in range(number)
    ]
    return Histogram("month", tuple(buckets), 3, False)


def test_too_many_months_become_years_with_the_same_total() -> None:
    fine = months(MOST_BARS + 6)
    coarse = coarser(fine, MOST_BARS)
    assert coarse.interval == "year"
    assert [bucket.start.year for bucket in coarse.buckets] == list(range(2000, 2009))
    assert sum(bucket.count for bucket in coarse.buckets) == sum(bucket.count for bucket in fine.buckets)
    assert [bucket.start.year for bucket in coarse.buckets if bucket.selected] == [2001]
    assert coarse.missing == 3


def test_few_months_stay_months() -> None:
    assert coarser(months(24), MOST_NARROW) == months(24)
