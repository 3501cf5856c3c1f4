"""The compiler: a plan, filters and what is withdrawn as queries of the cluster.

What does not score stands in a filter, whose score is 0; the cluster adds up and takes the best as the plan does.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, Final

from search import plan as plans
from search.engines.opensearch.mapping import DAY, ID, facet_field, weighted_field
from search.engines.opensearch.tokens import fit
from search.facets.selection import Filters, Selection
from search.plan import Plan
from search.ranking import HALF_LIFE, RECENCY

Dsl = dict[str, Any]
NONE: Final[Dsl] = {"match_none": {}}
_IDS_AT_ONCE: Final = 10_000  # of a list of ids: the cluster takes 65,536 values a clause


def compiled(plan: Plan) -> Dsl:
    """Return the query of a plan, which matches and scores as the plan does, without the releases' factors."""
    match plan:
        case plans.Everything():
            return _unscored({"match_all": {}})
        case plans.Term(field, text, weight):
            return {"term": {weighted_field(field): {"value": fit(text), "boost": weight}}}
        case plans.Prefix(field, text):
            return _unscored({"prefix": {field: {"value": fit(text)}}})
        case plans.Phrase(field, slots, before):
            return _unscored(_phrase(field, slots, before))
        case plans.Constant(part, score):
            return {"constant_score": {"filter": compiled(part), "boost": score}}
        case plans.Filtered(scored, by):
            return {"bool": {"must": [compiled(scored)], "filter": [compiled(by)]}}
        case plans.Any(parts):
            return {"bool": {"should": _each(parts), "minimum_should_match": 1}} if parts else NONE
        case plans.Best(parts):
            return {"dis_max": {"queries": _each(parts), "tie_breaker": 0.0}} if parts else NONE
        case plans.AtLeast(parts, least):
            return {"bool": {"should": _each(parts), "minimum_should_match": least}} if parts else NONE
        case plans.All(parts, forbidden, optional):
            return _all(parts, forbidden, optional)


def _all(parts: Sequence[Plan], forbidden: Sequence[Plan], optional: Sequence[Plan]) -> Dsl:
    return {
        "bool": {
            "must": _each(parts),
            "must_not": _each(forbidden),
            "should": _each(optional),
            "filter": [] if parts else [{"match_all": {}}],
            "minimum_should_match": 0,
        }
    }


def _each(parts: Sequence[Plan]) -> list[Dsl]:
    return [compiled(part) for part in parts]


def _unscored(query: Dsl) -> Dsl:
    return {"bool": {"filter": [query]}}


def _phrase(field: str, slots: Sequence[Sequence[str]], before: int | None) -> Dsl:
    if not all(slots):
        return NONE
    clauses = [_slot(field, slot) for slot in slots]
    near: Dsl = {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}} if len(clauses) > 1 else clauses[0]
    if before is None:
        return near
    return {"span_first": {"match": near, "end": before - 1 + len(slots)}}


def _slot(field: str, terms: Sequence[str]) -> Dsl:
    spans = [{"span_term": {field: fit(term)}} for term in terms]
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}}


def with_factor(query: Dsl, newest: int) -> Dsl:
    """Return a query whose scores have the factor of each release; `newest` is the day of the newest.

    The two parts of an undated release's factor are left out, which makes it 1.
    """
    dated = {"exists": {"field": DAY}}
    decay = {DAY: {"origin": newest, "scale": HALF_LIFE, "decay": 0.5}}
    functions = [
        {"filter": dated, "weight": RECENCY, "exp": decay},
        {"filter": dated, "weight": 1 - RECENCY / 2},
    ]
    return {"function_score": {"query": query, "functions": functions, "score_mode": "sum", "boost_mode": "multiply"}}


def narrowed(query: Dsl, filters: Filters, withdrawn: Collection[str]) -> Dsl:
    """Return a query of which only what passes the filters is left, and nothing that is withdrawn."""
    passing = [*_days(filters), *(_selection(name, chosen) for name, chosen in filters.selections)]
    gone = sorted(withdrawn)
    left_out = [{"terms": {ID: gone[start : start + _IDS_AT_ONCE]}} for start in range(0, len(gone), _IDS_AT_ONCE)]
    if not passing and not left_out:
        return query
    return {"bool": {"must": [query], "filter": passing, "must_not": left_out}}


def _days(filters: Filters) -> list[Dsl]:
    if filters.undated:
        return [{"bool": {"must_not": [{"exists": {"field": DAY}}]}}]
    if not (filters.start or filters.end):
        return []
    bounds = {"gte": _ordinal(filters.start), "lte": _ordinal(filters.end)}
    return [{"range": {DAY: {name: day for name, day in bounds.items() if day is not None}}}]


def _ordinal(day: dt.date | None) -> int | None:
    return day.toordinal() if day else None


def _selection(name: str, chosen: Selection) -> Dsl:
    included = _values(name, chosen.include)
    return {
        "bool": {
            "should": included,
            "minimum_should_match": 1 if included else 0,
            "must_not": _values(name, chosen.exclude),
        }
    }


def _values(name: str, values: Collection[str | None]) -> list[Dsl]:
    field = facet_field(name)
    named = sorted(fit(value) for value in values if value is not None)
    queries: list[Dsl] = [{"terms": {field: named}}] if named else []
    return [*queries, without(name)] if None in values else queries


def without(name: str) -> Dsl:
    """Return the query of the releases that have no value of a facet."""
    return {"bool": {"must_not": [{"exists": {"field": facet_field(name)}}]}}
