"""How many documents of a set have each value of a facet, or lie between days."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.columns import FacetColumn
from search.engines.whoosh.execution import bits as bitwise
from search.engines.whoosh.execution.bits import Ints, Mask
from search.engines.whoosh.execution.segment import Segment
from search.engines.whoosh.execution.sets import Documents

_ROWS: Final = 64  # a facet of at most so many values is counted by bits where the set is large
_CELLS: Final = 1 << 16  # combinations times values that are worth a table
_LARGE: Final = 12  # a set of more than one document in so many is large
_FEW: Final = 64  # so many documents are counted one by one

Array = npt.NDArray[Any]


class FacetCounts:
    """A facet of one segment, ready to count: its values, and the documents of each."""

    __slots__ = ("_bits", "_column", "_none", "_table", "_value_of", "labels", "values")

    def __init__(self, segment: Segment, name: str) -> None:
        self._column: FacetColumn = segment.files.facets[name]
        numbers: dict[str, int] = {}
        self._value_of = np.array(
            [numbers.setdefault(value, len(numbers)) for value, _ in self._column.entries], np.int64
        )
        self.values = tuple(numbers)
        self._table: Array | None = None
        combinations = len(self._column.starts) - 1
        if combinations * len(self.values) <= _CELLS:
            self._table = np.zeros((combinations, len(self.values)))
            sets = np.repeat(np.arange(combinations), np.diff(self._column.starts))
            self._table[sets, self._value_of[self._column.members]] = 1
        entries = self._entry_counts(segment.everything.numbers)
        self.labels = {pair: int(count) for pair, count in zip(self._column.entries, entries, strict=True) if count}
        self._bits: Array | None = None
        empty = self.having(frozenset(), none=True)
        self._none = Documents(segment.size, mask=empty) if empty.any() else None

    def count(self, found: Documents) -> Ints:
        """Return how many documents of a set have each value."""
        size = len(found)
        if not size or not self.values:
            return np.zeros(len(self.values), np.int64)
        if len(self.values) <= _ROWS and size * _LARGE > found.size:
            return bitwise.counts(self._rows(), found.bits)
        numbers = found.numbers
        if self._table is None:
            entries = self._entry_counts(numbers)
            return np.bincount(self._value_of, weights=entries, minlength=len(self.values)).astype(np.int64)
        sets = self._column.of.take(numbers)
        if size <= _FEW:
            few: Ints = self._table.take(sets, axis=0).sum(axis=0).astype(np.int64)
            return few
        return (np.bincount(sets, minlength=len(self._table)) @ self._table).astype(np.int64)

    def missing(self, found: Documents) -> int:
        """Return how many documents of a set have no value."""
        if self._none is None or not len(found):
            return 0
        return len(found.within(self._none))

    def having(self, values: frozenset[str], none: bool) -> Mask:
        """Return the documents with any of the values, and with `none` those without a value."""
        chosen = np.array([value in values for value in self.values], bool)
        starts, members = self._column.starts, self._column.members
        held = np.zeros(len(members) + 1, np.int64)
        if len(members):
            np.cumsum(chosen[self._value_of[members]], out=held[1:])
        wanted = held[starts[1:]] > held[starts[:-1]]
        if none:
            wanted |= starts[1:] == starts[:-1]
        return wanted.take(self._column.of)

    def _entry_counts(self, numbers: Ints) -> Array:
        sets = np.bincount(self._column.of.take(numbers), minlength=len(self._column.starts) - 1)
        often = np.repeat(sets, np.diff(self._column.starts))
        return np.bincount(self._column.members, weights=often, minlength=len(self._column.entries)).astype(np.int64)

    def _rows(self) -> Array:
        if self._bits is None:
            self._bits = np.stack([self._row(value) for value in self.values])
        return self._bits

    def _row(self, value: str) -> Array:
        return bitwise.packed(self.having(frozenset((value,)), none=False))


def between(segment: Segment, found: Documents, days: Ints) -> Ints:
    """Return how many documents of a set lie from each day up to the next; days ascend."""
    bounds = segment.days.searchsorted(days)
    if len(found) * _LARGE > found.size and found.packed:
        return np.diff(bitwise.below(found.bits, bounds))
    return np.diff(found.numbers.searchsorted(bounds))


def dated(segment: Segment, first: int, last: int) -> Documents:
    """Return the live documents of the days from `first` to `last`."""
    low, high = (int(bound) for bound in segment.days.searchsorted(np.array((first, last + 1))))
    return Documents(segment.size, bits=bitwise.clipped(segment.everything.bits, low, high))
