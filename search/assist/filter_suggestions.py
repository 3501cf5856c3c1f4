"""Filter suggestions: a query with the words that name a sector, region, country or days made filters."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from search.facets.selection import DATE, Choice
from search.query import Query
from search.query_language.filter_names import FilterNames, bare_words


@dataclass(frozen=True, slots=True)
class NamedFilters:
    """A query with some of its words made filters: (facet or "date", value) of each, the value empty for a date."""

    filters: tuple[tuple[str, str], ...]
    query: Query


def name_filters(query: Query, names: FilterNames, today: dt.date) -> Iterator[NamedFilters]:
    """Yield the query with all the words that name filters made filters, then with each run of them by itself.

    The longest runs come first. Only queries of bare words are read so; a filter that is on already is not offered.
    """
    typed = bare_words(query.q)
    runs = [
        (start, end)
        for start in range(len(typed))
        for end in range(start + 1, min(len(typed), start + names.longest) + 1)
    ]
    taken: set[int] = set()
    single: list[NamedFilters] = []
    together = NamedFilters((), query)
    for start, end in sorted(runs, key=lambda run: (run[0] - run[1], run[0])):
        if taken.intersection(range(start, end)):
            continue
        run = typed[start:end]
        rest = query.with_(q=" ".join(word.text for word in (*typed[:start], *typed[end:])))
        named = [
            NamedFilters(((facet, value),), rest.choosing(facet, Choice(value)))
            for facet, value in names.named_by(run)
            if Choice(value) not in rest.selection(facet).choices
        ]
        days = None if rest.start or rest.end or rest.undated else names.days_said_by(run, today)
        if days:
            named.append(NamedFilters(((DATE, ""),), rest.with_(start=days[0], end=days[1])))
        if named:
            taken.update(range(start, end))
            single += named
            together = _joined(together, named[0])
    if len(together.filters) > 1:
        left = " ".join(word.text for number, word in enumerate(typed) if number not in taken)
        yield NamedFilters(together.filters, together.query.with_(q=left))
    yield from single


def _joined(one: NamedFilters, other: NamedFilters) -> NamedFilters:
    """Return both filters on; of two ranges of days the first stays."""
    ((facet, value),) = other.filters
    if facet != DATE:
        return NamedFilters((*one.filters, (facet, value)), one.query.choosing(facet, Choice(value)))
    if (DATE, "") in one.filters:
        return one
    days = one.query.with_(start=other.query.start, end=other.query.end)
    return NamedFilters((*one.filters, (DATE, "")), days)
