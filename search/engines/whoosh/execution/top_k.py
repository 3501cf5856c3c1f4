"""Top k: the best documents of a set; bounds and float32 select who may be among them, float64 decides.

The bounds are those of MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995): a document
that reaches the k-th best score must score enough in every part whose absence no other part can make good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from search.array_types import Array, Bits, Floats, Ints
from search.engines.whoosh.execution.boolean_scorers import DisjunctionMaxScorer, DisjunctionScorer, MinimumMatchScorer
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.scorers import Scorer, TermScorer
from search.engines.whoosh.execution.segment_reader import SegmentReader

# The best are the same whatever the first four are: they only decide which way costs less.
_FEW: Final = 2048  # documents; so many are scored in float64 at once, which costs less than choosing among them
_SEEDS: Final = 1024  # documents; so many are scored to learn a bound of the k-th best score
_PARTS: Final = 16  # parts; of a sum of more, bounds tell little, and every document is scored
_BLOCK: Final = 128  # scores that share one maximum, where a bound of the k-th largest is looked for
MARGIN: Final = 1 - 1e-5  # relative error of float32 sums of a few hundred terms (each 6e-8) stays far within it


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """What multiplies the score of each document of a segment, and the largest of them."""

    values: Floats
    largest: float

    @classmethod
    def of(cls, values: Floats) -> Self:
        """Return the factors with their largest."""
        return cls(values, float(values.max(initial=0)))


def top_k(
    scorer: Scorer, segment: SegmentReader, documents: DocSet, limit: int, factors: Factors | None
) -> tuple[Ints, Floats]:
    """Return the `limit` best documents with their scores, best first; of equal ones the later in the segment.

    Without factors every score is multiplied by 1.
    """
    few = max(_FEW, limit)
    shortlist = _shortlist(scorer, segment, documents, limit, factors) if len(documents) > few else None
    numbers = documents.numbers if shortlist is None else shortlist
    if len(numbers) > few:
        numbers = numbers.take(_candidates(_rough_scores(scorer, segment, numbers, factors), limit))
    scores = scorer.scores(segment, numbers)
    if factors is not None:
        scores = scores * factors.values.take(numbers)
    return _ordered(numbers, scores, limit)


def _rough_scores(scorer: Scorer, segment: SegmentReader, numbers: Ints, factors: Factors | None) -> Array:
    scores = scorer.rough_scores(segment, numbers)
    return scores if factors is None else scores * factors.values.take(numbers).astype(np.float32)


def _shortlist(
    scorer: Scorer, segment: SegmentReader, documents: DocSet, limit: int, factors: Factors | None
) -> Ints | None:
    """Return documents of the set that all of the best are among, None where bounds do not tell."""
    if type(scorer) is TermScorer:
        if factors is None and len(documents) == scorer.max_count(segment):
            return _best_of_term(scorer, segment, limit)
        parts: tuple[Scorer, ...] = (scorer,)
    elif isinstance(scorer, DisjunctionScorer | MinimumMatchScorer) and type(scorer) is not DisjunctionMaxScorer:
        parts = scorer.parts
    else:
        return None
    bounds = [part.max_score(segment) for part in parts]
    total = sum(bounds)
    if not parts or len(parts) > _PARTS or total == float("inf"):
        return None
    shared = _shared(parts, segment, documents) if len(parts) > 1 else [documents]
    least = _least(scorer, segment, limit, factors, _seeds(scorer, segment, shared, limit))
    if least is None:
        return None
    needed = bounds.index(max(bounds))
    wanted = least - (total - bounds[needed]) / MARGIN
    if wanted > 0:  # no document is among the best without this part
        numbers = parts[needed].documents(segment).numbers
        numbers = numbers.take((parts[needed].rough_scores(segment, numbers) >= np.float32(wanted)).nonzero()[0])
        return numbers.take(documents.contains(numbers).nonzero()[0])
    together = _together(bounds, least)
    return shared[together - 1].numbers if together > 1 else None


def _best_of_term(scorer: TermScorer, segment: SegmentReader, limit: int) -> Ints:
    """Return the documents of a term that may be among its best; cached until its statistics change."""

    def make() -> Ints:
        numbers = scorer.documents(segment).numbers
        return numbers.take(_candidates(scorer.rough_scores(segment, numbers), limit))

    numbers: Ints = segment.cached("best", (scorer.field, scorer.word, limit, scorer.table.average), make)
    return numbers


def _shared(parts: tuple[Scorer, ...], segment: SegmentReader, documents: DocSet) -> list[DocSet]:
    """Return the documents of the set that match at least one of the parts, at least two, and so on."""
    levels: list[Bits] = []
    for part in parts:
        bits = part.documents(segment).bits & documents.bits
        levels.append(np.zeros_like(bits))
        for level in range(len(levels) - 1, 0, -1):
            levels[level] |= levels[level - 1] & bits
        levels[0] |= bits
    return [DocSet(segment.size, bits=level) for level in levels]


def _seeds(scorer: Scorer, segment: SegmentReader, shared: list[DocSet], limit: int) -> Ints:
    """Return a few documents that are likely to score much: the strongest of a term, or those of most parts."""
    if type(scorer) is TermScorer:
        strongest = _strongest(scorer, segment)
        return strongest.take(shared[0].contains(strongest).nonzero()[0])
    for level in reversed(shared):
        if len(level) >= limit:
            return level.numbers[-_SEEDS:]
    return shared[0].numbers


def _strongest(scorer: TermScorer, segment: SegmentReader) -> Ints:
    """Return some documents, few, in which a term weighs most; of equal ones the latest."""

    def make() -> Ints:
        scores = scorer.rough_scores(segment, numbers)
        return numbers.take((scores >= _bound(scores, _SEEDS // 4)).nonzero()[0][-_SEEDS:])

    numbers = scorer.documents(segment).numbers
    if len(numbers) <= _SEEDS:
        return numbers
    strongest: Ints = segment.cached("strongest", (scorer.field, scorer.word), make)
    return strongest


def _least(scorer: Scorer, segment: SegmentReader, limit: int, factors: Factors | None, seeds: Ints) -> float | None:
    """Return a score (without factor) that `limit` documents reach; None when the seeds are fewer."""
    if len(seeds) < limit:
        return None
    scores = _rough_scores(scorer, segment, seeds, factors)
    bound = float(np.partition(scores, len(scores) - limit)[len(scores) - limit]) * MARGIN
    return bound if factors is None else bound / factors.largest


def _together(bounds: list[float], least: float) -> int:
    """Return how many of the parts a document must match at least to reach a score."""
    reached = 0.0
    for number, bound in enumerate(sorted(bounds, reverse=True), 1):
        reached += bound
        if reached >= least * MARGIN:
            return number
    return len(bounds)


def _candidates(rough_scores: Array, limit: int) -> Ints:
    """Return the indices of the rough scores that may be among the best."""
    bound = _bound(rough_scores, limit)
    return (rough_scores >= np.float32(bound * MARGIN if bound > 0 else bound)).nonzero()[0]


def _bound(scores: Array, limit: int) -> float:
    """Return a lower bound of the limit-th largest score (there are more than that)."""
    if len(scores) > 32 * _BLOCK and limit * 4 < len(scores) // _BLOCK:
        scores = scores[: len(scores) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
    at = len(scores) - limit
    return float(np.partition(scores, at)[at])


def _ordered(numbers: Ints, scores: Floats, limit: int) -> tuple[Ints, Floats]:
    """Return the best by score, then by the later number."""
    if len(scores) > 2 * limit:
        at = len(scores) - limit
        bound = np.partition(scores, at)[at]
        chosen = (scores >= bound).nonzero()[0]
        if len(chosen) > 2 * limit:  # the last of equal ones will do
            equal = (scores == bound).nonzero()[0][-limit:]
            chosen = np.sort(np.concatenate(((scores > bound).nonzero()[0], equal)))
        numbers, scores = numbers.take(chosen), scores.take(chosen)
    numbers, scores = numbers[::-1], scores[::-1]
    order = (-scores).argsort(kind="stable")[:limit]
    return numbers.take(order), scores.take(order)
