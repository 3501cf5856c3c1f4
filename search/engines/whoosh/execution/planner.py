"""Whoosh's query objects → nodes over arrays, and what no node is for → Whoosh's own matchers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from whoosh import query

from search.engines.whoosh.compat.whoosh_queries import Adjoining, AtLeast, Best, Within, Without
from search.engines.whoosh.execution.bitset import Ints
from search.engines.whoosh.execution.bm25 import SaturationTable
from search.engines.whoosh.execution.boolean_scorers import (
    ConjunctionScorer,
    DisjunctionMaxScorer,
    DisjunctionScorer,
    FilteredScorer,
    MinimumMatchScorer,
)
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.phrase_scorer import PhraseScorer
from search.engines.whoosh.execution.scorers import (
    Array,
    ConstantScorer,
    MatchAllScorer,
    PrefixScorer,
    Scorer,
    TermScorer,
    nothing,
)
from search.engines.whoosh.execution.segment_reader import SegmentReader

Rarity = Callable[[str, bytes], float]
Matchers = Callable[[query.Query, SegmentReader], tuple[list[int], list[float]]]
_PREFIX_SCORE: Final = 1.0
_NOT_SCORE: Final = 1.0  # as Whoosh has it


class Planner:
    """Makes nodes of queries for one generation; `others` runs what no node is for."""

    def __init__(self, rarity: Rarity, table: Callable[[str], SaturationTable], others: Matchers) -> None:
        self._rarity = rarity
        self._table = table
        self._others = others

    def plan(self, asked: query.Query, boost: float = 1.0) -> Scorer:
        """Return the node of a query; `boost` multiplies its scores."""
        boost *= getattr(asked, "boost", 1.0)
        kind = type(asked)
        if kind is query.Term:
            return self._term(asked.fieldname, asked.text, boost)
        if kind is query.And:
            forbidden = [part.banned for part in asked.subqueries if type(part) is Without]
            required = [part for part in asked.subqueries if type(part) is not Without]
            return (
                ConjunctionScorer(self._plans(required, boost), self._plans(forbidden, 1.0))
                if asked.subqueries
                else DisjunctionScorer(())
            )
        if kind is query.Or and not asked.minmatch:
            return DisjunctionScorer(self._plans(asked.subqueries, boost))
        if kind is Best:
            return DisjunctionMaxScorer(self._plans(asked.subqueries, boost))
        if kind is AtLeast:
            return MinimumMatchScorer(self._plans(asked.subqueries, boost), asked.least)
        if kind is Without:
            return ConstantScorer(ConjunctionScorer((), (self.plan(asked.banned),)), 0.0)
        if kind is query.Not:
            return ConstantScorer(ConjunctionScorer((), (self.plan(asked.query),)), _NOT_SCORE)
        if kind is query.AndNot:
            return ConjunctionScorer((self.plan(asked.a, boost),), (self.plan(asked.b),))
        if kind is query.AndMaybe:
            return ConjunctionScorer((self.plan(asked.a, boost),), (), (self.plan(asked.b, boost),))
        if kind is Within:
            return FilteredScorer(self.plan(asked.scored, boost), self.plan(asked.restricting))
        if kind is query.Phrase:
            slots = [[self._term(asked.fieldname, word, boost)] for word in asked.words]
            return PhraseScorer(slots, asked.slop) if slots else DisjunctionScorer(())
        if kind is Adjoining:
            slots = [[self._term(asked.fieldname, word, 0.0) for word in slot] for slot in asked.slots]
            return ConstantScorer(PhraseScorer(slots, before=asked.before), 0.0)
        if kind is query.Prefix:
            return ConstantScorer(PrefixScorer(asked.fieldname, _bytes(asked.text)), _PREFIX_SCORE * boost)
        if kind is query.ConstantScoreQuery:
            return ConstantScorer(self.plan(asked.child), asked.score * boost)
        if kind is query.Every and asked.fieldname in (None, "*"):
            return ConstantScorer(MatchAllScorer(), boost)
        if asked is query.NullQuery:
            return DisjunctionScorer(())
        return WhooshScorer(asked, boost, self._others)

    def _plans(self, parts: Sequence[query.Query], boost: float) -> list[Scorer]:
        return [self.plan(part, boost) for part in parts]

    def _term(self, field: str, text: str | bytes, boost: float) -> TermScorer:
        word = _bytes(text)
        return TermScorer(field, word, self._rarity(field, word) * boost, self._table(field))


class WhooshScorer(Scorer):
    """A query that no node is for, run by Whoosh's own matchers, one posting at a time."""

    def __init__(self, asked: query.Query, boost: float, run: Matchers) -> None:
        self._asked = asked
        self._boost = boost
        self._run = run
        self._found: dict[SegmentReader, tuple[Ints, Array]] = {}

    def documents(self, segment: SegmentReader) -> DocSet:
        """Return what Whoosh finds."""
        numbers, _ = self._matched(segment)
        return DocSet(segment.size, numbers=numbers) if len(numbers) else nothing(segment)

    def exact(self, segment: SegmentReader, documents: Ints) -> Array:
        """Return what Whoosh scores."""
        numbers, scores = self._matched(segment)
        found = np.zeros(segment.size)
        found[numbers] = scores
        return found.take(documents) * self._boost

    def _matched(self, segment: SegmentReader) -> tuple[Ints, Array]:
        found = self._found.get(segment)
        if found is None:
            numbers, scores = self._run(self._asked, segment)
            found = self._found[segment] = (np.array(numbers, np.int64), np.array(scores, np.float64))
        return found


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
