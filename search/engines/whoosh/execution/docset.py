"""A set of documents of one segment: sorted numbers where it is small, bits where it is large, either on demand."""

from __future__ import annotations

from typing import Final

import numpy as np

from search.engines.whoosh.execution import bitset as bitwise
from search.engines.whoosh.execution.bitset import Bits, Ints, Mask

SPARSE: Final = 48  # a set of fewer than one document in so many is small


class DocSet:
    """Documents of a segment of `size`, as whatever was made first; numbers, bits and mask are made when asked for."""

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
            self._count = bitwise.count(self._bits) if self._bits is not None else int(np.count_nonzero(self.mask))
        return self._count

    @property
    def listed(self) -> bool:
        """Whether the numbers are there already."""
        return self._numbers is not None

    @property
    def packed(self) -> bool:
        """Whether the bits are there already."""
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
            self._bits = bitwise.packed(self.mask)
        return self._bits

    @property
    def mask(self) -> Mask:
        """The documents as a mask."""
        if self._mask is None:
            if self._bits is not None:
                self._mask = bitwise.unpacked(self._bits, self.size)
            else:
                self._mask = np.zeros(self.size, bool)
                self._mask[self._numbers] = True
        return self._mask

    def ends(self) -> tuple[int, int]:
        """Return the first and the last document of a set that is not empty."""
        if self._numbers is None and self._bits is not None:
            return bitwise.ends(self._bits)
        return int(self.numbers[0]), int(self.numbers[-1])

    def within(self, other: DocSet | None) -> DocSet:
        """Return the documents that are in the other set as well; None is everything."""
        if other is None:
            return self
        if self._bits is not None and len(self) * SPARSE > self.size:
            return DocSet(self.size, bits=self._bits & other.bits)
        numbers = self.numbers
        return DocSet(self.size, numbers=numbers.take(other.has(numbers).nonzero()[0]))

    def between(self, low: int, high: int) -> DocSet:
        """Return the documents from the number `low` up to `high`."""
        if self._numbers is None and self._bits is not None:
            return DocSet(self.size, bits=bitwise.clipped(self._bits, low, high))
        first, last = self.numbers.searchsorted((low, high)).tolist()
        return DocSet(self.size, numbers=self.numbers[first:last])

    def without(self, other: DocSet) -> DocSet:
        """Return the documents that are not in the other set."""
        if self._bits is not None:
            return DocSet(self.size, bits=self._bits & ~other.bits)
        numbers = self.numbers
        return DocSet(self.size, numbers=numbers.take((~other.has(numbers)).nonzero()[0]))

    def has(self, numbers: Ints) -> Mask:
        """Say which of the numbers are in the set."""
        if self._mask is None and self._bits is not None:
            return bitwise.held(self._bits, numbers)
        return self.mask.take(numbers)


def union(sets: list[DocSet]) -> DocSet:
    """Return the documents that are in any of the sets (one or more)."""
    if len(sets) == 1:
        return sets[0]
    size = sets[0].size
    total = sum(map(len, sets))
    if total * SPARSE < size and all(own.listed for own in sets):
        return DocSet(size, numbers=np.unique(np.concatenate([own.numbers for own in sets])))
    found = [own.bits for own in sets if own.packed]
    if len(found) < len(sets):
        mask = np.zeros(size, bool)
        for own in sets:
            if own.listed and not own.packed:
                mask[own.numbers] = True
            elif not own.packed:
                mask |= own.mask
        found.append(bitwise.packed(mask))
    return DocSet(size, bits=np.bitwise_or.reduce(found))
