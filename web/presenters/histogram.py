"""The date facet as the page shows it: a histogram whose bars are links, and a way back to a wider range."""

import datetime as dt
from dataclasses import dataclass

from search.answer import Answer
from search.query import Query
from web.i18n.labels import Labels, bucket_label
from web.presenters.histogram_bars import Bar, bars, coarser
from web.urls import Links


@dataclass(frozen=True, slots=True)
class Column:
    """A year, month or day: its bar, its name, its count and the page that it leads to."""

    bar: Bar
    label: str
    count: int
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Ticks:
    """A name under the axis and the page that it leads to."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Dates:
    """The histogram, the years under it, the next wider range (None when nothing is chosen) and the undated."""

    interval: str
    columns: tuple[Column, ...]
    years: tuple[Ticks, ...]
    wider: Ticks | None
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
            label=bucket_label(labels.words, bucket.start, histogram.interval),
            count=bucket.count,
            url=variants.ranged(bucket.start, bucket.end),
            selected=bucket.selected,
        )
        for bucket, bar in zip(histogram.buckets, bars([b.count for b in histogram.buckets]), strict=True)
    )
    years = sorted({bucket.start.year for bucket in histogram.buckets})
    return Dates(
        interval=histogram.interval,
        columns=columns,
        years=tuple(Ticks(str(year), links.page(_within(query, *_year(year)))) for year in years),
        wider=_wider(query, labels, links),
        missing=histogram.missing,
        missing_selected=histogram.missing_selected,
    )


def _wider(query: Query, labels: Labels, links: Links) -> Ticks | None:
    if not (query.start or query.end):
        return None
    start, end = query.start, query.end
    if start and end and start.year == end.year and (start, end) != _year(start.year):
        return Ticks(labels.words.year(start), links.page(_within(query, *_year(start.year))))
    return Ticks(labels.words.say("all-years"), links.page(query.with_(start=None, end=None)))


def _within(query: Query, start: dt.date, end: dt.date) -> Query:
    return query.with_(start=start, end=end, undated=False, interval="auto")


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
