"""What a query becomes: nodes that give, for one segment, the documents that match and what they score.

`exact` is the score in float64, which decides; `rough` the same in float32, which only selects. Both may give anything
for a document that does not match, unless the node is `bounded`: then they give 0.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.postings import FieldPostings
from search.engines.whoosh.execution.bits import Ints, Mask
from search.engines.whoosh.execution.segment import Segment, Term
from search.engines.whoosh.execution.sets import SPARSE, Documents, union
from search.engines.whoosh.execution.weighting import Table

Array = npt.NDArray[Any]
_SHIFT: Final = 32  # a place is a document's rank above so many bits, and the position below


class Node(ABC):
    """A query over one segment at a time."""

    bounded = True

    @abstractmethod
    def documents(self, segment: Segment) -> Documents:
        """Return the live documents that match."""

    @abstractmethod
    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return the score of documents (ascending), float64."""

    def rough(self, segment: Segment, documents: Ints) -> Array:
        """Return about the score of documents (ascending), float32."""
        return self.exact(segment, documents).astype(np.float32)

    def holds(self, segment: Segment, documents: Ints) -> Mask:
        """Say which of the documents (ascending) match."""
        return self.documents(segment).mask.take(documents)

    def most(self, segment: Segment) -> int:
        """Return how many documents can match at most."""
        return len(self.documents(segment))

    def bound(self, segment: Segment) -> float:
        """Return what no document scores more than."""
        return float("inf")


class TermNode(Node):
    """A term; its postings weigh `weight` times their saturation."""

    def __init__(self, field: str, word: bytes, weight: float, table: Table) -> None:
        self.field = field
        self.word = word
        self.weight = weight
        self.table = table

    def found(self, segment: Segment) -> Term | None:
        """Return the postings in a segment."""
        return segment.term(self.field, self.word)

    def documents(self, segment: Segment) -> Documents:
        """Return the documents that hold the term."""
        term = segment.term(self.field, self.word)
        return term.set() if term is not None else nothing(segment)

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return idf times saturation."""
        term = segment.term(self.field, self.word)
        if term is None:
            return np.zeros(len(documents))
        codes = segment.codes(self.field).take(documents)
        return self.table.exact(term.weights_in(documents), codes) * self.weight

    def rough(self, segment: Segment, documents: Ints) -> Array:
        """Return the same from the small table, or from the impacts that are kept."""
        term = segment.term(self.field, self.word)
        if term is None:
            return np.zeros(len(documents), np.float32)
        if documents is term.documents:
            return term.impacts(self.table) * np.float32(self.weight)
        weights = term.weights_in(documents)
        codes = segment.codes(self.field).take(documents)
        if weights.dtype != np.uint8:
            return (self.table.exact(weights, codes) * self.weight).astype(np.float32)
        return self.table.small.take((weights.astype(np.uint16) << 8) | codes) * np.float32(self.weight)

    def holds(self, segment: Segment, documents: Ints) -> Mask:
        """Say which documents hold the term."""
        term = segment.term(self.field, self.word)
        return term.holds(documents) if term is not None else np.zeros(len(documents), bool)

    def most(self, segment: Segment) -> int:
        """Return in how many documents the term is."""
        term = segment.term(self.field, self.word)
        return len(term.documents) if term is not None else 0

    def bound(self, segment: Segment) -> float:
        """Return the weight of the strongest posting."""
        term = segment.term(self.field, self.word)
        return self.weight * term.most(self.table) if term is not None else 0.0


class _Several(Node):
    def __init__(self, parts: Sequence[Node]) -> None:
        self.parts = tuple(parts)


class AnyNode(_Several):
    """Any of the parts; their scores add up."""

    def documents(self, segment: Segment) -> Documents:
        """Return the documents that match a part."""
        return union([part.documents(segment) for part in self.parts]) if self.parts else nothing(segment)

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return the sum of the parts."""
        return self._sum(segment, documents, np.zeros(len(documents)), exact=True)

    def rough(self, segment: Segment, documents: Ints) -> Array:
        """Return the sum of the parts."""
        return self._sum(segment, documents, np.zeros(len(documents), np.float32), exact=False)

    def holds(self, segment: Segment, documents: Ints) -> Mask:
        """Say which documents match a part."""
        found = np.zeros(len(documents), bool)
        for part in self.parts:
            found |= part.holds(segment, documents)
        return found

    def most(self, segment: Segment) -> int:
        """Return the sum of what the parts can match."""
        return sum(part.most(segment) for part in self.parts)

    def bound(self, segment: Segment) -> float:
        """Return the sum of the bounds."""
        return sum(part.bound(segment) for part in self.parts)

    def _sum(self, segment: Segment, documents: Ints, score: Array, *, exact: bool) -> Array:
        for part in self.parts:
            score += _score(part, segment, documents, exact=exact)
        return score


