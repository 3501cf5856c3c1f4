"""Filters among the words of a query: soha:energetika, -hudud:samarqand, sana:2023-2024, manba:"Markaziy bank"."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from search.facets.selection import DATE, MISSING, Choice
from search.facets.table import slug
from search.query import Query, tidy_text
from search.query_language.filter_names import FilterNames
from search.query_language.parser import And, FilterTerm, parse

_WORD: Final = re.compile(r"\s+([^\s:\"“”„‟«»()]+)(?=\s|$)")
_FURTHER: Final = 3  # words behind a value that may belong to it: sana:oʻtgan oy, soha:sogʻliqni saqlash

_EMPTIED: Final = re.compile(r"\(\s*\)|(\()\s+|\s+(\))")  # parentheses that a filter was taken out of

Value = TypeVar("Value")


def lift(query: Query, names: FilterNames, today: dt.date) -> Query:
    """Return the query with the filters among its words made filters.

    One that is inside parentheses, beside an OR of something else or of an unknown value stays among the words. Days
    typed among the words replace a range that was chosen before.
    """
    while (lifted := _lifted(query, names, today)) != query:
        query = lifted  # what was in parentheses with a filter may now stand alone
    return query


def _lifted(query: Query, names: FilterNames, today: dt.date) -> Query:
    tree = query.parsed.tree
    rest, at = [], 0
    lifted = query
    for term in tree.parts if isinstance(tree, And) else (tree,):
        if isinstance(term, FilterTerm) and term.start >= at and (read := _read(lifted, term, names, today)):
            lifted, end = read
            rest.append(query.q[at : term.start])
            at = end
    if not at:
        return query
    text = tidy_text(_EMPTIED.sub(lambda match: match[1] or match[2] or "", "".join((*rest, query.q[at:]))))
    return lifted.with_(q=text if parse(text).tree else "")


def _read(query: Query, term: FilterTerm, names: FilterNames, today: dt.date) -> tuple[Query, int] | None:
    """Return the query with one more filter and where its text ends, None when the text says none."""
    if term.field == DATE:
        if term.excluded or len(term.texts) > 1:
            return None
        found = _longest(query.q, term, lambda text: names.range(text, today), _FURTHER)
        if found is None:
            return None
        (start, end), at = found
        return query.with_(start=start, end=end, undated=False), at
    *before, _ = term.texts
    further = _FURTHER if term.field in names.slugs else 0  # of an open list any word may be a value
    values = [_value(term.field, text, names) for text in before]
    last = _longest(query.q, term, lambda text: _value(term.field, text, names), further)
    if last is None or None in values:
        return None
    for value in (*values, last[0]):
        query = query.choosing(term.field, Choice(None if value == MISSING else value, term.excluded))
    return query, last[1]


def _longest(q: str, term: FilterTerm, read: Callable[[str], Value | None], further: int) -> tuple[Value, int] | None:
    """Return what the last value of a filter says, with as many words behind it as belong to it, and where they end."""
    for text, end in reversed(list(_longer(q, term, further))):
        if (value := read(text)) is not None:
            return value, end
    return None


def _longer(q: str, term: FilterTerm, further: int) -> Iterator[tuple[str, int]]:
    text, end = term.texts[-1], term.end
    yield text, end
    for _ in range(0 if term.quoted else further):
        word = _WORD.match(q, end)
        if word is None:
            return
        text, end = f"{text} {word[1]}", word.end()
        yield text, end


def _value(facet: str, text: str, names: FilterNames) -> str | None:
    if text == MISSING:
        return MISSING
    if facet not in names.slugs:
        return slug(text) or None
    return text if text in names.slugs[facet] else names.value(facet, text) or None
