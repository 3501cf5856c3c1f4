"""How many documents of a set have each value of a facet, or lie between days."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.columns import FacetColumn
from search.engines.whoosh.execution import bitset as bitwise
from search.engines.whoosh.execution.bitset import Ints, Mask
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.facets.selection import Selection

_ROWS: Final = 64  # a facet of at most so many values is counted by bits where the set is large
_LARGE: Final = 12  # a set of more than one document in so many is large
_WIDEST: Final = 16  # values of one document that are worth a row
_FEW: Final = 512  # the values of so many documents are counted one by one

Array = npt.NDArray[Any]


class FacetCounts:
    """A facet of one segment, ready to count: its values, and the documents of each."""

    __slots__ = ("_at", "_bits", "_by_set", "_column", "_none", "_values", "labels", "values")

    def __init__(self, segment: SegmentReader, name: str) -> None:
        self._column: FacetColumn = segment.files.facets[name]
        entries, often = self._column.entries, np.diff(self._column.starts)
        numbers: dict[str, int] = {}
        value_of = np.array([numbers.setdefault(value, len(numbers)) for value, _ in entries], np.int64)
        self.values = tuple(numbers)
        # the values of each combination once, whatever their labels: `_values` those of the combinations `_at`
        combinations = np.repeat(np.arange(len(often)), often)
        held = np.unique(combinations * len(numbers) + value_of.take(self._column.members))
        self._at, self._values = np.divmod(held, max(len(numbers), 1))
        self._by_set = _padded(self._at, self._values, len(often), len(numbers))
        sets = np.bincount(self._column.of.take(segment.everything.numbers), minlength=len(often))
        totals = np.bincount(self._column.members, np.repeat(sets, often), len(entries)).astype(np.int64).tolist()
        self.labels = {pair: count for pair, count in zip(entries, totals, strict=True) if count}
        self._bits: Array | None = None
        empty = self.having(frozenset((None,)))
        self._none = DocSet(segment.size, mask=empty) if empty.any() else None

    def count(self, found: DocSet) -> Ints:
        """Return how many documents of a set have each value."""
        size = len(found)
        if not size or not self.values:
            return np.zeros(len(self.values), np.int64)
        if len(self.values) <= _ROWS and size * _LARGE > found.size:
            return bitwise.counts(self._rows(), found.bits)
        sets = self._column.of.take(found.numbers)
        if size <= _FEW and self._by_set is not None:
            return np.bincount(self._by_set.take(sets, axis=0).ravel(), minlength=len(self.values) + 1)[:-1]
        often = np.bincount(sets, minlength=self._combinations)
        return np.bincount(self._values, often.take(self._at), len(self.values)).astype(np.int64)

    def missing(self, found: DocSet) -> int:
        """Return how many documents of a set have no value."""
        if self._none is None or not len(found):
            return 0
        return len(found.within(self._none))

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
        return bitwise.packed(self.having(frozenset((value,))))


def _padded(at: Ints, values: Ints, combinations: int, none: int) -> Array | None:
    """Return the values of each combination as a row, filled up with `none`; None where rows would be long."""
    often = np.bincount(at, minlength=combinations)
    width = int(often.max(initial=0))
    if width > _WIDEST:
        return None
    rows = np.full((len(often), width), none)
    rows[at, np.arange(len(values)) - (often.cumsum() - often).take(at)] = values
    return rows


def between(segment: SegmentReader, found: DocSet, days: Ints) -> Ints:
    """Return how many documents of a set lie from each day up to the next; days ascend."""
    bounds = segment.bounds(days)
    if len(found) * _LARGE > found.size and found.packed:
        below = bitwise.below(found.bits, bounds)
    else:
        below = found.numbers.searchsorted(bounds)
    counts: Ints = below[1:] - below[:-1]
    return counts


def dated(segment: SegmentReader, found: DocSet, first: int, last: int) -> DocSet:
    """Return the documents of a set whose day lies from `first` to `last`."""
    low, high = segment.bounds(np.array((first, last + 1))).tolist()
    return found.between(low, high)
