"""Filters, facets, histogram and exits of one answer, exact and disjunctive, over masks of documents."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from search.answer import Bucket, Exit, Facet, FacetValue, Histogram
from search.engines.whoosh.columns import Columns, Mask
from search.engines.whoosh.reading import any_of_the_words
from search.query import NONE, Query

ALWAYS_SHOWN: Final = 60  # a facet of at most so many values keeps those at 0, so that a list does not jump
MOST_MONTHS: Final = 36  # more than this, and an automatic histogram shows years
MOST_BUCKETS: Final = 4000  # an asked step that makes more becomes the next coarser one, and the answer names it
DATE: Final = "date"


@dataclass(frozen=True, slots=True, eq=False)
class Filters:
    """The mask of every active filter by name; the date is one of them."""

    masks: dict[str, Mask]
    everything: Mask

    def but(self, name: str | None = None) -> Mask:
        """Return the documents that pass all filters but the named one."""
        mask = self.everything.copy()
        for other, own in self.masks.items():
            if other != name:
                mask &= own
        return mask


def filters_of(query: Query, columns: Columns) -> Filters:
    """Return the filters of a query over the columns."""
    masks = {}
    for name, values in query.filters:
        if column := columns.facets.get(name):
            masks[name] = column.having(frozenset(values), NONE in values, columns.size)
    if query.undated:
        masks[DATE] = columns.days == 0
    elif query.start or query.end:
        first = query.start.toordinal() if query.start else 1
        last = query.end.toordinal() if query.end else dt.date.max.toordinal()
        masks[DATE] = (columns.days >= first) & (columns.days <= last)
    return Filters(masks, columns.live)


def facets(query: Query, columns: Columns, matched: Mask, filters: Filters) -> tuple[Facet, ...]:
    """Return the facets asked for, each ignoring its own selection."""
    asked = [name for name in columns.facets if query.facets is None or name in query.facets]
    return tuple(_facet(name, query.chosen(name), columns, matched & filters.but(name)) for name in asked)


def _facet(name: str, chosen: tuple[str, ...], columns: Columns, mask: Mask) -> Facet:
    column = columns.facets[name]
    counts = column.count(mask).tolist()
    few = len(column.values) <= ALWAYS_SHOWN
    rows = [
        FacetValue(value, label, count, value in chosen)
        for value, label, count in zip(column.values, column.labels, counts, strict=True)
        if count or few or value in chosen
    ]
    known = set(column.values)
    rows += [FacetValue(value, value, 0, True) for value in chosen if value not in known and value != NONE]
    rows.sort(key=lambda row: -row.count)  # stable: ties stay in the alphabet's order
    return Facet(name, tuple(rows), int((mask & column.missing).sum()), NONE in chosen)


def histogram(query: Query, columns: Columns, matched: Mask, filters: Filters) -> Histogram | None:
    """Return the date facet over the chosen range, or over all that matches when none is chosen."""
    if query.facets is not None and DATE not in query.facets:
        return None
    mask = matched & filters.but(DATE)
    days = columns.days[mask]
    dated = np.sort(days[days > 0])
    missing = int(len(days) - len(dated))
    first = query.start or (dt.date.fromordinal(int(dated[0])) if len(dated) else None)
    last = query.end or (dt.date.fromordinal(int(dated[-1])) if len(dated) else None)
    if first is None or last is None or first > last:
        return Histogram(query.interval if query.interval != "auto" else "month", (), missing, query.undated)
    interval = _interval(query.interval, first, last)
    buckets = []
    for start, end in _spans(first, last, interval):
        low, high = np.searchsorted(dated, (start.toordinal(), end.toordinal() + 1))
        selected = bool(query.start or query.end) and _overlaps(query, start, end)
        buckets.append(Bucket(start, end, int(high - low), selected))
    return Histogram(interval, tuple(buckets), missing, query.undated)


def _interval(asked: str, first: dt.date, last: dt.date) -> str:
    """Return the step of the buckets: as asked unless that makes too many, else days of a month, months, years."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if asked == "auto":
        return "day" if months == 1 else "month" if months <= MOST_MONTHS else "year"
    if asked == "day" and (last - first).days > MOST_BUCKETS:
        asked = "month"
    return "year" if asked == "month" and months > MOST_BUCKETS else asked


def _spans(first: dt.date, last: dt.date, interval: str) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the first and last day of each adjoining year, month or day, from the one of `first` to that of `last`."""
    start = first if interval == "day" else first.replace(day=1, month=1 if interval == "year" else first.month)
    while True:
        end = _end(start, interval)
        yield start, end
        if end >= last:
            return
        start = end + dt.timedelta(1)


def _end(start: dt.date, interval: str) -> dt.date:
    match interval:
        case "year":
            return start.replace(month=12, day=31)
        case "month":
            return start.replace(day=calendar.monthrange(start.year, start.month)[1])
    return start


def _overlaps(query: Query, start: dt.date, end: dt.date) -> bool:
    return (query.start is None or query.start <= end) and (query.end is None or query.end >= start)


def exits(query: Query, matched: Mask, filters: Filters) -> tuple[Exit, ...]:
    """Return the ways out of an empty answer by taking filters away, each with what it finds."""
    found = []
    for name in filters.masks:
        wider = query.with_(start=None, end=None, undated=False) if name == DATE else query.with_values(name, ())
        found.append(Exit(name, wider, int((matched & filters.but(name)).sum())))
    if len(filters.masks) > 1:
        found.append(Exit("filters", query.without_filters(), int((matched & filters.everything).sum())))
    return tuple(way for way in found if way.count)


def any_word_query(query: Query) -> Query | None:
    """Return the query for any of the words instead of all, None when its words cannot be joined so."""
    words = any_of_the_words(query.q)
    return None if words is None else query.with_(q=words)
