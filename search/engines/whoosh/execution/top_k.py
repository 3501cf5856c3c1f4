"""The best documents of a set: bounds and float32 select who may be among them, float64 decides.

The bounds are those of MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995): a document
that reaches the k-th best score must score enough in every part whose absence no other part can make good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.execution.bitset import Bits, Ints
from search.engines.whoosh.execution.boolean_scorers import DisjunctionMaxScorer, DisjunctionScorer, MinimumMatchScorer
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.scorers import Scorer, TermScorer
from search.engines.whoosh.execution.segment_reader import SegmentReader

Array = npt.NDArray[Any]
_FEW: Final = 2048  # so many documents are scored exactly at once
_SEEDS: Final = 1024  # so many documents are scored to learn a bound
_PARTS: Final = 16  # sums of more parts are scored whole
_BLOCK: Final = 128  # scores that share one maximum, when a bound of the k-th is looked for
MARGIN: Final = 1 - 1e-5  # float32 sums of a few hundred terms stay within it


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """What multiplies the score of each document of a segment, and the largest of them."""

    values: Array
    most: float

    @classmethod
    def of(cls, values: Array) -> Self:
        """Return the factors with their largest."""
        return cls(values, float(values.max(initial=0)))


def best(
    node: Scorer, segment: SegmentReader, found: DocSet, limit: int, factors: Factors | None
) -> tuple[Ints, Array]:
    """Return the `limit` best documents with their scores, best first; of equal ones the later in the segment.

    Without factors every score is multiplied by 1.
    """
    few = max(_FEW, limit)
    chosen = _shortlist(node, segment, found, limit, factors) if len(found) > few else None
    numbers = found.numbers if chosen is None else chosen
    if len(numbers) > few:
        numbers = numbers.take(_candidates(_rough(node, segment, numbers, factors), limit))
    scores = node.exact(segment, numbers)
    if factors is not None:
        scores = scores * factors.values.take(numbers)
    return _ordered(numbers, scores, limit)


def _rough(node: Scorer, segment: SegmentReader, numbers: Ints, factors: Factors | None) -> Array:
    rough = node.rough(segment, numbers)
    return rough if factors is None else rough * factors.values.take(numbers).astype(np.float32)


def _shortlist(node: Scorer, segment: SegmentReader, found: DocSet, limit: int, factors: Factors | None) -> Ints | None:
    """Return documents of the set that all of the best are among, None where bounds do not tell."""
    if type(node) is TermScorer:
        if factors is None and len(found) == node.most(segment):
            return _best_of_term(node, segment, limit)
        parts: tuple[Scorer, ...] = (node,)
    elif isinstance(node, DisjunctionScorer | MinimumMatchScorer) and type(node) is not DisjunctionMaxScorer:
        parts = node.parts
    else:
        return None
    bounds = [part.bound(segment) for part in parts]
    total = sum(bounds)
    if not parts or len(parts) > _PARTS or total == float("inf"):
        return None
    shared = _shared(parts, segment, found) if len(parts) > 1 else [found]
    least = _least(node, segment, limit, factors, _seeds(node, segment, shared, limit))
    if least is None:
        return None
    needed = bounds.index(max(bounds))
    wanted = least - (total - bounds[needed]) / MARGIN
    if wanted > 0:  # no document is among the best without this part
        own = parts[needed].documents(segment).numbers
        own = own.take((parts[needed].rough(segment, own) >= np.float32(wanted)).nonzero()[0])
        return own.take(found.has(own).nonzero()[0])
    together = _together(bounds, least)
    return shared[together - 1].numbers if together > 1 else None


def _best_of_term(node: TermScorer, segment: SegmentReader, limit: int) -> Ints:
    """Return the documents of a term that may be among its best; known until its statistics change."""

    def make() -> Ints:
        numbers = node.documents(segment).numbers
        return numbers.take(_candidates(node.rough(segment, numbers), limit))

    found: Ints = segment.kept("best", (node.field, node.word, limit, node.table.average), make)
    return found


def _shared(parts: tuple[Scorer, ...], segment: SegmentReader, found: DocSet) -> list[DocSet]:
    """Return the documents of the set that match at least one of the parts, at least two, and so on."""
    levels: list[Bits] = []
    for part in parts:
        own = part.documents(segment).bits & found.bits
        levels.append(np.zeros_like(own))
        for level in range(len(levels) - 1, 0, -1):
            levels[level] |= levels[level - 1] & own
        levels[0] |= own
    return [DocSet(segment.size, bits=level) for level in levels]


def _seeds(node: Scorer, segment: SegmentReader, shared: list[DocSet], limit: int) -> Ints:
    """Return a few documents that are likely to score much: the strongest of a term, or those of most parts."""
    if type(node) is TermScorer:
        strongest = _strongest(node, segment)
        return strongest.take(shared[0].has(strongest).nonzero()[0])
    for own in reversed(shared):
        if len(own) >= limit:
            return own.numbers[-_SEEDS:]
    return shared[0].numbers


def _strongest(node: TermScorer, segment: SegmentReader) -> Ints:
    """Return some documents, few, in which a term weighs most; of equal ones the latest."""

    def make() -> Ints:
        scores = node.rough(segment, numbers)
        return numbers.take((scores >= _bound(scores, _SEEDS // 4)).nonzero()[0][-_SEEDS:])

    numbers = node.documents(segment).numbers
    if len(numbers) <= _SEEDS:
        return numbers
    strongest: Ints = segment.kept("strongest", (node.field, node.word), make)
    return strongest


def _least(node: Scorer, segment: SegmentReader, limit: int, factors: Factors | None, seeds: Ints) -> float | None:
    """Return a score (without factor) that `limit` documents reach; None when the seeds are fewer."""
    if len(seeds) < limit:
        return None
    scores = _rough(node, segment, seeds, factors)
    bound = float(np.partition(scores, len(scores) - limit)[len(scores) - limit]) * MARGIN
    return bound if factors is None else bound / factors.most


def _together(bounds: list[float], least: float) -> int:
    """Return how many of the parts a document must match at least to reach a score."""
    reached = 0.0
    for number, bound in enumerate(sorted(bounds, reverse=True), 1):
        reached += bound
        if reached >= least * MARGIN:
            return number
    return len(bounds)


def _candidates(rough: Array, limit: int) -> Ints:
    """Return who may be among the best by their rough scores."""
    bound = _bound(rough, limit)
    return (rough >= np.float32(bound * MARGIN if bound > 0 else bound)).nonzero()[0]


def _bound(scores: Array, limit: int) -> float:
    """Return a lower bound of the limit-th largest score (there are more than that)."""
    if len(scores) > 32 * _BLOCK and limit * 4 < len(scores) // _BLOCK:
        scores = scores[: len(scores) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
    at = len(scores) - limit
    return float(np.partition(scores, at)[at])


def _ordered(numbers: Ints, scores: Array, limit: int) -> tuple[Ints, Array]:
    """Return the best by score, then by the later number."""
    if len(scores) > 2 * limit:
        at = len(scores) - limit
        bound = np.partition(scores, at)[at]
        kept = (scores >= bound).nonzero()[0]
        if len(kept) > 2 * limit:  # the last of equal ones will do
            equal = (scores == bound).nonzero()[0][-limit:]
            kept = np.sort(np.concatenate(((scores > bound).nonzero()[0], equal)))
        numbers, scores = numbers.take(kept), scores.take(kept)
    numbers, scores = numbers[::-1], scores[::-1]
    order = (-scores).argsort(kind="stable")[:limit]
    return numbers.take(order), scores.take(order)
