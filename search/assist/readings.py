"""Readings: what is answered in place of what was typed, where names and dates act or a correction is sure."""

from dataclasses import dataclass, replace

from search.answer import Reading, Suggestion
from search.assist.assistance import Request, refinement, surely_meant
from search.errors import TooSlow
from search.query import NO, YES, Query
from search.query_language.relaxation import Interpretation


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredQuery:
    """The query that is answered, and why it is another one than was typed.

    `reading` where names and dates among the words act as filters, `corrected` the typed query where nothing was found
    and its one sure correction is answered.
    """

    query: Query
    interpretation: Interpretation
    reading: Reading | None = None
    corrected: Query | None = None


def answered_query(request: Request, query: Query, *, acting: bool, shown: bool = True) -> AnsweredQuery:
    """Return what is answered for a query; `acting` lets a query act that does not say whether it should.

    A reading acts where nothing but names and dates was typed, or no release holds all the words, and it holds any
    release. `shown` says that a page of it will be. Raises TooSlow at the deadline.
    """
    typed = AnsweredQuery(query, request.interpret(query, shown=shown))
    if query.read != YES and not (acting and query.read is None):
        return typed
    return (
        _read(request, typed, shown=shown)
        or (_corrected(request, typed) if acting and query.read is None else None)
        or typed
    )


def page_total(request: Request, query: Query) -> int:
    """Return how many releases the page of a query shows; none where it shows such as hold some of the words only."""
    answered = answered_query(request, query, acting=True, shown=False)
    return answered.interpretation.total if answered.reading else answered.interpretation.strict


def _read(request: Request, typed: AnsweredQuery, *, shown: bool) -> AnsweredQuery | None:
    query, interpretation = typed.query, typed.interpretation
    named = next(iter(request.filters_named_by(query)), None)
    if named is None or not (named.whole or not interpretation.strict):
        return None
    partial = query.partial or (YES if query.read else None)  # what its links say, since they do not act
    read = replace(named.query, page=query.page, read=None if named.whole else NO, partial=partial)
    narrowed = request.interpret(read, shown=shown)
    if not narrowed.strict:
        return None
    words = Suggestion(query.with_(read=NO), interpretation.total)
    return AnsweredQuery(read, narrowed, Reading(refinement(request, named, narrowed.total), words, named.whole))


def _corrected(request: Request, typed: AnsweredQuery) -> AnsweredQuery | None:
    try:
        meant = surely_meant(request, typed.query, typed.interpretation)
    except TooSlow:
        return None  # it only assists
    if meant is None:
        return None
    query, interpretation = meant
    return AnsweredQuery(replace(query, page=typed.query.page), interpretation, corrected=typed.query.with_(read=NO))
