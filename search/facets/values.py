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


def facets(query: Query, matches: Matches, filters: Filters, size: int | None = None) -> tuple[Facet, ...]:
    """Return the facets asked for, each ignoring its own selection; most frequent first, ties by the alphabet.

    Each has at most so many values as the query asks for, or else as `size` says, and those chosen; None is all.
    """
    asked = [row.name for row in FACETS if query.facets is None or row.name in query.facets]
    most = size if query.facets_size is None else query.facets_size
    return tuple(_facet(name, query.selection(name), matches, filters.without(name), most) for name in asked)


def _facet(name: str, chosen: Selection, matches: Matches, filters: Filters, most: int | None) -> Facet:
    counted = matches.facet(name, filters)
    values, labels, counts = counted.values, counted.labels, counted.counts
    included, excluded = chosen.include, chosen.exclude
    named = {value for value in included | excluded if value is not None}
    ordered = [at for at, count in enumerate(counts) if count]
    held = len(ordered)
    ordered.sort(key=counts.__getitem__, reverse=True)  # stable: ties stay in their order
    few = len(counts) <= ALWAYS_SHOWN
    if held < len(counts) and (few or named):
        ordered += [at for at, count in enumerate(counts) if not count and (few or values[at] in named)]
    shown = ordered if most is None else ordered[:most]
    if named and len(shown) < len(ordered):
        shown += [at for at in ordered[len(shown) :] if values[at] in named]
    if named:
        rows = [FacetValue(v := values[at], labels[at], counts[at], v in included, v in excluded) for at in shown]
        rows += [
            FacetValue(value, value, 0, value in included, value in excluded)
            for value in sorted(named.difference(values))
        ]
    else:
        rows = [FacetValue(values[at], labels[at], counts[at], selected=False) for at in shown]
    return Facet(
        name,
        tuple(rows),
        counted.missing,
        None in included,
        None in excluded,
        other=len(ordered) - len(shown),
        other_held=held - sum(counts[at] > 0 for at in shown) if len(shown) < len(ordered) else 0,
    )


def label_values(written: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return values and their labels in the alphabet's order of the labels; `written` counts the labels of each value.

    A label is the form that most releases write, of equally frequent ones the last by code points.
    """
    labels = {value: max(forms, key=lambda form: (forms[form], form)) for value, forms in written.items()}
    ordered = sorted(labels, key=lambda value: (sort_key(labels[value]), value))
    return tuple(ordered), tuple(labels[value] for value in ordered)