class BestNode(AnyNode):
    """Any of the parts; the best score counts."""

    def _sum(self, segment: Segment, documents: Ints, score: Array, *, exact: bool) -> Array:
        for part in self.parts:
            np.maximum(score, _score(part, segment, documents, exact=exact), out=score)
        return score

    def bound(self, segment: Segment) -> float:
        """Return the most that a part gives."""
        return max((part.bound(segment) for part in self.parts), default=0.0)


class AllNode(_Several):
    """All of the parts, none of the forbidden; parts and optional parts add up."""

    bounded = False

    def __init__(self, parts: Sequence[Node], forbidden: Sequence[Node] = (), optional: Sequence[Node] = ()) -> None:
        super().__init__(parts)
        self.forbidden = tuple(forbidden)
        self.optional = tuple(optional)

    def documents(self, segment: Segment) -> Documents:
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
            found = Documents(segment.size, numbers=numbers)
        for part in self.forbidden:
            found = found.without(part.documents(segment))
        return found

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return the sum of the parts and of those optional parts that match."""
        score = np.zeros(len(documents))
        for part in self.parts:
            score += part.exact(segment, documents)
        for part in self.optional:
            score += _score(part, segment, documents, exact=True)
        return score

    def rough(self, segment: Segment, documents: Ints) -> Array:
        """Return the sum of the parts and of those optional parts that match."""
        score = np.zeros(len(documents), np.float32)
        for part in self.parts:
            score += part.rough(segment, documents)
        for part in self.optional:
            score += _score(part, segment, documents, exact=False)
        return score

    def most(self, segment: Segment) -> int:
        """Return what the rarest part can match."""
        return min((part.most(segment) for part in self.parts), default=segment.count)


class SeveralNode(_Several):
    """At least so many of the parts; those that match add up."""

    bounded = False

    def __init__(self, parts: Sequence[Node], least: int) -> None:
        super().__init__(parts)
        self.least = least

    def documents(self, segment: Segment) -> Documents:
        """Return the documents that match enough parts."""
        held = np.zeros(segment.size, np.uint16)
        for part in self.parts:
            held[part.documents(segment).numbers] += 1
        return Documents(segment.size, mask=held >= self.least)

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return the sum of the parts that match."""
        score = np.zeros(len(documents))
        for part in self.parts:
            score += _score(part, segment, documents, exact=True)
        return score


