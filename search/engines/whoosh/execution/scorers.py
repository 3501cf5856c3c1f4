"""Scorers: for one segment at a time, the documents that a part of a plan matches, and what they score.

    documents      the documents that match             DocSet, live documents only
    matches        which of some documents match        mask
    scores         their scores, which decide           float64
    rough_scores   about the same, to select by         float32, within `top_k.MARGIN`
    max_count      how many can match at most           a number of documents, to order parts by
    max_score      what none scores more than           a score, infinite where no bound is known

Documents that are given ascend. For one that does not match, scores may be anything, unless the scorer is
`zero_unmatched`: then they are 0. Scorers over other scorers are in `boolean_scorers`, phrases in `phrase_scorer`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from search.array_types import Array, Floats, Ints, Mask
from search.engines.whoosh.codec.postings import FieldPostings
from search.engines.whoosh.execution.bm25 import SaturationTable
from search.engines.whoosh.execution.docset import SPARSE, DocSet
from search.engines.whoosh.execution.segment_reader import SegmentReader, TermPostings


class Scorer(ABC):
    """A part of a plan over one segment at a time; the table above says what its methods mean."""

    zero_unmatched = True

    @abstractmethod
    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the live documents that match."""

    @abstractmethod
    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return the scores of documents."""

    def rough_scores(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return about the scores of documents, float32."""
        return self.scores(segment, documents).astype(np.float32)

    def matches(self, segment: SegmentReader, documents: Ints) -> Mask:
        """Say which of the documents match."""
        return self.documents(segment).mask.take(documents)

    def max_count(self, segment: SegmentReader) -> int:
        """Return how many documents can match at most."""
        return len(self.documents(segment))

    def max_score(self, segment: SegmentReader) -> float:
        """Return a score that no document exceeds."""
        return float("inf")


class TermScorer(Scorer):
    """The documents that hold a term; each scores `weight` times the saturation of its posting."""

    def __init__(self, field: str, word: bytes, weight: float, table: SaturationTable) -> None:
        self.field = field
        self.word = word
        self.weight = weight
        self.table = table

    def postings(self, segment: SegmentReader) -> TermPostings | None:
        """Return the postings in a segment."""
        return segment.term(self.field, self.word)

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that hold the term."""
        term = segment.term(self.field, self.word)
        return term.doc_set() if term is not None else nothing(segment)

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return weight times saturation."""
        term = segment.term(self.field, self.word)
        if term is None:
            return np.zeros(len(documents))
        codes = segment.codes(self.field).take(documents)
        return self.table.saturations(term.weights_in(documents), codes) * self.weight

    def rough_scores(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return the same from the table of float32, or from the impacts that are cached."""
        term = segment.term(self.field, self.word)
        if term is None:
            return np.zeros(len(documents), np.float32)
        if documents is term.documents:
            return term.impacts(self.table) * np.float32(self.weight)
        weights = term.weights_in(documents)
        codes = segment.codes(self.field).take(documents)
        if weights.dtype != np.uint8:
            return (self.table.saturations(weights, codes) * self.weight).astype(np.float32)
        return self.table.float32.take((weights.astype(np.uint16) << 8) | codes) * np.float32(self.weight)

    def matches(self, segment: SegmentReader, documents: Ints) -> Mask:
        """Say which documents hold the term."""
        term = segment.term(self.field, self.word)
        return term.contains(documents) if term is not None else np.zeros(len(documents), bool)

    def max_count(self, segment: SegmentReader) -> int:
        """Return in how many documents the term is."""
        term = segment.term(self.field, self.word)
        return len(term.documents) if term is not None else 0

    def max_score(self, segment: SegmentReader) -> float:
        """Return the weight of the strongest posting."""
        term = segment.term(self.field, self.word)
        return self.weight * term.max_impact(self.table) if term is not None else 0.0


class ConstantScorer(Scorer):
    """The documents of another scorer, each with the same score."""

    zero_unmatched = False

    def __init__(self, part: Scorer, score: float) -> None:
        self.part = part
        self.score = score

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents of the other scorer."""
        return self.part.documents(segment)

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return the score."""
        return np.full(len(documents), self.score)

    def matches(self, segment: SegmentReader, documents: Ints) -> Mask:
        """Say which documents the other scorer matches."""
        return self.part.matches(segment, documents)

    def max_count(self, segment: SegmentReader) -> int:
        """Return how many the other scorer can match."""
        return self.part.max_count(segment)


class MatchAllScorer(Scorer):
    """Every live document, unscored."""

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return every live document."""
        return segment.everything

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return zeros."""
        return np.zeros(len(documents))

    def max_count(self, segment: SegmentReader) -> int:
        """Return how many documents live."""
        return segment.count


class PrefixScorer(Scorer):
    """The documents that hold a term of a field that begins so, unscored."""

    def __init__(self, field: str, start: bytes) -> None:
        self.field = field
        self.start = start

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return the documents that hold such a term."""
        postings: FieldPostings = segment.files.fields[self.field]
        low, high = postings.terms.beginning(self.start)
        numbers = postings.documents_of(low, high)
        if len(numbers) * SPARSE < segment.size:
            documents = DocSet(segment.size, numbers=np.unique(numbers))
        else:
            mask = np.zeros(segment.size, bool)
            mask[numbers] = True
            documents = DocSet(segment.size, mask=mask)
        return documents if segment.live is None else documents.within(segment.everything)

    def scores(self, segment: SegmentReader, documents: Ints) -> Floats:
        """Return zeros."""
        return np.zeros(len(documents))

    def max_count(self, segment: SegmentReader) -> int:
        """Return how many postings such terms have."""
        postings: FieldPostings = segment.files.fields[self.field]
        return postings.span(*postings.terms.beginning(self.start))


def nothing(segment: SegmentReader) -> DocSet:
    """Return no document."""
    return DocSet(segment.size, numbers=np.zeros(0, np.int64))
