"""Histogram: the date facet, as adjoining years, months or days over a range."""

import calendar
import datetime as dt
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import Final

from search.answer import Bucket, Histogram, Period
from search.engine import Matches
from search.facets.selection import DATE, NO_FILTERS, Filters
from search.query import Query

MOST_MONTHS: Final = 36  # months; over a longer range an automatic histogram shows years
MOST_BUCKETS: Final = 4000  # an asked step that makes more becomes the next coarser one, and the answer names it

Spans = tuple[tuple[dt.date, dt.date], ...]


def histogram(
    query: Query, matches: Matches, filters: Filters, *, today: dt.date | None = None, archive: Matches | None = None
) -> Histogram | None:
    """Return the histogram over the chosen range, or over all that matches when none is chosen; None when unasked.

    Like every facet it ignores its own selection. With `today` it has the periods that end by then, with `archive`
    (all releases) what all of them are in each bucket.
    """
    if query.facets is not None and DATE not in query.facets:
        return None
    others = filters.without(DATE)
    days = matches.days(others)
    first, last = query.start or days.first, query.end or days.last
    periods = _periods(query, matches, others, today) if today else ()
    if first is None or last is None or first > last:
        asked = query.interval if query.interval != "auto" else "month"
        return Histogram(asked, (), days.undated, query.undated, periods)
    interval = _interval(query.interval, first, last)
    spans, bounds = _spans(first, last, interval)
    narrowed = bool(query.start or query.end)
    buckets = tuple(
        Bucket(start, end, count, narrowed and _overlaps(query, start, end))
        for (start, end), count in zip(spans, matches.per_day_range(others, bounds), strict=True)
    )
    whole = tuple(archive.per_day_range(NO_FILTERS, bounds)) if archive else ()
    return Histogram(interval, buckets, days.undated, query.undated, periods, whole)


def period_bounds(today: dt.date) -> tuple[int, ...]:
    """Return the days (ordinals, ascending) between which releases are counted for the periods of a day."""
    ends = ((start.toordinal(), end.toordinal() + 1) for _, start, end in _named_periods(today))
    return tuple(sorted({bound for both in ends for bound in both}))


def _named_periods(today: dt.date) -> tuple[tuple[str, dt.date, dt.date], ...]:
    month_before = today.replace(day=1) - dt.timedelta(1)
    return (
        ("7-days", today - dt.timedelta(6), today),
        ("30-days", today - dt.timedelta(29), today),
        ("last-month", month_before.replace(day=1), month_before),
        ("this-year", today.replace(month=1, day=1), today.replace(month=12, day=31)),
    )


def _periods(query: Query, matches: Matches, others: Filters, today: dt.date) -> tuple[Period, ...]:
    """Return the periods of a day with their counts, which overlap and are summed of one series of ranges."""
    bounds = period_bounds(today)
    until = (0, *accumulate(matches.per_day_range(others, bounds)))
    return tuple(
        Period(
            name=name,
            start=start,
            end=end,
            count=until[bisect_left(bounds, end.toordinal() + 1)] - until[bisect_left(bounds, start.toordinal())],
            selected=(start, end) == (query.start, query.end),
        )
        for name, start, end in _named_periods(today)
    )


def _interval(asked: str, first: dt.date, last: dt.date) -> str:
    """Return the step of the buckets: as asked unless that makes too many, else days of a month, months, years."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if asked == "auto":
        return "day" if months == 1 else "month" if months <= MOST_MONTHS else "year"
    if asked == "day" and (last - first).days > MOST_BUCKETS:
        asked = "month"
    return "year" if asked == "month" and months > MOST_BUCKETS else asked


def _spans(first: dt.date, last: dt.date, interval: str) -> tuple[Spans, tuple[int, ...]]:
    """Return the first and last day of each adjoining year, month or day from that of `first` on, and as bounds."""
    return _adjoining(_start(first, interval), _end(last, interval), interval)


@lru_cache(maxsize=256)
def _adjoining(first: dt.date, last: dt.date, interval: str) -> tuple[Spans, tuple[int, ...]]:
    spans = []
    start = first
    while True:
        end = _end(start, interval)
        spans.append((start, end))
        if end >= last:
            break
        start = end + dt.timedelta(1)
    return tuple(spans), (*(start.toordinal() for start, _ in spans), last.toordinal() + 1)


def _start(day: dt.date, interval: str) -> dt.date:
    match interval:
        case "year":
            return day.replace(month=1, day=1)
        case "month":
            return day.replace(day=1)
    return day


def _end(start: dt.date, interval: str) -> dt.date:
    match interval:
        case "year":
            return start.replace(month=12, day=31)
        case "month":
            return start.replace(day=calendar.monthrange(start.year, start.month)[1])
    return start


def _overlaps(query: Query, start: dt.date, end: dt.date) -> bool:
    return (query.start is None or query.start <= end) and (query.end is None or query.end >= start)
