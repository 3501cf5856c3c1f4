"""How often the cluster is asked, and that what one answer brings is what single questions would."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from search.deadline import Deadline
from search.engine import BY_SCORE, ExpectedPage, Index
from search.engines.opensearch import overview
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.matches import Found
from search.facets.selection import NO_FILTERS, Choice, Filters, read_selections
from search.plan import EVERYTHING, Term
from search.plan import Any as AnyOf
from search.query import Query
from search.release import Release
from tests.search.engine_contract.engines import OpenEngine

SOON = Deadline.after(1e6)
ENERGY = Filters(read_selections({"sector": ("energetika",)}), dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@pytest.fixture
def index(opened: OpenEngine) -> Index:
    with opened.store.begin(None, samples=False, paths=()) as draft:
        draft.add(
            Release(
                f"r{number:02}",
                "Quyosh stansiyasi" if number % 3 else "Suv ombori",
                f"Matn {number} " * (number + 1),
                dt.date(2023, 6, 1) + dt.timedelta(number * 20) if number % 7 else None,
                sectors=("energetika",) if number % 2 else ("suv",),
            )
            for number in range(40)
        )
        draft.publish(b"{}")
    return opened.index


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    asked: list[str] = []
    ask = Cluster.ask

    def noting(self: Cluster, method: str, path: str, *rest: Any, **options: Any) -> Any:
        asked.append(path.rpartition("/")[2])
        return ask(self, method, path, *rest, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Cluster, "ask", noting)
        yield asked


def test_a_page_is_one_request(index: Index, opened: OpenEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    service = opened.service()
    service.answer(Query(), acting=True)  # opens the generation
    queries = {
        Query("quyosh stansiyasi"): ["_search"],
        Query("quyosh", selections=ENERGY.selections, start=ENERGY.start, end=ENERGY.end): ["_msearch"],
        Query("quyosh").choosing("sector", Choice("suv")): ["_msearch"],
        Query(): ["_search"],
    }
    for query, expected in queries.items():
        with counted(monkeypatch) as asked:
            assert service.answer(query, acting=True).total
        live = [f for f in asked if f.startswith(opened.store.catalogue.prefix)]  # type: ignore[attr-defined]
        assert [f for f in asked if f not in live] == expected, query


@pytest.mark.parametrize("filters", [NO_FILTERS, ENERGY])
@pytest.mark.parametrize("order", ["relevance", "-date", BY_SCORE])
def test_what_comes_with_a_page_is_what_single_questions_bring(index: Index, filters: Filters, order: str) -> None:
    plan = AnyOf((Term("lemma", "quyoş", 2.0), Term("lemma", "suv", 1.0)))
    snapshot = index.snapshot()
    bounds = tuple(dt.date(2024, month, 1).toordinal() for month in (1, 3, 4, 12))
    page = ExpectedPage(filters, order, 2, 5, overview=True, bounds=(bounds[0] + 3, bounds[0] + 9))
    together, single = snapshot.match(plan, SOON, page), snapshot.match(plan, SOON)
    assert together.count(filters) == single.count(filters)
    ranked, alone = together.rank(filters, order, 2, 5), single.rank(filters, order, 2, 5)
    assert [(each.ref, each.score) for each in ranked] == [(each.ref, each.score) for each in alone]
    refs = [each.ref for each in ranked]
    without_texts = [Found(ref.id) for ref in refs if isinstance(ref, Found)]
    assert [*snapshot.fetch(refs)] == [*snapshot.fetch(without_texts)]
    for name in ("sector", "date"):
        others = filters.without(name)
        assert together.facet("sector", others).counts == single.facet("sector", others).counts
        assert together.days(others) == single.days(others)
        for some in (bounds, page.bounds):
            assert [*together.per_day_range(others, some)] == [*single.per_day_range(others, some)]


def test_each_part_of_an_overview_is_counted_once(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the filters what has none of its own; without each filter that one's part alone."""
    sent: list[Any] = []
    search = Cluster.search

    def noting(self: Cluster, at: str, bodies: Sequence[Any], **options: Any) -> Any:
        sent.extend(bodies)
        return search(self, at, bodies, **options)

    monkeypatch.setattr(Cluster, "search", noting)
    page = ExpectedPage(ENERGY, "relevance", 0, 5, overview=True)
    matches = index.snapshot().match(Term("lemma", "quyoş", 2.0), SOON, page)
    sent.clear()
    matches.count(ENERGY)
    matches.facet("sector", ENERGY.without("sector"))
    matches.facet("region", ENERGY)
    matches.days(ENERGY.without("date"))
    first, *others = [{*body["aggs"]} for body in sent]
    assert first.isdisjoint({"sector values", "first"})
    assert "region values" in first
    assert sorted(map(sorted, others)) == [
        ["first", "last", "ranges", "undated"],
        ["sector missing", "sector values"],
    ]
    matches.days(ENERGY)  # nobody expected that
    assert len(sent) == 4


def test_days_are_counted_where_there_are_none(opened: OpenEngine) -> None:
    with opened.store.begin(None, samples=False, paths=()) as draft:
        draft.add([Release("a", "Suv", "Suv")])
        draft.publish(b"{}")
    everything = opened.index.snapshot().match(EVERYTHING, SOON)
    assert [*everything.per_day_range(NO_FILTERS, (1, 5, 9))] == [0, 0]
    assert everything.days(NO_FILTERS).undated == 1


def test_days_of_many_pages_are_all_counted(index: Index, opened: OpenEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.opensearch.day_counts._AT_ONCE", 7)
    everything = opened.index.snapshot().match(EVERYTHING, SOON)
    assert sum(everything.per_day_range(NO_FILTERS, (1, 900_000))) == 34


def test_the_months_of_a_generation_are_the_bounds() -> None:
    first, last = dt.date(2023, 11, 5).toordinal(), dt.date(2024, 2, 10).toordinal()
    other = dt.date(2024, 1, 9).toordinal()
    days = [dt.date.fromordinal(day).isoformat() for day in overview.likely_bounds(first, last, (other,))]
    assert days == [
        *("2023-01-01", "2023-11-01", "2023-12-01", "2024-01-01", "2024-01-09", "2024-02-01", "2024-03-01"),
        "2025-01-01",
    ]
    assert overview.likely_bounds(1, dt.date.max.toordinal(), (5, 3)) == (3, 5)
    assert overview.likely_bounds(dt.date(9999, 12, 3).toordinal(), dt.date.max.toordinal(), ())[-1] == 3652060
