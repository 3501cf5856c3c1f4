"""PhraseScorer: terms side by side, their positions compared slot by slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search.array_types import Array, Floats, Ints, Mask
from search.engines.whoosh.execution.boolean_scorers import ConjunctionScorer, DisjunctionScorer
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.scorers import Scorer, TermScorer
from search.engines.whoosh.execution.segment_reader import SegmentReader

_SHIFT: Final = 32  # bits of a position; a location is a document's rank among the candidates above them
_FIRST: Final = np.ones(1, bool)  # the first location always begins a document


class PhraseScorer(Scorer):
    """The documents where terms stand in turn, each at most `slop` positions after the one before it.

    Any of a slot's terms will do. With `before` the first must stand below that position. Scores are those
    of all terms of the slots.
    """

    zero_unmatched = False

    def __init__(self, slots: Sequence[Sequence[TermScorer]], slop: int = 1, before: int | None = None) -> None:
        self.slots = tuple(tuple(slot) for slot in slots)
        self.slop = slop
        self.before = before
        self._terms = DisjunctionScorer([term for slot in self.slots for term in slot])

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents where the terms stand so."""
        slots = [slot[0] if len(slot) == 1 else DisjunctionScorer(slot) for slot in self.slots]
        candidates = ConjunctionScorer(slots).documents(segment)
        if len(slots) == 1 and self.before is None:
            return candidates
        numbers = candidates.numbers
        if not len(numbers):
            return candidates
        ends = self._locations(segment, 0, numbers)
        if self.before is not None:
            ends = ends[(ends & ((1 << _SHIFT) - 1)) < self.before]
        for slot in range(1, len(slots)):
            if not len(ends):
                break
            ends = _following(ends, self._locations(segment, slot, numbers), self.slop)
        ranks = ends >> _SHIFT
        if len(ranks) > 1:
            ranks = ranks[np.concatenate((_FIRST, ranks[1:] != ranks[:-1]))]
        return DocSet(segment.size, numbers=numbers.take(ranks))

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return the scores of the terms."""
        return self._terms.scores(segment, documents)

    def rough_scores(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the scores of the terms."""
        return self._terms.rough_scores(segment, documents)

    def max_count(self, segment: SegmentReader) -> int:
        """Return how many the rarest slot can match."""
        return min(sum(term.max_count(segment) for term in slot) for slot in self.slots)

    def _locations(self, segment: SegmentReader, slot: int, numbers: Ints) -> Ints:
        """Return the locations of a slot's terms in the documents, ascending."""
        by_term = []
        for scorer in self.slots[slot]:
            term = scorer.postings(segment)
            if term is None:
                continue
            if len(self.slots[slot]) > 1:
                ranks = term.contains(numbers).nonzero()[0]
                at = term.documents.searchsorted(numbers.take(ranks))
            else:
                ranks = np.arange(len(numbers))
                at = ranks if numbers is term.documents else term.documents.searchsorted(numbers)
            positions, frequencies = term.positions(at)
            locations = np.repeat(ranks << _SHIFT, frequencies)
            locations += positions
            by_term.append(locations)
        if len(by_term) == 1:
            return by_term[0]
        return np.sort(np.concatenate(by_term)) if by_term else np.zeros(0, np.int64)


def _following(ends: Ints, locations: Ints, slop: int) -> Ints:
    """Return the locations that come at most `slop` after one of the ends (both ascending)."""
    if slop == 1:
        wanted = ends + 1
        small, large = (wanted, locations) if len(wanted) <= len(locations) else (locations, wanted)
        if not len(small):
            return small
        at = large.searchsorted(small)
        at[at == len(large)] = 0
        same: Mask = large.take(at) == small
        return small.take(same.nonzero()[0])
    before = ends.searchsorted(locations) - 1
    near: Ints = locations[(before >= 0) & (locations - ends.take(np.maximum(before, 0)) <= slop)]
    return near
