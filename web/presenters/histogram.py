"""The histogram of dates as the page shows it: bars that are links, over a scale, with a table of the same links.

All lengths are percent of the chart's width, or of the height that its bars have.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from search.answer import Answer, Bucket, Histogram
from search.query import Query
from web.i18n.labels import Labels, bucket_label
from web.i18n.messages import Messages
from web.urls import Links, Variants

MOST_BARS: Final = 96  # across a page, eight years of months; more are thinner than a finger and heavier than a page
MOST_NARROW: Final = 40  # across a phone or a column of filters
_TICKS_WIDE, _TICKS_NARROW = 16, 6  # names of years that stand side by side without touching
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # in a bar, or from tick to tick
_HALVES: Final = (1, 2, 3, 4, 5, 6, 8)  # what the middle of a scale says, but for its zeros
_LEAST: Final = 3.0  # height of the smallest bar that counts anything
_DAY_TICKS: Final = (1, 5, 10, 15, 20, 25, 30)
_MONTHS_OF_A_YEAR: Final = 12
_HALF_A_NAME, _HALF_A_NAME_WIDE = 6.7, 4.4  # of a year, in a column of filters and on a phone's whole width


@dataclass(frozen=True, slots=True)
class Column:
    """A year, month or day: its name, its count, the page that it leads to, where its bar begins and how high it is.

    What it may be pressed on is as wide as the chart's `share`, the bar within that a little less.
    """

    label: str
    count: int
    url: str
    selected: bool
    left: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A name and the page that it leads to, None where it leads nowhere.

    Under the axis it stands at `x`; one that is `spare` has room only where the page is wide.
    """

    label: str
    url: str | None
    x: float = 0.0
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, each with a `share` of the width, over a scale from 0 to `top`.

    `archive` is the path of the whole archive behind them, empty without one.
    """

    columns: tuple[Column, ...]
    share: float
    ticks: tuple[Tick, ...]
    top: int
    archive: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a column and the length of its bar beside the longest."""

    column: Column
    length: float


@dataclass(frozen=True, slots=True)
class Preset:
    """A period counted from today, its count, and its page; None where it is empty and not chosen."""

    name: str
    count: int
    url: str | None
    selected: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """The histogram: charts, table (newest first), presets, the next wider range (None when none is chosen), undated.

    `chart` is None for a single bucket; `narrow` takes its place on phones where it has too many bars for one.
    """

    interval: str
    chart: Chart | None
    narrow: Chart | None
    rows: tuple[Row, ...]
    years: tuple[str, ...]
    presets: tuple[Preset, ...]
    wider: Tick | None
    missing: int
    missing_selected: bool


def dates(answer: Answer, labels: Labels, links: Links, *, wide: bool = False) -> Dates | None:
    """Return the date facet of an answer, None when it was not asked for; `wide` across the page, else a column."""
    if answer.histogram is None:
        return None
    query, variants = answer.query, links.page_variants(answer.query.with_(interval="auto"))
    histogram = coarser(answer.histogram, MOST_BARS if wide else MOST_NARROW)
    any_time = links.page_variants(_within(query, None, None))

    def drawn(shown: Histogram, ticks: int) -> Chart:
        return _chart(shown, labels, variants, _ticks(shown, labels.messages, any_time if wide else None, ticks))

    chart = drawn(histogram, _TICKS_WIDE if wide else _TICKS_NARROW)
    few = coarser(histogram, MOST_NARROW)
    most = max((column.count for column in chart.columns), default=0)
    several = len(chart.columns) > 1 and most > 0
    return Dates(
        interval=histogram.interval,
        chart=chart if several else None,
        narrow=drawn(few, _TICKS_NARROW) if several and few is not histogram else None,
        rows=tuple(
            Row(column, round(column.count / most * 100, 1)) for column in reversed(chart.columns) if column.count
        ),
        years=tuple(sorted({f"{bucket.start.year}" for bucket in histogram.buckets})),
        presets=_presets(answer.histogram, variants),
        wider=_wider(query, labels, links),
        missing=histogram.missing,
        missing_selected=histogram.missing_selected,
    )


