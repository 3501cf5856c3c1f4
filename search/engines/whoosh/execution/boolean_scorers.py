"""Nodes over other nodes: any of them, the best of them, all of them, so many of them; scores add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engines.whoosh.execution.bitset import Ints, Mask
from search.engines.whoosh.execution.docset import DocSet, union
from search.engines.whoosh.execution.scorers import Array, Scorer, nothing
from search.engines.whoosh.execution.segment_reader import SegmentReader


class _Several(Scorer):
    def __init__(self, parts: Sequence[Scorer]) -> None:
        self.parts = tuple(parts)


class DisjunctionScorer(_Several):
    """Any of the parts; their scores add up."""

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that match a part."""
        return union([part.documents(segment) for part in self.parts]) if self.parts else nothing(segment)

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the sum of the parts."""
        return self._sum(segment, documents, np.zeros(len(documents)), exact=True)

    def rough(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the sum of the parts."""
        return self._sum(segment, documents, np.zeros(len(documents), np.float32), exact=False)

    def holds(self, segment: SegmentReader, documents: Ints) -> Mask:
        """Say which documents match a part."""
        found = np.zeros(len(documents), bool)
        for part in self.parts:
            found |= part.holds(segment, documents)
        return found

    def most(self, segment: SegmentReader) -> int:
        """Return the sum of what the parts can match."""
        return sum(part.most(segment) for part in self.parts)

    def bound(self, segment: SegmentReader) -> float:
        """Return the sum of the bounds."""
        return sum(part.bound(segment) for part in self.parts)

    def _sum(self, segment: SegmentReader, documents: Ints, score: Array, *, exact: bool) -> Array:
        for part in self.parts:
            score += _score(part, segment, documents, exact=exact)
        return score


class DisjunctionMaxScorer(DisjunctionScorer):
    """Any of the parts; the best score counts."""

    def _sum(self, segment: SegmentReader, documents: Ints, score: Array, *, exact: bool) -> Array:
        for part in self.parts:
            np.maximum(score, _score(part, segment, documents, exact=exact), out=score)
        return score

    def bound(self, segment: SegmentReader) -> float:
        """Return the most that a part gives."""
        return max((part.bound(segment) for part in self.parts), default=0.0)


class ConjunctionScorer(_Several):
    """All of the parts, none of the forbidden; parts and optional parts add up."""

    bounded = False

    def __init__(
        self, parts: Sequence[Scorer], forbidden: Sequence[Scorer] = (), optional: Sequence[Scorer] = ()
    ) -> None:
        super().__init__(parts)
        self.forbidden = tuple(forbidden)
        self.optional = tuple(optional)

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that match every part."""
        if not self.parts:
            found = segment.everything
        elif len(self.parts) == 1:
            found = self.parts[0].documents(segment)
        else:
            first, *others = sorted(self.parts, key=lambda part: part.most(segment))
            numbers = first.documents(segment).numbers
            for part in others:
                if not len(numbers):
                    break
                numbers = numbers.take(part.holds(segment, numbers).nonzero()[0])
            found = DocSet(segment.size, numbers=numbers)
        for part in self.forbidden:
            found = found.without(part.documents(segment))
        return found

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the sum of the parts and of those optional parts that match."""
        score = np.zeros(len(documents))
        for part in self.parts:
            score += part.exact(segment, documents)
        for part in self.optional:
            score += _score(part, segment, documents, exact=True)
        return score

    def rough(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the sum of the parts and of those optional parts that match."""
        score = np.zeros(len(documents), np.float32)
        for part in self.parts:
            score += part.rough(segment, documents)
        for part in self.optional:
            score += _score(part, segment, documents, exact=False)
        return score

    def most(self, segment: SegmentReader) -> int:
        """Return what the rarest part can match."""
        return min((part.most(segment) for part in self.parts), default=segment.count)


class MinimumMatchScorer(_Several):
    """At least so many of the parts; those that match add up."""

    bounded = False

    def __init__(self, parts: Sequence[Scorer], least: int) -> None:
        super().__init__(parts)
        self.least = least

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that match enough parts."""
        held = np.zeros(segment.size, np.uint16)
        for part in self.parts:
            held[part.documents(segment).numbers] += 1
        return DocSet(segment.size, mask=held >= self.least)

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the sum of the parts that match."""
        score = np.zeros(len(documents))
        for part in self.parts:
            score += _score(part, segment, documents, exact=True)
        return score


class FilteredScorer(Scorer):
    """The documents that two scorers match, with the scores of the first; `implied`: the second's are all such."""

    bounded = False

    def __init__(self, scored: Scorer, restricting: Scorer, *, implied: bool = False) -> None:
        self.scored = scored
        self.restricting = restricting
        self.implied = implied

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that match both."""
        if self.implied:
            return self.restricting.documents(segment)
        return ConjunctionScorer((self.scored, self.restricting)).documents(segment)

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the scores of the one that scores."""
        return self.scored.exact(segment, documents)

    def rough(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the scores of the one that scores."""
        return self.scored.rough(segment, documents)


def _score(part: Scorer, segment: SegmentReader, documents: Ints, *, exact: bool) -> Array:
    """Return a part's scores, 0 where it does not match."""
    score = part.exact(segment, documents) if exact else part.rough(segment, documents)
    return score if part.bounded else np.where(part.holds(segment, documents), score, 0)
