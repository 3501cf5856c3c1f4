"""Bitsets: sets of documents as bits, 64 to an element; bits beyond the segment's size are 0."""

from typing import Final

import numpy as np

from search.array_types import Array, Bits, Ints, Mask

_BELOW: Final = (np.uint64(1) << np.arange(64, dtype=np.uint64)) - np.uint64(1)  # for each bit those below it


def packed(mask: Mask) -> Bits:
    """Return a mask as bits."""
    room = np.zeros((len(mask) + 63) // 64 * 8, np.uint8)
    room[: (len(mask) + 7) // 8] = np.packbits(mask, bitorder="little")
    return room.view(np.uint64)


def unpacked(bits: Bits, size: int) -> Mask:
    """Return bits as a mask of `size` documents."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def contains(bits: Bits, numbers: Ints) -> Mask:
    """Say which of the numbers are among the bits."""
    among: Mask = bits.view(np.uint8).take(numbers >> 3) >> (numbers & 7).astype(np.uint8) & 1 > 0
    return among


def count(bits: Bits) -> int:
    """Return how many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def ends(bits: Bits) -> tuple[int, int]:
    """Return the numbers of the first and the last bit that is set; one at least is."""
    elements = bits.nonzero()[0]
    first, last = int(elements[0]), int(elements[-1])
    low, high = int(bits[first]), int(bits[last])
    return first * 64 + (low & -low).bit_length() - 1, last * 64 + high.bit_length() - 1


def shared_counts(rows: Array, bits: Bits) -> Ints:
    """Return how many bits each row (of shape rows × elements) shares with these."""
    counts: Ints = np.bitwise_count(rows & bits).sum(axis=1, dtype=np.int64)
    return counts


def counts_below(bits: Bits, bounds: Ints) -> Ints:
    """Return how many bits are set below each of the bounds."""
    totals = np.zeros(len(bits) + 1, np.int64)
    np.cumsum(np.bitwise_count(bits), dtype=np.int64, out=totals[1:])
    elements = bounds >> 6
    counts = totals.take(elements)
    inside = np.minimum(elements, len(bits) - 1)  # a bound may be the end; a segment has one document at least
    return counts + np.where(elements < len(bits), np.bitwise_count(bits.take(inside) & _BELOW.take(bounds & 63)), 0)


def clipped(bits: Bits, low: int, high: int) -> Bits:
    """Return the bits from `low` up to `high`, the others 0."""
    inside = np.zeros_like(bits)
    first, last = low >> 6, high >> 6
    inside[first:last] = bits[first:last]
    if high & 63:
        inside[last] = bits[last] & _BELOW[high & 63]
    if low & 63 and first < len(bits):
        inside[first] &= ~_BELOW[low & 63]
    return inside
