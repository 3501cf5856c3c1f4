"""Facet counts: how many documents of a set have each value of a facet, or lie between days."""

from __future__ import annotations

from typing import Final

import numpy as np

from search.array_types import Array, Ints, Mask
from search.engines.whoosh.codec.columns import FacetColumn
from search.engines.whoosh.execution import bitset
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.facets.selection import Selection
from search.ragged import before, runs

# Where one way of counting costs less than another; the counts are the same.
_ROWS: Final = 64  # values; a facet of at most so many is counted by bits where the set is large
_LARGE: Final = 12  # a set of more than one document in so many is large
_WIDEST: Final = 16  # values of one document; where one has more, rows of values would be mostly padding
_FEW: Final = 512  # documents; the values of so many are counted one by one
_DEARER: Final = 12  # times what a value of a combination costs, one of a document that is looked up costs


class FacetCounts:
    """A facet of one segment, ready to count: its values, and the documents of each."""

    __slots__ = (
        "_at",
        "_bits",
        "_by_value",
        "_column",
        "_none",
        "_rows_of_values",
        "_sizes",
        "_starts",
        "_value_starts",
        "_values",
        "labels",
        "values",
    )

    def __init__(self, segment: SegmentReader, name: str) -> None:
        self._column: FacetColumn = segment.files.facets[name]
        entries, sizes = self._column.entries, np.diff(self._column.starts)
        numbers: dict[str, int] = {}
        value_of = np.array([numbers.setdefault(value, len(numbers)) for value, _ in entries], np.int64)
        self.values = tuple(numbers)
        # the values of each combination once, whatever their labels: `_values` those of the combinations `_at`
        combinations = np.repeat(np.arange(len(sizes)), sizes)
        pairs = np.unique(combinations * len(numbers) + value_of.take(self._column.members))
        self._at, self._values = np.divmod(pairs, max(len(numbers), 1))
        self._sizes = np.bincount(self._at, minlength=len(sizes))
        self._starts = self._sizes.cumsum() - self._sizes
        # the combinations of each value, of which it has one at least
        self._by_value = self._at.take(self._values.argsort(kind="stable"))
        self._value_starts = before(np.bincount(self._values, minlength=len(numbers)))[:-1]
        self._rows_of_values = _padded(self._at, self._values, len(sizes), len(numbers))
        counts = np.bincount(self._column.of.take(segment.everything.numbers), minlength=len(sizes))
        totals = np.bincount(self._column.members, np.repeat(counts, sizes), len(entries)).astype(np.int64).tolist()
        self.labels = {pair: count for pair, count in zip(entries, totals, strict=True) if count}
        self._bits: Array | None = None
        empty = self.having(frozenset((None,)))
        self._none = DocSet(segment.size, mask=empty) if empty.any() else None

    def count(self, documents: DocSet) -> Ints:
        """Return how many documents of a set have each value."""
        size = len(documents)
        if not size or not self.values:
            return np.zeros(len(self.values), np.int64)
        if len(self.values) <= _ROWS and size * _LARGE > documents.size:
            return bitset.shared_counts(self._rows(), documents.bits)
        combinations = self._column.of.take(documents.numbers)
        if size <= _FEW and self._rows_of_values is not None:
            values = self._rows_of_values.take(combinations, axis=0)
            return np.bincount(values.ravel(), minlength=len(self.values) + 1)[:-1]
        if size * _DEARER < len(self._values):  # one by one, too, where some have so many that rows would be long
            starts, sizes = self._starts.take(combinations), self._sizes.take(combinations)
            return np.bincount(self._values.take(runs(starts, sizes)), minlength=len(self.values))
        counts = np.bincount(combinations, minlength=self._combinations)
        sums: Ints = np.add.reduceat(counts.take(self._by_value), self._value_starts)
        return sums

    def missing(self, documents: DocSet) -> int:
        """Return how many documents of a set have no value."""
        if self._none is None or not len(documents):
            return 0
        return len(documents.within(self._none))

    def admitted(self, selection: Selection) -> Mask:
        """Return the documents that a selection admits: any of its included values, none of the excluded."""
        included, excluded = selection.include, selection.exclude
        mask = self.having(included) if included else np.ones(len(self._column.of), bool)
        return mask & ~self.having(excluded) if excluded else mask

    def having(self, values: frozenset[str | None]) -> Mask:
        """Return the documents with any of the values; None stands for those without a value."""
        chosen = np.array([value in values for value in self.values], bool)
        wanted = np.zeros(self._combinations, bool)
        wanted[self._at[chosen.take(self._values)]] = True
        if None in values:
            wanted |= self._column.starts[1:] == self._column.starts[:-1]
        return wanted.take(self._column.of)

    @property
    def _combinations(self) -> int:
        return len(self._column.starts) - 1

    def _rows(self) -> Array:
        if self._bits is None:
            self._bits = np.stack([self._row(value) for value in self.values])
        return self._bits

    def _row(self, value: str) -> Array:
        return bitset.packed(self.having(frozenset((value,))))


def _padded(at: Ints, values: Ints, combinations: int, none: int) -> Array | None:
    """Return the values of each combination as a row, filled up with `none`; None where rows would be long."""
    sizes = np.bincount(at, minlength=combinations)
    width = int(sizes.max(initial=0))
    if width > _WIDEST:
        return None
    rows = np.full((len(sizes), width), none)
    rows[at, np.arange(len(values)) - (sizes.cumsum() - sizes).take(at)] = values
    return rows


def day_counts(segment: SegmentReader, documents: DocSet, days: Ints) -> Ints:
    """Return how many documents of a set lie from each day up to the next; days ascend."""
    bounds = segment.bounds(days)
    if len(documents) * _LARGE > documents.size and documents.has_bits:
        below = bitset.counts_below(documents.bits, bounds)
    else:
        below = documents.numbers.searchsorted(bounds)
    counts: Ints = below[1:] - below[:-1]
    return counts


def within_days(segment: SegmentReader, documents: DocSet, first: int, last: int) -> DocSet:
    """Return the documents of a set whose day lies from `first` to `last`."""
    low, high = segment.bounds(np.array((first, last + 1))).tolist()
    return documents.between(low, high)
