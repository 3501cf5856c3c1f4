"""The search for twins: pairs that may be one release, by what links them for sure and by shingles that are rare."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

import numpy as np

from index.twins.facts import SHINGLE, TwinFacts

DAYS_APART: Final = 3  # between two twins by likeness
_MOST_LINKED: Final = 6  # releases of one link; an address that more of them name is that of none of them
_MOST_SHARING: Final = 24  # releases of one shingle; one that more of them hold is a formula
_FEW: Final = 4  # shingles of a sample, of which one shared is enough to look closer
_LEAST_SHARED: Final = 0.4  # of the smaller sample: a pair that shares less hardly shares four fifths of its shingles


def pairs(facts: Mapping[str, TwinFacts]) -> Iterator[tuple[str, str, bool]]:
    """Give the pairs of ids that may be twins, each once, and whether a link says so; in the order of the ids given."""
    linked = set(_linked(facts))
    yield from ((first, second, True) for first, second in sorted(linked))
    for first, second in sorted(set(_alike(facts)) - linked):
        if _may_be_copies(facts[first], facts[second]):
            yield first, second, False


def _linked(facts: Mapping[str, TwinFacts]) -> Iterator[tuple[str, str]]:
    by_link: defaultdict[str, list[str]] = defaultdict(list)
    for name, one in facts.items():
        for link in one.links:
            by_link[link].append(name)
    for names in by_link.values():
        if 1 < len(names) <= _MOST_LINKED:
            yield from combinations(sorted(names), 2)


def _alike(facts: Mapping[str, TwinFacts]) -> Iterator[tuple[str, str]]:
    """Give the pairs whose samples share enough, counted over the shingles that few releases hold."""
    names = [name for name, one in facts.items() if one.sample and one.day]
    if not names:
        return
    sizes = np.array([len(facts[name].sample) // SHINGLE.itemsize for name in names])
    shingles = np.frombuffer(b"".join(facts[name].sample for name in names), SHINGLE)
    owners = np.repeat(np.arange(len(names)), sizes)
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
    for one, other in zip(ones[enough].tolist(), others[enough].tolist(), strict=True):
        yield min(names[one], names[other]), max(names[one], names[other])


def _may_be_copies(one: TwinFacts, other: TwinFacts) -> bool:
    """Say whether likeness may tell of two releases that they are one.

    Never of two by one office in one script: a notice of every day is more alike than copies are.
    """
    if abs(one.day - other.day) > DAYS_APART:
        return False
    return one.script != other.script or bool(one.origin and other.origin and one.origin != other.origin)
