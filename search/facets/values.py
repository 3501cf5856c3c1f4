"""Facet values: which of them an answer shows, in which order, and how they are labelled."""

from collections.abc import Mapping
from typing import Final

from search.answer import Facet, FacetValue
from search.engine import Matches
from search.facets.selection import Filters, Selection
from search.facets.table import FACETS
from search.query import Query
from search.uzbek import sort_key

ALWAYS_SHOWN: Final = 60  # values; a facet of at most so many keeps those at 0, so that a list does not jump


def facets(query: Query, matches: Matches, filters: Filters) -> tuple[Facet, ...]:
    """Return the facets asked for, each ignoring its own selection; most frequent first, ties by the alphabet."""
    asked = [row.name for row in FACETS if query.facets is None or row.name in query.facets]
    return tuple(_facet(name, query.selection(name), matches, filters.without(name)) for name in asked)


def _facet(name: str, chosen: Selection, matches: Matches, filters: Filters) -> Facet:
    counted = matches.facet(name, filters)
    included, excluded = chosen.include, chosen.exclude
    named = {value for value in included | excluded if value is not None}
    few = len(counted.values) <= ALWAYS_SHOWN
    rows = [
        FacetValue(value, label, count, value in included, value in excluded)
        for value, label, count in zip(counted.values, counted.labels, counted.counts, strict=True)
        if count or few or value in named
    ]
    if named:
        rows += [
            FacetValue(value, value, 0, value in included, value in excluded)
            for value in sorted(named.difference(counted.values))
        ]
    rows.sort(key=lambda row: -row.count)  # stable: ties stay in the alphabet's order
    return Facet(name, tuple(rows), counted.missing, None in included, None in excluded)


def label_values(written: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return values and their labels in the alphabet's order of the labels; `written` counts the labels of each value.

    A label is the form that most releases write, of equally frequent ones the last by code points.
    """
    labels = {value: max(forms, key=lambda form: (forms[form], form)) for value, forms in written.items()}
    ordered = sorted(labels, key=lambda value: (sort_key(labels[value]), value))
    return tuple(ordered), tuple(labels[value] for value in ordered)
