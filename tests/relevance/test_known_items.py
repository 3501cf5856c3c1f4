"""The arithmetic of known items, and that two engines are compared query by query."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from search.query import Query
from search.service import SearchService
from search.settings import Settings
from tests.relevance.__main__ import PREFIX
from tests.relevance.known_items import Figure, Item, Parity, beside, measure, reciprocal_rank, share

ITEMS = (
    Item(frozenset(("a", "twin")), {"query": "suv", "q_lower": ""}),
    Item(frozenset(("b",)), {"query": "gaz", "q_lower": "gaz"}),
)


@dataclass
class Finds:
    """An engine that finds the same releases for all words, by the word."""

    ids: dict[str, str]

    def answer(self, query: Query) -> Any:
        return SimpleNamespace(hits=[SimpleNamespace(release=SimpleNamespace(id=each)) for each in self.ids[query.q]])


def finding(**ids: str) -> SearchService:
    return cast(SearchService, Finds(ids))


def test_a_twin_is_as_good_as_the_release() -> None:
    assert reciprocal_rank(["x", "twin", "a"], ITEMS[0]) == 1 / 2
    assert reciprocal_rank(["x"], ITEMS[0]) == 0


def test_each_column_is_measured_over_the_items_that_have_a_query_there() -> None:
    assert dict(measure(finding(suv="xa", gaz="xyz"), ITEMS)) == {
        "query": Figure(0.25, 2, 1),
        "q_lower": Figure(0.0, 1, 1),
    }


def test_two_engines_are_compared_query_by_query() -> None:
    one, other = finding(suv="xa", gaz="b"), finding(suv="ay", gaz="bc")
    assert dict(beside(one, other, ITEMS)) == {
        "query": Parity(Figure(0.75, 2, 0), Figure(1.0, 2, 0), 0.5),
        "q_lower": Parity(Figure(1.0, 1, 0), Figure(1.0, 1, 0), 0.5),
    }
    assert share((), ()) == 1
    assert share(("a",), ()) == 0


def test_a_cluster_takes_the_prefix() -> None:
    assert Settings.read({"IZLA_OPENSEARCH_PREFIX": PREFIX}).opensearch_prefix == PREFIX
