"""Matches over the arrays: counts, ranks, facets and days of what a plan matched, filtered segment after segment."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from search.array_types import Ints
from search.engine import DaySpan, FacetCounts, Ranked
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.facet_counts import day_counts, within_days
from search.engines.whoosh.execution.scorers import Scorer
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.engines.whoosh.sorting import rank
from search.facets.selection import DATE, Filters, Selection

if TYPE_CHECKING:
    from search.engines.whoosh.snapshot import WhooshSnapshot

Found = tuple[DocSet, ...]  # documents, segment after segment
_UNDATED: Final = np.array([0, 1])  # the bounds of the day number that stands for none


class WhooshMatches:
    """The documents of each segment that a scorer matches; what passes some filters is worked out once for each."""

    def __init__(self, snapshot: "WhooshSnapshot", scorer: Scorer) -> None:
        self._snapshot = snapshot
        self._segments = snapshot.reader.segments
        self._scorer = scorer
        self._matched: Found = snapshot.reader.matched(scorer)
        self._passing: dict[Filters, Found] = {}

    def count(self, filters: Filters) -> int:
        """Return how many documents pass the filters."""
        return sum(map(len, self._filtered(filters)))

    def rank(self, filters: Filters, order: str, offset: int, limit: int) -> Sequence[Ranked]:
        """Return the documents from `offset` on, at most `limit`, in the order asked for."""
        return rank(self._snapshot, self._scorer, self._filtered(filters), order, offset, limit)

    def facet(self, name: str, filters: Filters) -> FacetCounts:
        """Return the counts of a facet's values among the documents that pass the filters."""
        known = self._snapshot.facet(name)
        if known.places is not None:
            alone = self._snapshot.reader.facet(self._segments[0], name)
            passing = self._filtered(filters)[0]
            listed = alone.count(passing).take(known.places).tolist()
            return FacetCounts(known.values, known.labels, listed, alone.missing(passing))
        totals = np.zeros(len(known.values) + 1, np.int64)  # the last counts values that only deleted documents have
        missing = 0
        for segment, numbers, documents in zip(self._segments, known.numbers, self._filtered(filters), strict=True):
            counts = self._snapshot.reader.facet(segment, name)
            totals[numbers] += counts.count(documents)
            missing += counts.missing(documents)
        return FacetCounts(known.values, known.labels, totals[:-1].tolist(), missing)

    def days(self, filters: Filters) -> DaySpan:
        """Return the first and last day of the documents that pass the filters, and how many are undated."""
        passing = [*zip(self._segments, self._filtered(filters), strict=True)]
        undated = sum(int(day_counts(segment, documents, _UNDATED)[0]) for segment, documents in passing)
        spans = [span for segment, documents in passing if (span := _span(segment, documents))]
        if not spans:
            return DaySpan(None, None, undated)
        first, last = min(low for low, _ in spans), max(high for _, high in spans)
        return DaySpan(dt.date.fromordinal(first), dt.date.fromordinal(last), undated)

    def per_day_range(self, filters: Filters, bounds: tuple[int, ...]) -> Sequence[int]:
        """Return how many documents lie from each bound up to the next."""
        days = _days(bounds)
        counts = np.zeros(len(bounds) - 1, np.int64)
        for segment, documents in zip(self._segments, self._filtered(filters), strict=True):
            counts += day_counts(segment, documents, days)
        listed: list[int] = counts.tolist()
        return listed

    def _filtered(self, filters: Filters) -> Found:
        if not filters.names:
            return self._matched
        passing = self._passing.get(filters)
        if passing is None:
            passing = self._matched
            if DATE in filters.names:
                first, last = _day_range(filters)
                passing = tuple(
                    within_days(segment, documents, first, last)
                    for segment, documents in zip(self._segments, passing, strict=True)
                )
            for name, selection in filters.selections:
                passing = tuple(
                    documents.within(self._admitted(segment, name, selection))
                    for segment, documents in zip(self._segments, passing, strict=True)
                )
            self._passing[filters] = passing
        return passing

    def _admitted(self, segment: SegmentReader, name: str, selection: Selection) -> DocSet:
        def make() -> DocSet:
            mask = self._snapshot.reader.facet(segment, name).admitted(selection)
            return DocSet(segment.size, mask=mask if segment.live is None else mask & segment.live)

        documents: DocSet = segment.cached(name, selection, make)
        return documents


def _day_range(filters: Filters) -> tuple[int, int]:
    """Return the first and last day number that pass; undated documents have 0."""
    if filters.undated:
        return 0, 0
    first = filters.start.toordinal() if filters.start else 1
    return first, filters.end.toordinal() if filters.end else dt.date.max.toordinal()


@lru_cache(maxsize=256)
def _days(bounds: tuple[int, ...]) -> Ints:
    return np.array(bounds)


def _span(segment: SegmentReader, documents: DocSet) -> tuple[int, int] | None:
    """Return the first and the last day of a segment's dated documents, None when there are none."""
    if not len(documents):
        return None
    low, high = documents.ends()
    last = int(segment.days[high])
    if not last:
        return None
    first = int(segment.days[low])
    if not first:
        numbers = documents.numbers
        first = int(segment.days[numbers[numbers.searchsorted(segment.undated)]])
    return first, last
