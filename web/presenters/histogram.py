"""The histogram of dates as the page shows it: bars that are links, drawn in a box of WIDTH by HEIGHT units (SVG)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from search.answer import Answer, Bucket, Histogram
from search.query import Query
from web.i18n.labels import Labels, bucket_label
from web.urls import Links

WIDTH: Final = 300
HEIGHT: Final = 64
_HEADROOM: Final = 4
_LEAST: Final = 2.0  # height of the smallest bar that counts anything
_GAP: Final = 0.2  # of a bar's share of the width
MOST_BARS: Final = 150  # more are thinner than a finger and heavier than the page


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar (x, y, width, height) in its full-height share of the width (left, share)."""

    left: float
    share: float
    x: float
    y: float
    width: float
    height: float


def bars(counts: Sequence[int]) -> list[Bar]:
    """Return a bar for each count, the greatest one nearly full height; nothing is drawn for 0."""
    if not counts:
        return []
    share, most = WIDTH / len(counts), max(*counts, 1)
    drawn = []
    for place, count in enumerate(counts):
        height = max(count / most * (HEIGHT - _HEADROOM), _LEAST) if count else 0.0
        left = place * share
        drawn.append(
            Bar(
                left=round(left, 1),
                share=round(share, 1),
                x=round(left + share * _GAP / 2, 1),
                y=round(HEIGHT - height, 1),
                width=round(share * (1 - _GAP), 1),
                height=round(height, 1),
            )
        )
    return drawn


def coarser(histogram: Histogram) -> Histogram:
    """Return a histogram with whole years where months or days would be too many to draw."""
    if len(histogram.buckets) <= MOST_BARS or histogram.interval == "year":
        return histogram
    years = [list(group) for _, group in groupby(histogram.buckets, key=lambda bucket: bucket.start.year)]
    buckets = tuple(
        Bucket(
            start=dt.date(group[0].start.year, 1, 1),
            end=dt.date(group[0].start.year, 12, 31),
            count=sum(bucket.count for bucket in group),
            selected=any(bucket.selected for bucket in group),
        )
        for group in years
    )
    return Histogram("year", buckets, histogram.missing, histogram.missing_selected)


@dataclass(frozen=True, slots=True)
class Column:
    """A year, month or day: its bar, its name, its count and the page that it leads to."""

    bar: Bar
    label: str
    count: int
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A name under the axis and the page that it leads to."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Dates:
    """The histogram, the years under it, the next wider range (None when nothing is chosen) and the undated."""

    interval: str
    columns: tuple[Column, ...]
    years: tuple[Tick, ...]
    wider: Tick | None
    missing: int
    missing_selected: bool


def dates(answer: Answer, labels: Labels, links: Links) -> Dates | None:
    """Return the date facet of an answer, None when it was not asked for."""
    if answer.histogram is None:
        return None
    histogram, query = coarser(answer.histogram), answer.query
    variants = links.page_variants(query.with_(interval="auto"))
    columns = tuple(
        Column(
            bar=bar,
            label=bucket_label(labels.messages, bucket.start, histogram.interval),
            count=bucket.count,
            url=variants.ranged(bucket.start, bucket.end),
            selected=bucket.selected,
        )
        for bucket, bar in zip(histogram.buckets, bars([b.count for b in histogram.buckets]), strict=True)
    )
    any_time = links.page_variants(_within(query, None, None))
    years = sorted({bucket.start.year for bucket in histogram.buckets})
    return Dates(
        interval=histogram.interval,
        columns=columns,
        years=tuple(Tick(str(year), any_time.ranged(*_year(year))) for year in years),
        wider=_wider(query, labels, links),
        missing=histogram.missing,
        missing_selected=histogram.missing_selected,
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
