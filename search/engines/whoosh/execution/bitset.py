"""Sets of documents as bits, 64 to a word."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Array = npt.NDArray[Any]

_BELOW: Final = (np.uint64(1) << np.arange(64, dtype=np.uint64)) - np.uint64(1)  # the bits below each


def packed(mask: Mask) -> Bits:
    """Return a mask as bits; those beyond its end are 0."""
    room = np.zeros((len(mask) + 63) // 64 * 8, np.uint8)
    room[: (len(mask) + 7) // 8] = np.packbits(mask, bitorder="little")
    return room.view(np.uint64)


def unpacked(bits: Bits, size: int) -> Mask:
    """Return bits as a mask of `size` documents."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def held(bits: Bits, numbers: Ints) -> Mask:
    """Say which of the numbers are among the bits."""
    found: Mask = bits.view(np.uint8).take(numbers >> 3) >> (numbers & 7).astype(np.uint8) & 1 > 0
    return found


def count(bits: Bits) -> int:
    """Return how many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def ends(bits: Bits) -> tuple[int, int]:
    """Return the first and the last bit that is set; one at least is."""
    words = bits.nonzero()[0]
    first, last = int(words[0]), int(words[-1])
    low, high = int(bits[first]), int(bits[last])
    return first * 64 + (low & -low).bit_length() - 1, last * 64 + high.bit_length() - 1


def counts(rows: Array, bits: Bits) -> Ints:
    """Return how many bits each row shares with these."""
    found: Ints = np.bitwise_count(rows & bits).sum(axis=1, dtype=np.int64)
    return found


def below(bits: Bits, bounds: Ints) -> Ints:
    """Return how many bits are set below each of the bounds."""
    totals = np.zeros(len(bits) + 1, np.int64)
    np.cumsum(np.bitwise_count(bits), dtype=np.int64, out=totals[1:])
    words = bounds >> 6
    found = totals.take(words)
    inside = np.minimum(words, len(bits) - 1) if len(bits) else words
    return found + np.where(words < len(bits), np.bitwise_count(bits.take(inside) & _BELOW.take(bounds & 63)), 0)


def clipped(bits: Bits, low: int, high: int) -> Bits:
    """Return the bits from `low` up to `high`."""
    found = np.zeros_like(bits)
    first, last = low >> 6, high >> 6
    found[first:last] = bits[first:last]
    if high & 63:
        found[last] = bits[last] & _BELOW[high & 63]
    if low & 63 and first < len(bits):
        found[first] &= ~_BELOW[low & 63]
    return found
