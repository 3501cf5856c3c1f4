"""Filters among the words of a query: soha:energetika, -hudud:samarqand, sana:2026-03, manba:"Markaziy bank"."""

import datetime as dt
from typing import Final

from search.facets.selection import DATE, MISSING, Choice
from search.facets.table import slug
from search.query import Query, tidy_text
from search.query_language.filter_names import FilterNames
from search.query_language.parser import And, FilterTerm

_RANGE: Final = ".."  # sana:2026-01..2026-03


def lift(query: Query, names: FilterNames, today: dt.date) -> Query:
    """Return the query with the filters among its words made filters.

    One that is inside parentheses, beside an OR or of an unknown value stays among the words. Days typed among the
    words replace a range that was chosen before.
    """
    tree = query.parsed.tree
    rest, at = [], 0
    lifted = query
    for term in tree.parts if isinstance(tree, And) else (tree,):
        narrowed = _narrowed(lifted, term, names, today) if isinstance(term, FilterTerm) else None
        if isinstance(term, FilterTerm) and narrowed:
            lifted = narrowed
            rest.append(query.q[at : term.start])
            at = term.end
    return lifted.with_(q=tidy_text("".join((*rest, query.q[at:])))) if at else query


def _narrowed(query: Query, term: FilterTerm, names: FilterNames, today: dt.date) -> Query | None:
    """Return the query with one more filter, None when the text says none."""
    if term.field == DATE:
        span = None if term.excluded else _span(term.text, names, today)
        return query.with_(start=span[0], end=span[1], undated=False) if span else None
    value = _value(term.field, term.text, names)
    if not value:
        return None
    return query.choosing(term.field, Choice(None if value == MISSING else value, term.excluded))


def _value(facet: str, text: str, names: FilterNames) -> str:
    if text == MISSING:
        return MISSING
    if facet not in names.slugs:
        return slug(text)
    return text if text in names.slugs[facet] else names.value(facet, text)


def _span(text: str, names: FilterNames, today: dt.date) -> tuple[dt.date, dt.date] | None:
    first, *more = text.split(_RANGE, 1)
    ends = [names.days(part, today) for part in (first, *more)]
    if None in ends:
        return None
    start, end = ends[0], ends[-1]
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None
