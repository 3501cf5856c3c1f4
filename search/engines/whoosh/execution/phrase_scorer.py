"""Words one after another: places of terms, compared slot by slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search.engines.whoosh.execution.bitset import Ints, Mask
from search.engines.whoosh.execution.boolean_scorers import ConjunctionScorer, DisjunctionScorer
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.scorers import Array, Scorer, TermScorer
from search.engines.whoosh.execution.segment_reader import SegmentReader

_SHIFT: Final = 32  # a place is a document's rank above so many bits, and the position below
_FIRST: Final = np.ones(1, bool)


class PhraseScorer(Scorer):
    """Words one after another, each at most `slop` positions after the one before it; any of a slot's terms will do.

    With `before` the first word must stand below that position. Scores are those of all terms of the slots.
    """

    bounded = False

    def __init__(self, slots: Sequence[Sequence[TermScorer]], slop: int = 1, before: int | None = None) -> None:
        self.slots = tuple(tuple(slot) for slot in slots)
        self.slop = slop
        self.before = before
        self._terms = DisjunctionScorer([term for slot in self.slots for term in slot])

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents where the words stand so."""
        slots = [slot[0] if len(slot) == 1 else DisjunctionScorer(slot) for slot in self.slots]
        candidates = ConjunctionScorer(slots).documents(segment)
        if len(slots) == 1 and self.before is None:
            return candidates
        numbers = candidates.numbers
        if not len(numbers):
            return candidates
        ends = self._places(segment, 0, numbers)
        if self.before is not None:
            ends = ends[(ends & ((1 << _SHIFT) - 1)) < self.before]
        for slot in range(1, len(slots)):
            if not len(ends):
                break
            ends = _following(ends, self._places(segment, slot, numbers), self.slop)
        ranks = ends >> _SHIFT
        if len(ranks) > 1:
            ranks = ranks[np.concatenate((_FIRST, ranks[1:] != ranks[:-1]))]
        return DocSet(segment.size, numbers=numbers.take(ranks))

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the scores of the terms."""
        return self._terms.exact(segment, documents)

    def rough(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the scores of the terms."""
        return self._terms.rough(segment, documents)

    def most(self, segment: SegmentReader) -> int:
        """Return what the rarest slot can match."""
        return min(sum(term.most(segment) for term in slot) for slot in self.slots)

    def _places(self, segment: SegmentReader, slot: int, numbers: Ints) -> Ints:
        """Return the places of a slot's terms in the documents, ascending."""
        found = []
        for node in self.slots[slot]:
            term = node.found(segment)
            if term is None:
                continue
            if len(self.slots[slot]) > 1:
                ranks = term.holds(numbers).nonzero()[0]
                at = term.documents.searchsorted(numbers.take(ranks))
            else:
                ranks = np.arange(len(numbers))
                at = ranks if numbers is term.documents else term.documents.searchsorted(numbers)
            positions, often = term.places(at)
            places = np.repeat(ranks << _SHIFT, often)
            places += positions
            found.append(places)
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _following(ends: Ints, places: Ints, slop: int) -> Ints:
    """Return the places that come at most `slop` after one of the ends (both ascending)."""
    if slop == 1:
        wanted = ends + 1
        small, large = (wanted, places) if len(wanted) <= len(places) else (places, wanted)
        if not len(small):
            return small
        at = large.searchsorted(small)
        at[at == len(large)] = 0
        same: Mask = large.take(at) == small
        return small.take(same.nonzero()[0])
    before = ends.searchsorted(places) - 1
    found: Ints = places[(before >= 0) & (places - ends.take(np.maximum(before, 0)) <= slop)]
    return found
