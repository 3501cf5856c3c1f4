"""Filters written among the words: soha:energetika, -hudud:samarqand, sana:2026-03, manba:"Markaziy bank"."""

import datetime as dt
import re
from typing import Final

from search.assist.filter_suggestions import Names
from search.facets.selection import DATE, MISSING, Choice
from search.facets.table import slug
from search.query import Query, tidy_text
from search.uzbek import key

FIELDS: Final = {
    "sector": ("soha", "sector", "отрасль"),
    "region": ("hudud", "viloyat", "region", "регион"),
    "country": ("davlat", "mamlakat", "country", "страна"),
    "source": ("manba", "source", "источник"),
    DATE: ("sana", "date", "дата"),
}
_FACETS: Final = {key(name): facet for facet, names in FIELDS.items() for name in names}
_QUOTES: Final = '"“”„‟«»'
_PART: Final = re.compile(
    rf"""(?<![^\s])(?P<minus>[-−]|(?:NOT|EMAS|ЭМАС)\s+)?(?P<name>[^\W\d_]+):
        (?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}](?![^\s]) | (?P<value>[^\s{_QUOTES}()]+))(?![^\s])
    | (?P<quote>[{_QUOTES}][^{_QUOTES}]*(?:[{_QUOTES}]|\Z))
    | (?P<open>\() | (?P<close>\))
    | (?P<or>(?<![^\s])(?:OR|YOKI|ЁКИ)(?![^\s]))
    """,
    re.VERBOSE,
)
_RANGE: Final = ".."  # sana:2026-01..2026-03


def lift(query: Query, names: Names, today: dt.date) -> Query:
    """Return the query with the filters among its words made filters.

    One that is inside parentheses, beside an OR or of an unknown value stays among the words. Days typed among the
    words replace a range that was chosen before.
    """
    kept, at, depth = [], 0, 0
    lifted = query
    for found in _PART.finditer(query.q):
        if found["or"] and not depth:
            return query
        depth += bool(found["open"]) - bool(found["close"] and depth)
        if not found["name"] or depth:
            continue
        text = found["value"] or found["quoted"] or ""
        changed = _narrowed(lifted, _FACETS.get(key(found["name"]), ""), text, bool(found["minus"]), names, today)
        if changed is None:
            continue
        lifted = changed
        kept.append(query.q[at : found.start()])
        at = found.end()
    return lifted.with_(q=tidy_text("".join((*kept, query.q[at:])))) if at else query


def _narrowed(query: Query, facet: str, text: str, minus: bool, names: Names, today: dt.date) -> Query | None:
    """Return the query with one more filter, None when the text says none."""
    if facet == DATE:
        span = None if minus else _span(text, names, today)
        return query.with_(start=span[0], end=span[1], undated=False) if span else None
    value = _value(facet, text, names) if facet else ""
    if not value:
        return None
    return query.choosing(facet, Choice(None if value == MISSING else value, minus))


def _value(facet: str, text: str, names: Names) -> str:
    if text == MISSING:
        return MISSING
    if facet not in names.slugs:
        return slug(text)
    return text if text in names.slugs[facet] else names.value(facet, text)


def _span(text: str, names: Names, today: dt.date) -> tuple[dt.date, dt.date] | None:
    first, *more = text.split(_RANGE, 1)
    ends = [names.span(part, today) for part in (first, *more)]
    if None in ends:
        return None
    start, end = ends[0], ends[-1]
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None
