from typing import Any

from search.answer import Facet
from search.engine import FacetCounts
from search.facets.selection import read_selections
from search.facets.values import ALWAYS_SHOWN, facets
from search.query import Query


class Counted:
    """Matches that count one facet so."""

    def __init__(self, counts: list[int]) -> None:
        self._counts = counts

    def facet(self, name: str, filters: Any) -> FacetCounts:
        values = [f"v{at:03}" for at in range(len(self._counts))]
        return FacetCounts(values, [value.upper() for value in values], self._counts, 1)


def facet(counts: list[int], size: int | None = None, chosen: tuple[str, ...] = (), **asked: Any) -> Facet:
    query = Query(facets=("sector",), selections=read_selections({"sector": chosen}), **asked)
    matches: Any = Counted(counts)
    (found,) = facets(query, matches, query.filters, size)
    return found


def rows(found: Facet) -> list[tuple[str, int]]:
    return [(value.value, value.count) for value in found.values]


def test_values_come_by_count_and_those_alike_by_the_alphabet() -> None:
    found = facet([1, 3, 0, 3])
    assert rows(found) == [("v001", 3), ("v003", 3), ("v000", 1), ("v002", 0)]
    assert (found.other, found.other_held, found.missing) == (0, 0, 1)


def test_a_long_facet_leaves_out_what_no_release_has_but_not_what_is_chosen() -> None:
    counts = [0] * ALWAYS_SHOWN + [2]
    assert rows(facet(counts)) == [("v060", 2)]
    assert rows(facet(counts, chosen=("v007", "-v003"))) == [("v060", 2), ("v003", 0), ("v007", 0)]


def test_only_so_many_values_are_given_and_the_others_counted() -> None:
    found = facet([5, 0, 4, 3, 0], 2)
    assert rows(found) == [("v000", 5), ("v002", 4)]
    assert (found.other, found.other_held) == (3, 1)
    assert rows(facet([5, 0, 4, 3, 0], 2, facets_size=1)) == [("v000", 5)]
    assert rows(facet([5, 4], 0)) == []
    assert facet([5, 4], 2).other == 0


def test_a_chosen_value_is_given_beyond_the_size() -> None:
    found = facet([5, 4, 3, 0], 1, chosen=("v002", "v003", "v900"))
    assert rows(found) == [("v000", 5), ("v002", 3), ("v003", 0), ("v900", 0)]
    assert [value.selected for value in found.values] == [False, True, True, True]
    assert (found.other, found.other_held) == (1, 1)
