"""The search for twins: pairs that may be one release, by what links them for sure and by shingles that are rare."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Final

import numpy as np

from index.twins.facts import SHINGLE, TwinFacts
from search.array_types import Array, Ints, Mask

DAYS_APART: Final = 3  # between two twins by likeness
_MOST_LINKED: Final = 6  # releases of one link; an address that more of them name is that of none of them
_MOST_SHARING: Final = 24  # releases of one shingle; one that more of them hold is a formula
_FEW: Final = 4  # shingles of a sample, of which one shared is enough to look closer
_LEAST_SHARED: Final = 0.4  # of the smaller sample: a pair that shares less hardly shares four fifths of its shingles
_SLOTS: Final = 1 << 20  # of the table by which shingles that nobody asks for are left out


def pairs(facts: Mapping[str, TwinFacts], wanted: Collection[str]) -> Iterator[tuple[str, str, bool]]:
    """Give the pairs of ids that may be twins, of which one is `wanted`, each once, and whether a link says so.

    The ids of a pair ascend; those that a link joins come first, both kinds in the order of their ids.
    """
    among = facts.keys() & set(wanted)
    linked = set(_linked(facts, among))
    yield from ((first, second, True) for first, second in sorted(linked))
    for first, second in sorted(set(_alike(facts, among)) - linked):
        if _may_be_copies(facts[first], facts[second]):
            yield first, second, False


def _linked(facts: Mapping[str, TwinFacts], wanted: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    links = {link for name in wanted for link in facts[name].links}
    by_link: defaultdict[str, list[str]] = defaultdict(list)
    for name, one in facts.items():
        for link in one.links:
            if link in links:
                by_link[link].append(name)
    for names in by_link.values():
        if 1 < len(names) <= _MOST_LINKED:
            yield from (pair for pair in combinations(sorted(names), 2) if pair[0] in wanted or pair[1] in wanted)


def _alike(facts: Mapping[str, TwinFacts], wanted: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Give the pairs whose samples share enough, counted over the shingles that few releases hold."""
    names = [name for name, one in facts.items() if one.sample and one.day]
    is_wanted = np.fromiter((name in wanted for name in names), bool, len(names))
    if not is_wanted.any():
        return
    sizes = np.array([len(facts[name].sample) // SHINGLE.itemsize for name in names])
    shingles = np.frombuffer(b"".join(facts[name].sample for name in names), SHINGLE)
    owners = np.repeat(np.arange(len(names)), sizes)
    if not is_wanted.all():
        shingles, owners = _near(shingles, owners, is_wanted)
    order = np.lexsort((owners, shingles))
    shingles, owners = shingles[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], shingles[1:] != shingles[:-1])))
    lengths = np.diff(np.append(starts, len(shingles)))
    # only what few hold is counted on both sides: a channel's footer stands in every message of it
    rare = np.repeat(lengths <= _MOST_SHARING, lengths)
    sizes = np.bincount(owners[rare], minlength=len(names))
    found = []
    for length in range(2, _MOST_SHARING + 1):
        rows = owners[starts[lengths == length][:, None] + np.arange(length)]
        for first, second in combinations(range(length), 2):
            found.append(rows[:, first] * len(names) + rows[:, second])
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    ones, others = codes // len(names), codes % len(names)
    smaller = np.minimum(sizes[ones], sizes[others])
    enough = counts >= np.maximum(np.where(smaller < _FEW, 1, 2), _LEAST_SHARED * smaller)
    enough &= is_wanted[ones] | is_wanted[others]
    for one, other in zip(ones[enough].tolist(), others[enough].tolist(), strict=True):
        yield min(names[one], names[other]), max(names[one], names[other])


def _near(shingles: Array, owners: Ints, is_wanted: Mask) -> tuple[Array, Ints]:
    """Leave out the shingles that neither a wanted release holds nor one that shares a rare one with it.

    All of those that stay are there: how many releases hold one, and how many one of these releases holds, can be
    counted.
    """
    slots = shingles % _SLOTS
    asked = _asked(slots, is_wanted[owners])
    _, kinds, counts = np.unique(shingles[asked], return_inverse=True, return_counts=True)
    near = np.zeros(len(is_wanted), bool)
    near[owners[asked][counts[kinds] <= _MOST_SHARING]] = True
    asked = _asked(slots, near[owners])
    return shingles[asked], owners[asked]


def _asked(slots: Array, given: Mask) -> Mask:
    """Say which slots are one of the given."""
    asked = np.zeros(_SLOTS, bool)
    asked[slots[given]] = True
    found: Mask = asked[slots]
    return found


def _may_be_copies(one: TwinFacts, other: TwinFacts) -> bool:
    """Say whether likeness may tell of two releases that they are one.

    Never of two by one office in one script: a notice of every day is more alike than copies are.
    """
    if abs(one.day - other.day) > DAYS_APART:
        return False
    return one.script != other.script or bool(one.origin and other.origin and one.origin != other.origin)
