"""The search for twins: pairs that may be one release, by what links them for sure and by shingles that are rare."""

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Final

import numpy as np

from index.twins.table import TwinTable
from search.array_types import Array, Ints, Mask

DAYS_APART: Final = 3  # between two twins by likeness
_MOST_LINKED: Final = 6  # releases of one link; an address that more of them name is that of none of them
_MOST_SHARING: Final = 24  # releases of one shingle; one that more of them hold is a formula
_FEW: Final = 4  # shingles of a sample, of which one shared is enough to look closer
_LEAST_SHARED: Final = 0.4  # of the smaller sample: a pair that shares less hardly shares four fifths of its shingles
_SLOTS: Final = 1 << 20  # of the table by which shingles that nobody asks for are left out


def pairs(table: TwinTable, wanted: Collection[str]) -> Iterator[tuple[str, str, bool]]:
    """Give the pairs of ids that may be twins, of which one is `wanted`, each once, and whether a link says so.

    The ids of a pair ascend; those that a link joins come first, both kinds in the order of their ids.
    """
    asked = np.fromiter((name in wanted for name in table.names), bool, len(table))
    if not asked.any():
        return
    linked = _named(_linked(table, asked), table)
    yield from ((first, second, True) for first, second in linked)
    known = set(linked)
    yield from ((*pair, False) for pair in _named(_alike(table, asked), table) if pair not in known)


def _named(rows: Ints, table: TwinTable) -> list[tuple[str, str]]:
    """Return the ids of pairs of rows, sorted."""
    named = ((table.names[one], table.names[other]) for one, other in rows.tolist())
    return sorted({(min(pair), max(pair)) for pair in named})


def _linked(table: TwinTable, asked: Mask) -> Ints:
    """Return the pairs of rows that a link joins which few rows have."""
    owners = np.repeat(np.arange(len(table)), table.link_counts)
    found = [
        rows[asked[rows].any(axis=1)][:, pair]
        for rows in _sharing(table.links, owners, _MOST_LINKED)
        for pair in combinations(range(rows.shape[1]), 2)
    ]
    every = np.concatenate([np.empty((0, 2), np.int64), *found])
    wanted: Ints = every[asked[every].any(axis=1)]
    return wanted


def _alike(table: TwinTable, asked: Mask) -> Ints:
    """Return the pairs of rows whose samples share enough, counted over the shingles that few releases hold."""
    owners = np.repeat(np.arange(len(table)), table.sample_counts)
    dated = (table.days > 0)[owners]
    shingles, owners = table.samples[dated], owners[dated]
    if not asked.all():
        shingles, owners = _near(shingles, owners, asked)
    # only what few hold is counted on both sides: a channel's footer stands in every message of it
    sharing = list(_sharing(shingles, owners, _MOST_SHARING))
    sizes = np.zeros(len(table), np.int64)
    found = [np.empty(0, np.int64)]
    for rows in sharing:
        sizes += np.bincount(rows.ravel(), minlength=len(table))
        for one, other in combinations(range(rows.shape[1]), 2):
            ones, others = rows[:, one], rows[:, other]
            may = _may_be_copies(table, ones, others) & (asked[ones] | asked[others])
            found.append(ones[may] * len(table) + others[may])
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    ones, others = codes // len(table), codes % len(table)
    smaller = np.minimum(sizes[ones], sizes[others])
    enough = counts >= np.maximum(np.where(smaller < _FEW, 1, 2), _LEAST_SHARED * smaller)
    return np.stack([ones[enough], others[enough]], axis=1)


def _sharing(values: Array, owners: Ints, most: int) -> Iterator[Ints]:
    """Give the owners of each value that at most so many have: a matrix for each number of owners, ascending in a row.

    Of values that one alone has, too: a matrix of one column.
    """
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else order
    lengths = np.diff(np.append(starts, len(values)))
    for length in range(1, most + 1):
        yield owners[starts[lengths == length][:, None] + np.arange(length)]


def _near(shingles: Array, owners: Ints, asked: Mask) -> tuple[Array, Ints]:
    """Leave out the shingles that neither a row that is asked for holds nor one that shares a rare one with it.

    All of those that stay are there: how many releases hold one, and how many one of these releases holds, can be
    counted.
    """
    slots = shingles % _SLOTS
    of_asked = _held(slots, asked[owners])
    _, kinds, counts = np.unique(shingles[of_asked], return_inverse=True, return_counts=True)
    near = np.zeros(len(asked), bool)
    near[owners[of_asked][counts[kinds] <= _MOST_SHARING]] = True
    of_near = _held(slots, near[owners])
    return shingles[of_near], owners[of_near]


def _held(slots: Array, given: Mask) -> Mask:
    """Say which slots are one of the given."""
    held = np.zeros(_SLOTS, bool)
    held[slots[given]] = True
    found: Mask = held[slots]
    return found


def _may_be_copies(table: TwinTable, ones: Ints, others: Ints) -> Mask:
    """Say of pairs of rows whether likeness may tell that they are one release.

    Never of two by one office in one script: a notice of every day is more alike than copies are.
    """
    days, scripts, origins = table.days, table.scripts, table.origin_numbers
    near: Mask = np.abs(days[ones] - days[others]) <= DAYS_APART
    named = np.array([bool(name) for name in table.origins], bool)
    elsewhere = (origins[ones] != origins[others]) & named[origins[ones]] & named[origins[others]]
    near &= (scripts[ones] != scripts[others]) | elsewhere
    return near