class ScoredNode(Node):
    """The documents of one node with the scores of another, times `weight`."""

    bounded = False

    def __init__(self, scored: Node, restricting: Node, weight: float = 1.0) -> None:
        self.scored = scored
        self.restricting = restricting
        self.weight = weight

    def documents(self, segment: Segment) -> Documents:
        """Return the documents that match both."""
        return AllNode((self.scored, self.restricting)).documents(segment)

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return the scores of the one that scores."""
        return self.scored.exact(segment, documents) * self.weight

    def rough(self, segment: Segment, documents: Ints) -> Array:
        """Return the scores of the one that scores."""
        return self.scored.rough(segment, documents) * np.float32(self.weight)


class ConstantNode(Node):
    """The documents of a node, each with the same score."""

    bounded = False

    def __init__(self, part: Node, score: float) -> None:
        self.part = part
        self.score = score

    def documents(self, segment: Segment) -> Documents:
        """Return the documents of the node."""
        return self.part.documents(segment)

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return the score."""
        return np.full(len(documents), self.score)

    def holds(self, segment: Segment, documents: Ints) -> Mask:
        """Say which documents match the node."""
        return self.part.holds(segment, documents)

    def most(self, segment: Segment) -> int:
        """Return what the node can match."""
        return self.part.most(segment)


class EverythingNode(Node):
    """Every live document, unscored."""

    def documents(self, segment: Segment) -> Documents:
        """Return every live document."""
        return segment.everything

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return zeros."""
        return np.zeros(len(documents))

    def most(self, segment: Segment) -> int:
        """Return how many live."""
        return segment.count


class PrefixNode(Node):
    """The words of a field that begin so, unscored."""

    def __init__(self, field: str, start: bytes) -> None:
        self.field = field
        self.start = start

    def documents(self, segment: Segment) -> Documents:
        """Return the documents that hold such a word."""
        postings: FieldPostings = segment.files.fields[self.field]
        low, high = postings.words.beginning(self.start)
        numbers = postings.documents_of(low, high)
        if len(numbers) * SPARSE < segment.size:
            found = Documents(segment.size, numbers=np.unique(numbers))
        else:
            mask = np.zeros(segment.size, bool)
            mask[numbers] = True
            found = Documents(segment.size, mask=mask)
        return found if segment.live is None else found.within(segment.everything)

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return zeros."""
        return np.zeros(len(documents))

    def most(self, segment: Segment) -> int:
        """Return how many postings such words have."""
        postings: FieldPostings = segment.files.fields[self.field]
        return postings.span(*postings.words.beginning(self.start))


class SequenceNode(Node):
    """Words one after another, each at most `slop` positions after the one before it; any of a slot's terms will do.

    With `before` the first word must stand below that position. Scores are those of all terms of the slots.
    """

    bounded = False

    def __init__(self, slots: Sequence[Sequence[TermNode]], slop: int = 1, before: int | None = None) -> None:
        self.slots = tuple(tuple(slot) for slot in slots)
        self.slop = slop
        self.before = before
        self._terms = AnyNode([term for slot in self.slots for term in slot])

    def documents(self, segment: Segment) -> Documents:
        """Return the documents where the words stand so."""
        slots = [slot[0] if len(slot) == 1 else AnyNode(slot) for slot in self.slots]
        candidates = AllNode(slots).documents(segment)
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
        return Documents(segment.size, numbers=numbers.take(ranks))

    def exact(self, segment: Segment, documents: Ints) -> Array:
        """Return the scores of the terms."""
        return self._terms.exact(segment, documents)

    def rough(self, segment: Segment, documents: Ints) -> Array:
        """Return the scores of the terms."""
        return self._terms.rough(segment, documents)

    def most(self, segment: Segment) -> int:
        """Return what the rarest slot can match."""
        return min(sum(term.most(segment) for term in slot) for slot in self.slots)

    def _places(self, segment: Segment, slot: int, numbers: Ints) -> Ints:
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


_FIRST: Final = np.ones(1, bool)


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


def nothing(segment: Segment) -> Documents:
    """Return no document."""
    return Documents(segment.size, numbers=np.zeros(0, np.int64))


def _score(part: Node, segment: Segment, documents: Ints, *, exact: bool) -> Array:
    """Return a part's scores, 0 where it does not match."""
    score = part.exact(segment, documents) if exact else part.rough(segment, documents)
    return score if part.bounded else np.where(part.holds(segment, documents), score, 0)
