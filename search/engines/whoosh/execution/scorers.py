"""What a query becomes: nodes that give, for one segment, the documents that match and what they score.

`exact` is the score in float64, which decides; `rough` the same in float32, which only selects. Both may give anything
for a document that does not match, unless the node is `bounded`: then they give 0. Sums of nodes are in `sums`, words
one after another in `sequence`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.postings import FieldPostings
from search.engines.whoosh.execution.bitset import Ints, Mask
from search.engines.whoosh.execution.bm25 import SaturationTable
from search.engines.whoosh.execution.docset import SPARSE, DocSet
from search.engines.whoosh.execution.segment_reader import SegmentReader, TermPostings

Array = npt.NDArray[Any]


class Scorer(ABC):
    """A query over one segment at a time."""

    bounded = True

    @abstractmethod
    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the live documents that match."""

    @abstractmethod
    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the score of documents (ascending), float64."""

    def rough(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return about the score of documents (ascending), float32."""
        return self.exact(segment, documents).astype(np.float32)

    def holds(self, segment: SegmentReader, documents: Ints) -> Mask:
        """Say which of the documents (ascending) match."""
        return self.documents(segment).mask.take(documents)

    def most(self, segment: SegmentReader) -> int:
        """Return how many documents can match at most."""
        return len(self.documents(segment))

    def bound(self, segment: SegmentReader) -> float:
        """Return what no document scores more than."""
        return float("inf")


class TermScorer(Scorer):
    """A term; its postings weigh `weight` times their saturation."""

    def __init__(self, field: str, word: bytes, weight: float, table: SaturationTable) -> None:
        self.field = field
        self.word = word
        self.weight = weight
        self.table = table

    def found(self, segment: SegmentReader) -> TermPostings | None:
        """Return the postings in a segment."""
        return segment.term(self.field, self.word)

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that hold the term."""
        term = segment.term(self.field, self.word)
        return term.set() if term is not None else nothing(segment)

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return idf times saturation."""
        term = segment.term(self.field, self.word)
        if term is None:
            return np.zeros(len(documents))
        codes = segment.codes(self.field).take(documents)
        return self.table.exact(term.weights_in(documents), codes) * self.weight

    def rough(self, segment: SegmentReader, documents: Ints) -> Array:
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

    def holds(self, segment: SegmentReader, documents: Ints) -> Mask:
        """Say which documents hold the term."""
        term = segment.term(self.field, self.word)
        return term.holds(documents) if term is not None else np.zeros(len(documents), bool)

    def most(self, segment: SegmentReader) -> int:
        """Return in how many documents the term is."""
        term = segment.term(self.field, self.word)
        return len(term.documents) if term is not None else 0

    def bound(self, segment: SegmentReader) -> float:
        """Return the weight of the strongest posting."""
        term = segment.term(self.field, self.word)
        return self.weight * term.most(self.table) if term is not None else 0.0


class ConstantScorer(Scorer):
    """The documents of a node, each with the same score."""

    bounded = False

    def __init__(self, part: Scorer, score: float) -> None:
        self.part = part
        self.score = score

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents of the node."""
        return self.part.documents(segment)

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the score."""
        return np.full(len(documents), self.score)

    def holds(self, segment: SegmentReader, documents: Ints) -> Mask:
        """Say which documents match the node."""
        return self.part.holds(segment, documents)

    def most(self, segment: SegmentReader) -> int:
        """Return what the node can match."""
        return self.part.most(segment)


class MatchAllScorer(Scorer):
    """Every live document, unscored."""

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return every live document."""
        return segment.everything

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return zeros."""
        return np.zeros(len(documents))

    def most(self, segment: SegmentReader) -> int:
        """Return how many live."""
        return segment.count


class PrefixScorer(Scorer):
    """The words of a field that begin so, unscored."""

    def __init__(self, field: str, start: bytes) -> None:
        self.field = field
        self.start = start

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that hold such a word."""
        postings: FieldPostings = segment.files.fields[self.field]
        low, high = postings.terms.beginning(self.start)
        numbers = postings.documents_of(low, high)
        if len(numbers) * SPARSE < segment.size:
            found = DocSet(segment.size, numbers=np.unique(numbers))
        else:
            mask = np.zeros(segment.size, bool)
            mask[numbers] = True
            found = DocSet(segment.size, mask=mask)
        return found if segment.live is None else found.within(segment.everything)

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return zeros."""
        return np.zeros(len(documents))

    def most(self, segment: SegmentReader) -> int:
        """Return how many postings such words have."""
        postings: FieldPostings = segment.files.fields[self.field]
        return postings.span(*postings.terms.beginning(self.start))


def nothing(segment: SegmentReader) -> DocSet:
    """Return no document."""
    return DocSet(segment.size, numbers=np.zeros(0, np.int64))
