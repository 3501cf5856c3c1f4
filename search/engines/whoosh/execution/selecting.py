"""The best documents of a set: float32 selects who may be among them, float64 decides."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.execution.bits import Ints
from search.engines.whoosh.execution.nodes import Node
from search.engines.whoosh.execution.segment import Segment
from search.engines.whoosh.execution.sets import Documents

Array = npt.NDArray[Any]
_FEW: Final = 2048  # so many documents are scored exactly at once
_BLOCK: Final = 128  # scores that share one maximum, when a bound of the k-th is looked for
MARGIN: Final = 1 - 1e-5  # float32 sums of a few hundred terms stay within it


def best(node: Node, segment: Segment, found: Documents, limit: int, factors: Array | None) -> tuple[Ints, Array]:
    """Return the `limit` best documents with their scores, best first; of equal ones the later in the segment.

    `factors` multiply the scores, by document; None is 1 each.
    """
    numbers = found.numbers
    if len(numbers) > max(_FEW, limit):
        rough = node.rough(segment, numbers)
        if factors is not None:
            rough = rough * factors.take(numbers).astype(np.float32)
        numbers = numbers.take(_candidates(rough, limit))
    scores = node.exact(segment, numbers)
    if factors is not None:
        scores = scores * factors.take(numbers)
    return _ordered(numbers, scores, limit)


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
        bound = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        above = (scores > bound).nonzero()[0]
        equal = (scores == bound).nonzero()[0]
        kept = np.concatenate((above, equal[len(above) - limit :] if limit > len(above) else equal[:0]))
        numbers, scores = numbers.take(kept), scores.take(kept)
    order = np.lexsort((-numbers, -scores))[:limit]
    return numbers.take(order), scores.take(order)
