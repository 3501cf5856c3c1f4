import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from search.answer import Bucket, Histogram
from web.presenters.histogram_bars import HEIGHT, MOST_BARS, WIDTH, bars, coarser


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=200))
def test_bars_stand_side_by_side_in_the_box_and_grow_with_their_counts(counts):
    drawn = bars(counts)
    assert len(drawn) == len(counts)
    for bar, count in zip(drawn, counts, strict=True):
        assert 0 <= bar.left <= bar.x < WIDTH
        assert bar.x + bar.width <= WIDTH + 0.2
        assert abs(bar.y + bar.height - HEIGHT) < 0.11
        assert (bar.height > 0) == (count > 0)
    tallest = max(range(len(counts)), key=counts.__getitem__)
    assert drawn[tallest].height == max(bar.height for bar in drawn)


def test_no_counts_draw_no_bars():
    assert bars([]) == []


def months(number):
    buckets = [
        Bucket(dt.date(2000 + n // 12, n % 12 + 1, 1), dt.date(2000 + n // 12, n % 12 + 1, 28), n, n == 13)
        for n in range(number)
    ]
    return Histogram("month", tuple(buckets), 3, False)


def test_too_many_months_become_years_with_the_same_total():
    fine = months(MOST_BARS + 6)
    coarse = coarser(fine)
    assert coarse.interval == "year"
    assert [bucket.start.year for bucket in coarse.buckets] == list(range(2000, 2013))
    assert sum(bucket.count for bucket in coarse.buckets) == sum(bucket.count for bucket in fine.buckets)
    assert [bucket.start.year for bucket in coarse.buckets if bucket.selected] == [2001]
    assert coarse.missing == 3


def test_few_months_stay_months():
    assert coarser(months(24)) == months(24)
