"""DocSet: a set of documents of one segment, as sorted numbers where it is small, as bits where it is large."""

from __future__ import annotations

from typing import Final

import numpy as np

from search.array_types import Bits, Ints, Mask
from search.engines.whoosh.execution import bitset

SPARSE: Final = 48  # a set of fewer than one document in so many is small: bits cost by the size, numbers by the set


class DocSet:
    """Documents of a segment of `size`, in the form that was made first; the other forms are made when asked for.

    The forms: `numbers` (int64, ascending), `bits` (64 to an element), `mask` (a bool for each document).
    """

    __slots__ = ("_bits", "_count", "_mask", "_numbers", "size")

    def __init__(
        self, size: int, *, numbers: Ints | None = None, bits: Bits | None = None, mask: Mask | None = None
    ) -> None:
        self.size = size
        self._numbers = numbers
        self._bits = bits
        self._mask = mask
        self._count = -1 if numbers is None else len(numbers)

    def __len__(self) -> int:
        if self._count < 0:
            self._count = bitset.count(self._bits) if self._bits is not None else int(np.count_nonzero(self.mask))
        return self._count

    @property
    def has_numbers(self) -> bool:
        """Whether the numbers are made already."""
        return self._numbers is not None

    @property
    def has_bits(self) -> bool:
        """Whether the bits are made already."""
        return self._bits is not None

    @property
    def numbers(self) -> Ints:
        """The documents' numbers, ascending."""
        if self._numbers is None:
            self._numbers = np.flatnonzero(self.mask)
        return self._numbers

    @property
    def bits(self) -> Bits:
        """The documents as bits."""
        if self._bits is None:
            self._bits = bitset.packed(self.mask)
        return self._bits

    @property
    def mask(self) -> Mask:
        """The documents as a mask."""
        if self._mask is None:
            if self._bits is not None:
                self._mask = bitset.unpacked(self._bits, self.size)
            else:
                self._mask = np.zeros(self.size, bool)
                self._mask[self._numbers] = True
        return self._mask

    def ends(self) -> tuple[int, int]:
        """Return the first and the last document of a set that is not empty."""
        if self._numbers is None and self._bits is not None:
            return bitset.ends(self._bits)
        return int(self.numbers[0]), int(self.numbers[-1])

    def within(self, other: DocSet | None) -> DocSet:
        """Return the documents that are in the other set as well; None is everything."""
        if other is None:
            return self
        if self._bits is not None and len(self) * SPARSE > self.size:
            return DocSet(self.size, bits=self._bits & other.bits)
        numbers = self.numbers
        return DocSet(self.size, numbers=numbers.take(other.contains(numbers).nonzero()[0]))

    def between(self, low: int, high: int) -> DocSet:
        """Return the documents from the number `low` up to `high`."""
        if self._numbers is None and self._bits is not None:
            return DocSet(self.size, bits=bitset.clipped(self._bits, low, high))
        first, last = self.numbers.searchsorted((low, high)).tolist()
        return DocSet(self.size, numbers=self.numbers[first:last])

    def without(self, other: DocSet) -> DocSet:
        """Return the documents that are not in the other set."""
        if self._bits is not None:
            return DocSet(self.size, bits=self._bits & ~other.bits)
        numbers = self.numbers
        return DocSet(self.size, numbers=numbers.take((~other.contains(numbers)).nonzero()[0]))

    def contains(self, numbers: Ints) -> Mask:
        """Say which of the numbers are in the set."""
        if self._mask is None and self._bits is not None:
            return bitset.contains(self._bits, numbers)
        return self.mask.take(numbers)


def union(sets: list[DocSet]) -> DocSet:
    """Return the documents that are in any of the sets (one or more)."""
    if len(sets) == 1:
        return sets[0]
    size = sets[0].size
    total = sum(map(len, sets))
    if total * SPARSE < size and all(one.has_numbers for one in sets):
        return DocSet(size, numbers=np.unique(np.concatenate([one.numbers for one in sets])))
    every_bits = [one.bits for one in sets if one.has_bits]
    if len(every_bits) < len(sets):
        mask = np.zeros(size, bool)
        for one in sets:
            if one.has_numbers and not one.has_bits:
                mask[one.numbers] = True
            elif not one.has_bits:
                mask |= one.mask
        every_bits.append(bitset.packed(mask))
    return DocSet(size, bits=np.bitwise_or.reduce(every_bits))
