"""Scorers over other scorers: any of them, the best, all, or so many of them; their scores add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.array_types import Array, Floats, Ints, Mask
from search.engines.whoosh.execution.docset import DocSet, union
from search.engines.whoosh.execution.scorers import Scorer, nothing
from search.engines.whoosh.execution.segment_reader import SegmentReader


class _Several(Scorer):
    def __init__(self, parts: Sequence[Scorer]) -> None:
        self.parts = tuple(parts)


class DisjunctionScorer(_Several):
    """Any of the parts; their scores add up."""

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that match a part."""
        return union([part.documents(segment) for part in self.parts]) if self.parts else nothing(segment)

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return the sum of the parts."""
        return self._sum(segment, documents, np.zeros(len(documents)), exact=True)

    def rough_scores(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the sum of the parts."""
        return self._sum(segment, documents, np.zeros(len(documents), np.float32), exact=False)

    def matches(self, segment: SegmentReader, documents: Ints) -> Mask:
        """Say which documents match a part."""
        matching = np.zeros(len(documents), bool)
        for part in self.parts:
            matching |= part.matches(segment, documents)
        return matching

    def max_count(self, segment: SegmentReader) -> int:
        """Return the sum of how many the parts can match."""
        return sum(part.max_count(segment) for part in self.parts)

    def max_score(self, segment: SegmentReader) -> float:
        """Return the sum of the largest scores."""
        return sum(part.max_score(segment) for part in self.parts)

    def _sum(self, segment: SegmentReader, documents: Ints, score: Array, *, exact: bool) -> Array:
        for part in self.parts:
            score += _scores(part, segment, documents, exact=exact)
        return score


class DisjunctionMaxScorer(DisjunctionScorer):
    """Any of the parts; the best score counts."""

    def _sum(self, segment: SegmentReader, documents: Ints, score: Array, *, exact: bool) -> Array:
        for part in self.parts:
            np.maximum(score, _scores(part, segment, documents, exact=exact), out=score)
        return score

    def max_score(self, segment: SegmentReader) -> float:
        """Return the largest score of a part."""
        return max((part.max_score(segment) for part in self.parts), default=0.0)


class ConjunctionScorer(_Several):
    """All of the parts, none of the forbidden; parts and optional parts add up."""

    zero_unmatched = False

    def __init__(
        self, parts: Sequence[Scorer], forbidden: Sequence[Scorer] = (), optional: Sequence[Scorer] = ()
    ) -> None:
        super().__init__(parts)
        self.forbidden = tuple(forbidden)
        self.optional = tuple(optional)

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that match every part."""
        if not self.parts:
            matching = segment.everything
        elif len(self.parts) == 1:
            matching = self.parts[0].documents(segment)
        else:
            first, *others = sorted(self.parts, key=lambda part: part.max_count(segment))
            numbers = first.documents(segment).numbers
            for part in others:
                if not len(numbers):
                    break
                numbers = numbers.take(part.matches(segment, numbers).nonzero()[0])
            matching = DocSet(segment.size, numbers=numbers)
        for part in self.forbidden:
            matching = matching.without(part.documents(segment))
        return matching

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return the sum of the parts and of those optional parts that match."""
        score = np.zeros(len(documents))
        for part in self.parts:
            score += part.scores(segment, documents)
        for part in self.optional:
            score += _scores(part, segment, documents, exact=True)
        return score

    def rough_scores(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the sum of the parts and of those optional parts that match."""
        score = np.zeros(len(documents), np.float32)
        for part in self.parts:
            score += part.rough_scores(segment, documents)
        for part in self.optional:
            score += _scores(part, segment, documents, exact=False)
        return score

    def max_count(self, segment: SegmentReader) -> int:
        """Return how many the rarest part can match."""
        return min((part.max_count(segment) for part in self.parts), default=segment.count)


class MinimumMatchScorer(_Several):
    """At least so many of the parts; those that match add up."""

    zero_unmatched = False

    def __init__(self, parts: Sequence[Scorer], least: int) -> None:
        super().__init__(parts)
        self.least = least

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that match enough parts."""
        counts = np.zeros(segment.size, np.uint16)  # of parts, by document
        for part in self.parts:
            counts[part.documents(segment).numbers] += 1
        return DocSet(segment.size, mask=counts >= self.least)

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return the sum of the parts that match."""
        score = np.zeros(len(documents))
        for part in self.parts:
            score += _scores(part, segment, documents, exact=True)
        return score


class FilteredScorer(Scorer):
    """The documents that two scorers match, with the scores of the first; `implied`: the second's are all such."""

    zero_unmatched = False

    def __init__(self, scored: Scorer, restricting: Scorer, *, implied: bool = False) -> None:
        self.scored = scored
        self.restricting = restricting
        self.implied = implied

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that match both."""
        if self.implied:
            return self.restricting.documents(segment)
        return ConjunctionScorer((self.scored, self.restricting)).documents(segment)

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return the scores of the one that scores."""
        return self.scored.scores(segment, documents)

    def rough_scores(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the scores of the one that scores."""
        return self.scored.rough_scores(segment, documents)


def _scores(part: Scorer, segment: SegmentReader, documents: Ints, *, exact: bool) -> Array:
    """Return a part's scores, 0 where it does not match."""
    score = part.scores(segment, documents) if exact else part.rough_scores(segment, documents)
    return score if part.zero_unmatched else np.where(part.matches(segment, documents), score, 0)
