"""Ragged arrays: runs of different lengths, one after another in one array."""

import numpy as np

from search.array_types import Array, Ints, Mask


def runs(starts: Array, counts: Array) -> Ints:
    """Return the indices `starts[i]` … `starts[i] + counts[i] - 1` of every run, one after another."""
    lengths = counts.astype(np.int64, copy=False)
    ends = lengths.cumsum()
    indices: Ints = np.arange(int(ends[-1]) if len(ends) else 0)
    indices += np.repeat(starts - (ends - lengths), lengths)
    return indices


def before(counts: Array) -> Ints:
    """Return the sum of the counts before each, and of all: one element more than there are counts."""
    sums = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=sums[1:])
    return sums


def renumbered(numbers: Array, count: int) -> tuple[Ints, Array]:
    """Return which of `count` numbers are in use, ascending, and each of the given as its place among those."""
    used = np.zeros(count, bool)
    used[numbers] = True
    places = np.cumsum(used, dtype=np.uint32) - np.uint32(1)
    return np.flatnonzero(used), places[numbers]


def any_in(mask: Array, bounds: Ints) -> Mask:
    """Say of each run, from one bound to the next, whether the mask is true anywhere in it."""
    sums = before(mask)
    found: Mask = sums[bounds[1:]] > sums[bounds[:-1]]
    return found
