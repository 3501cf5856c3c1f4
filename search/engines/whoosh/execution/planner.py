"""Planner: the plan of a search to scorers over the arrays of one generation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search import plan as plans
from search.engines.whoosh.execution.bm25 import SaturationTable
from search.engines.whoosh.execution.boolean_scorers import (
    ConjunctionScorer,
    DisjunctionMaxScorer,
    DisjunctionScorer,
    FilteredScorer,
    MinimumMatchScorer,
)
from search.engines.whoosh.execution.phrase_scorer import PhraseScorer
from search.engines.whoosh.execution.scorers import (
    ConstantScorer,
    MatchAllScorer,
    PrefixScorer,
    Scorer,
    TermScorer,
)
from search.plan import Plan

Tables = Callable[[str], SaturationTable]  # a field's


def scorer_of(plan: Plan, tables: Tables) -> Scorer:
    """Return the scorer of a plan; `tables` gives the saturation table of a field."""
    match plan:
        case plans.Term(field, text, weight):
            return TermScorer(field, text.encode(), weight, tables(field))
        case plans.Any(parts):
            return DisjunctionScorer(_scorers(parts, tables))
        case plans.Best(parts):
            return DisjunctionMaxScorer(_scorers(parts, tables))
        case plans.All(parts, forbidden, optional):
            return ConjunctionScorer(*(_scorers(some, tables) for some in (parts, forbidden, optional)))
        case plans.AtLeast(parts, least):
            return MinimumMatchScorer(_scorers(parts, tables), least)
        case plans.Filtered(scored, by):
            return FilteredScorer(scorer_of(scored, tables), scorer_of(by, tables), implied=_implies(by, scored))
        case plans.Phrase(field, slots, before):
            terms = [[TermScorer(field, text.encode(), 0.0, tables(field)) for text in slot] for slot in slots]
            return ConstantScorer(PhraseScorer(terms, before=before), 0.0)
        case plans.Prefix(field, text):
            return PrefixScorer(field, text.encode())
        case plans.Constant(part, score):
            return ConstantScorer(scorer_of(part, tables), score)
        case plans.Everything():
            return MatchAllScorer()


def _scorers(parts: Sequence[Plan], tables: Tables) -> list[Scorer]:
    return [scorer_of(part, tables) for part in parts]


def _implies(by: Plan, scored: Plan) -> bool:
    """Say whether whatever `by` matches matches `scored`: a phrase, and any of the terms of one of its slots."""
    if not isinstance(by, plans.Phrase) or not isinstance(scored, plans.Any):
        return False
    terms = {(part.field, part.text) for part in scored.parts if isinstance(part, plans.Term)}
    return any(all((by.field, text) in terms for text in slot) for slot in by.slots)