def coarser(histogram: Histogram, most: int) -> Histogram:
    """Return a histogram of at most so many buckets: as it is, else of months, years, or as few years as will do."""
    if len(histogram.buckets) <= most:
        return histogram
    if histogram.interval == "day":
        months = _grouped(histogram, "month", 1)
        if len(months.buckets) <= most:
            return months
    first, last = histogram.buckets[0].start.year, histogram.buckets[-1].end.year
    return _grouped(histogram, "year", next(step for step in _YEARS if last // step - first // step < most))


def _grouped(histogram: Histogram, interval: str, step: int) -> Histogram:
    """Return a histogram with its buckets put together by months, or by so many years."""
    archive = histogram.archive or (0,) * len(histogram.buckets)
    pairs = zip(histogram.buckets, archive, strict=True)
    groups = [
        list(group)
        for _, group in groupby(
            pairs,
            key=lambda pair: (
                (pair[0].start.year, pair[0].start.month) if interval == "month" else pair[0].start.year // step
            ),
        )
    ]
    buckets = tuple(
        Bucket(
            start=group[0][0].start if interval == "month" else dt.date(group[0][0].start.year, 1, 1),
            end=group[-1][0].end if interval == "month" else dt.date(group[-1][0].end.year, 12, 31),
            count=sum(bucket.count for bucket, _ in group),
            selected=any(bucket.selected for bucket, _ in group),
        )
        for group in groups
    )
    behind = tuple(sum(count for _, count in group) for group in groups) if histogram.archive else ()
    return Histogram(interval, buckets, histogram.missing, histogram.missing_selected, histogram.periods, behind)


def scale(most: int) -> int:
    """Return the number at the top of the scale for a greatest count: its half is a whole number that reads well."""
    zeros = 1
    while True:
        for half in _HALVES:
            if 2 * half * zeros >= most:
                return 2 * half * zeros
        zeros *= 10


def _chart(histogram: Histogram, labels: Labels, variants: Variants, ticks: tuple[Tick, ...]) -> Chart:
    buckets = histogram.buckets
    share = 100 / max(len(buckets), 1)
    top = scale(max((bucket.count for bucket in buckets), default=0))
    columns = tuple(
        Column(
            label=_name(labels.messages, bucket, histogram.interval),
            count=bucket.count,
            url=variants.ranged(bucket.start, bucket.end),
            selected=bucket.selected,
            left=round(place * share, 2),
            height=round(max(bucket.count / top * 100, _LEAST), 1) if bucket.count else 0.0,
        )
        for place, bucket in enumerate(buckets)
    )
    return Chart(columns, round(share, 2), ticks, top, _outline(histogram.archive))


def _name(messages: Messages, bucket: Bucket, interval: str) -> str:
    if interval == "year" and bucket.start.year != bucket.end.year:
        return messages.span(bucket.start, bucket.end)
    return bucket_label(messages, bucket.start, interval)


def _outline(counts: Sequence[int]) -> str:
    """Return the path of an area in steps, the highest one full height; empty where there is nothing to draw."""
    most = max(counts, default=0)
    if not most:
        return ""
    share = 100 / len(counts)
    steps = (f"V{100 - count / most * 100:.4g}H{(place + 1) * share:.4g}" for place, count in enumerate(counts))
    return f"M0 100{''.join(steps)}V100"


def _ticks(histogram: Histogram, messages: Messages, any_time: Variants | None, most: int) -> tuple[Tick, ...]:
    """Return the names under the axis, as many as stand beside each other, in the middle of their bars."""
    starts = [bucket.start for bucket in histogram.buckets]
    named: list[tuple[int, str, str | None]]
    if histogram.interval == "day":
        named = [(place, f"{day.day}", None) for place, day in enumerate(starts) if day.day in _DAY_TICKS]
    elif histogram.interval == "month" and len(starts) <= _MONTHS_OF_A_YEAR:
        every = 1 if len(starts) <= _TICKS_NARROW else 3
        named = [
            (place, messages.short_month(day), None) for place, day in enumerate(starts) if (day.month - 1) % every == 0
        ]
    else:
        firsts = [(place, day.year) for place, day in enumerate(starts) if day.month == 1]
        few = len(firsts) <= most
        step = next(step for step in _YEARS if few or sum(year % step == 0 for _, year in firsts) <= most)
        named = [
            (place, f"{year}", any_time.ranged(*_year(year)) if any_time else None)
            for place, year in firsts
            if few or year % step == 0
        ]
    edge = _HALF_A_NAME_WIDE if most == _TICKS_WIDE else _HALF_A_NAME  # no name stands out of the chart
    years = histogram.interval != "day" and len(starts) <= MOST_NARROW  # whose bars a phone shows, too
    spared = max(1, -(-len(named) // _TICKS_NARROW)) if years else 1  # of so many names one has room there
    return tuple(
        Tick(name, url, round(min(max((place + 0.5) * 100 / len(starts), edge), 100 - edge), 1), bool(number % spared))
        for number, (place, name, url) in enumerate(named)
    )


def _presets(histogram: Histogram, variants: Variants) -> tuple[Preset, ...]:
    """Return the periods of today; none where all of them are empty and none is chosen."""
    periods = histogram.periods
    if not any(period.count or period.selected for period in periods):
        return ()
    return tuple(
        Preset(
            name=period.name,
            count=period.count,
            url=variants.ranged(period.start, period.end) if period.count or period.selected else None,
            selected=period.selected,
        )
        for period in periods
    )


def _wider(query: Query, labels: Labels, links: Links) -> Tick | None:
    if not (query.start or query.end):
        return None
    start, end = query.start, query.end
    if start and end and start.year == end.year and (start, end) != _year(start.year):
        return Tick(labels.messages.year(start), links.page(_within(query, *_year(start.year))))
    return Tick(labels.messages.text("all-years"), links.page(query.with_(start=None, end=None)))


def _within(query: Query, start: dt.date | None, end: dt.date | None) -> Query:
    return query.with_(start=start, end=end, undated=False, interval="auto")


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
