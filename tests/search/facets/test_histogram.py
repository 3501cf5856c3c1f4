import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.facets.histogram import MOST_BUCKETS, MOST_MONTHS, _interval, _spans

days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@given(days, days, st.sampled_from(["auto", "year", "month", "day"]))
def test_buckets_adjoin_and_cover_the_range(one: dt.date, other: dt.date, asked: str) -> None:
    first, last = sorted((one, other))
    spans, bounds = _spans(first, last, _interval(asked, first, last))
    assert bounds == (*(start.toordinal() for start, _ in spans), spans[-1][1].toordinal() + 1)
    assert len(spans) <= MOST_BUCKETS + 1
    assert spans[0][0] <= first <= spans[0][1]
    assert spans[-1][0] <= last <= spans[-1][1]
    assert all(before[1] + dt.timedelta(1) == after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("first", "last", "interval"),
    [
        ((2026, 3, 1), (2026, 3, 31), "day"),
        ((2026, 3, 5), (2026, 4, 5), "month"),
        ((2024, 1, 1), (2026, 12, 31), "month"),
        ((2023, 12, 1), (2026, 12, 31), "year"),
    ],
)
def test_the_step_follows_the_length(first: tuple[int, int, int], last: tuple[int, int, int], interval: str) -> None:
    assert MOST_MONTHS == 36
    assert _interval("auto", dt.date(*first), dt.date(*last)) == interval
