"""Filters, facets, histogram and exits of one answer, exact and disjunctive, over the documents of each segment."""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Final

import numpy as np

from search.answer import Bucket, Exit, Facet, FacetValue, Histogram
from search.engines.whoosh.execution.bitset import Ints
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.facet_counts import between, dated
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.engines.whoosh.snapshot import Snapshot
from search.facets.selection import DATE, Selection
from search.facets.table import FACETS
from search.query import Query
from search.query_language.relaxation import Found, any_of_the_words

ALWAYS_SHOWN: Final = 60  # a facet of at most so many values keeps those at 0, so that a list does not jump
MOST_MONTHS: Final = 36  # more than this, and an automatic histogram shows years
MOST_BUCKETS: Final = 4000  # an asked step that makes more becomes the next coarser one, and the answer names it

Spans = tuple[tuple[dt.date, dt.date], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Filters:
    """What each active filter lets through of documents, segment after segment; the date is one of them."""

    chosen: dict[str, Callable[[Found], Found]]
    _narrowed: dict[tuple[int, str | None], Found] = field(default_factory=dict)

    def hits(self, found: Found, but: str | None = None) -> Found:
        """Return what passes all filters but the named one."""
        if not self.chosen or self.chosen.keys() == {but}:
            return found
        but = but if but in self.chosen else None
        key = (id(found), but)  # the caller holds what was found for as long as it asks
        narrowed = self._narrowed.get(key)
        if narrowed is None:
            narrowed = found
            for name, narrow in self.chosen.items():
                if name != but:
                    narrowed = narrow(narrowed)
            self._narrowed[key] = narrowed
        return narrowed

    def lets(self, name: str, found: Found) -> bool:
        """Say whether the named filter lets any of what was found through."""
        return any(map(len, self.chosen[name](found)))

    def count(self, found: Found) -> int:
        """Return how many documents pass all filters."""
        return sum(map(len, self.hits(found)))


def filters_of(query: Query, snapshot: Snapshot) -> Filters:
    """Return the filters of a query over a snapshot."""
    segments = snapshot.searcher.segments
    known = {row.name for row in FACETS}
    chosen: dict[str, Callable[[Found], Found]] = {}
    if query.undated:
        chosen[DATE] = partial(_dated, segments, 0, 0)
    elif query.start or query.end:
        first = query.start.toordinal() if query.start else 1
        last = query.end.toordinal() if query.end else dt.date.max.toordinal()
        chosen[DATE] = partial(_dated, segments, first, last)
    for name, selection in query.selections:
        if name in known:
            chosen[name] = partial(_within, tuple(_having(snapshot, segment, name, selection) for segment in segments))
    return Filters(chosen)


def _dated(segments: tuple[SegmentReader, ...], first: int, last: int, found: Found) -> Found:
    return tuple(dated(segment, own, first, last) for segment, own in zip(segments, found, strict=True))


def _within(allowed: Found, found: Found) -> Found:
    return tuple(own.within(other) for own, other in zip(found, allowed, strict=True))


def _having(snapshot: Snapshot, segment: SegmentReader, name: str, selection: Selection) -> DocSet:
    def make() -> DocSet:
        mask = snapshot.searcher.facet(segment, name).admitted(selection)
        return DocSet(segment.size, mask=mask if segment.live is None else mask & segment.live)

    found: DocSet = segment.kept(name, selection, make)
    return found


def facets(query: Query, snapshot: Snapshot, found: Found, filters: Filters) -> tuple[Facet, ...]:
    """Return the facets asked for, each ignoring its own selection."""
    asked = [row.name for row in FACETS if query.facets is None or row.name in query.facets]
    return tuple(_facet(name, query.selection(name), snapshot, filters.hits(found, name)) for name in asked)


def _facet(name: str, chosen: Selection, snapshot: Snapshot, hits: Found) -> Facet:
    known = snapshot.facet(name)
    included, excluded = chosen.include, chosen.exclude
    named = {value for value in included | excluded if value is not None}
    totals = np.zeros(len(known.values) + 1, np.int64)
    missing = 0
    for segment, numbers, own in zip(snapshot.searcher.segments, known.numbers, hits, strict=True):
        counts = snapshot.searcher.facet(segment, name)
        totals[numbers] += counts.count(own)
        missing += counts.missing(own)
    few = len(known.values) <= ALWAYS_SHOWN
    rows = [
        FacetValue(value, label, count, value in included, value in excluded)
        for value, label, count in zip(known.values, known.labels, totals[:-1].tolist(), strict=True)
        if count or few or value in named
    ]
    if named:
        rows += [
            FacetValue(value, value, 0, value in included, value in excluded)
            for value in sorted(named.difference(known.values))
        ]
    rows.sort(key=lambda row: -row.count)  # stable: ties stay in the alphabet's order
    return Facet(name, tuple(rows), missing, None in included, None in excluded)


def histogram(query: Query, snapshot: Snapshot, found: Found, filters: Filters) -> Histogram | None:
    """Return the date facet over the chosen range, or over all that matches when none is chosen."""
    if query.facets is not None and DATE not in query.facets:
        return None
    hits = filters.hits(found, DATE)
    segments = snapshot.searcher.segments
    missing = sum(int(between(segment, own, _UNDATED)[0]) for segment, own in zip(segments, hits, strict=True))
    first, last = query.start, query.end
    if first is None or last is None:
        days = [span for segment, own in zip(segments, hits, strict=True) if (span := _span(segment, own))]
        if days:
            first = first or dt.date.fromordinal(min(low for low, _ in days))
            last = last or dt.date.fromordinal(max(high for _, high in days))
    if first is None or last is None or first > last:
        return Histogram(query.interval if query.interval != "auto" else "month", (), missing, query.undated)
    interval = _interval(query.interval, first, last)
    spans, bounds = _spans(first, last, interval)
    counts = sum(between(segment, own, bounds) for segment, own in zip(segments, hits, strict=True))
    narrowed = bool(query.start or query.end)
    buckets = tuple(
        Bucket(start, end, count, narrowed and _overlaps(query, start, end))
        for (start, end), count in zip(spans, np.asarray(counts).tolist() or [0] * len(spans), strict=True)
    )
    return Histogram(interval, buckets, missing, query.undated)


_UNDATED: Final = np.array([0, 1])


def _span(segment: SegmentReader, hits: DocSet) -> tuple[int, int] | None:
    """Return the first and the last day of a segment's dated hits, None when there are none."""
    if not len(hits):
        return None
    low, high = hits.ends()
    last = int(segment.days[high])
    if not last:
        return None
    first = int(segment.days[low])
    if not first:
        dated = hits.numbers
        first = int(segment.days[dated[dated.searchsorted(segment.undated)]])
    return first, last


def _interval(asked: str, first: dt.date, last: dt.date) -> str:
    """Return the step of the buckets: as asked unless that makes too many, else days of a month, months, years."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if asked == "auto":
        return "day" if months == 1 else "month" if months <= MOST_MONTHS else "year"
    if asked == "day" and (last - first).days > MOST_BUCKETS:
        asked = "month"
    return "year" if asked == "month" and months > MOST_BUCKETS else asked


def _spans(first: dt.date, last: dt.date, interval: str) -> tuple[Spans, Ints]:
    """Return the first and last day of each adjoining year, month or day from that of `first` on, and as bounds."""
    return _adjoining(_start(first, interval), _end(last, interval), interval)


@lru_cache(maxsize=256)
def _adjoining(first: dt.date, last: dt.date, interval: str) -> tuple[Spans, Ints]:
    spans = []
    start = first
    while True:
        end = _end(start, interval)
        spans.append((start, end))
        if end >= last:
            break
        start = end + dt.timedelta(1)
    bounds = np.array([*(start.toordinal() for start, _ in spans), last.toordinal() + 1])
    return tuple(spans), bounds


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


def exits(query: Query, found: Found, filters: Filters) -> tuple[Exit, ...]:
    """Return the ways out of an empty answer by taking filters away, each with what it finds."""
    ways = []
    for name in filters.chosen:
        wider = query.without_filter(name)
        ways.append(Exit(name, wider, sum(map(len, filters.hits(found, name)))))
    if len(filters.chosen) > 1:
        ways.append(Exit("filters", query.without_filters(), sum(map(len, found))))
    return tuple(way for way in ways if way.count)


def any_word_query(query: Query) -> Query | None:
    """Return the query for any of the words instead of all, None when its words cannot be joined so."""
    words = any_of_the_words(query.q)
    return None if words is None else query.with_(q=words)
