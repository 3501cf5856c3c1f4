"""Matches: what a plan matches, asked of the cluster in as few searches as can be; all answers are exact.

Where a page is expected, the first question brings all of it: the total, the best with what they say, facets and days.
A published index never changes, so a page deep in an order is reached by going on after the last release known, and
needs no point in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from search.deadline import Deadline
from search.engine import BY_SCORE, DaySpan, ExpectedPage, FacetCounts, Ranked
from search.engines.opensearch.mapping import DAY, ID, SEEN
from search.engines.opensearch.overview import (
    counted_between,
    day_span,
    facet_part,
    facet_parts,
    has_days,
    has_facet,
    likely_bounds,
    missing_key,
    overview,
    ranges,
    values_key,
)
from search.engines.opensearch.query_compiler import Dsl, compiled, with_factor
from search.engines.opensearch.tokens import fit
from search.facets.selection import DATE, NO_FILTERS, Filters
from search.plan import EVERYTHING, Plan

if TYPE_CHECKING:
    from search.engines.opensearch.snapshot import OpenSearchSnapshot

WINDOW: Final = 10_000  # releases that one search may go through (index.max_result_window)
_BROUGHT: Final = 100  # releases of a page whose texts come with it
_RANGES_AT_ONCE: Final = 20_000
_NEWEST: Final = {DAY: {"order": "desc", "missing": "_last"}}
_BY_ID: Final = {ID: {"order": "asc"}}
_ORDERS: Final[dict[str, list[Dsl]]] = {
    "relevance": [{"_score": {"order": "desc"}}, _NEWEST, _BY_ID],
    BY_SCORE: [{"_score": {"order": "desc"}}, _NEWEST, _BY_ID],
    "-date": [_NEWEST, _BY_ID],
    "date": [{DAY: {"order": "asc", "missing": "_last"}}, _BY_ID],
    "-first_seen": [{SEEN: {"order": "desc"}}, _NEWEST, _BY_ID],
}


@dataclass(frozen=True, slots=True)
class Found:
    """A ref: the id of a release, and what the cluster holds of it where a search brought that along."""

    id: str
    source: dict[str, Any] | None = field(default=None, compare=False, repr=False)


class OpenSearchMatches:
    """What a query matches in one snapshot; safe to share between threads."""

    def __init__(
        self, snapshot: "OpenSearchSnapshot", plan: Plan, deadline: Deadline, page: ExpectedPage | None = None
    ) -> None:
        self._snapshot = snapshot
        self._query = compiled(plan)
        self._is_everything = plan == EVERYTHING
        self._seconds = deadline.seconds
        self._page = page
        self._counts: dict[Filters, int] = {}
        self._overviews: dict[Filters, dict[str, Any]] = {}
        self._pages: dict[tuple[Filters, str, int, int], list[Ranked]] = {}
        self._bounds = likely_bounds(snapshot.day_counts.first, snapshot.day_counts.last, page.bounds if page else ())

    def count(self, filters: Filters) -> int:
        """Return how many releases match and pass the filters."""
        self._ask_for_page(filters)
        known = self._counts.get(filters)
        if known is None:
            known = self._counts[filters] = _total(self._search(self._query, filters, {"size": 0} | _COUNTED))
        return known

    def rank(self, filters: Filters, order: str, offset: int, limit: int) -> Sequence[Ranked]:
        """Return the releases from `offset` on, at most `limit`, in the order asked for."""
        self._ask_for_page(filters)
        known = self._pages.get((filters, order, offset, limit))
        if known is not None:
            return known
        query, request = self._ordered(order, limit)
        request["track_total_hits"] = False
        found: list[Any] = []
        at, end = 0, offset + limit  # how many were gone through; where to stop
        if end <= WINDOW:
            request |= {"from": offset, "size": limit}
            found = self._search(query, filters, request)["hits"]["hits"] if limit else []
        while end > WINDOW and at < end:
            size = min(WINDOW, end - at)
            hits = self._search(query, filters, request | {"size": size})["hits"]["hits"]
            found += hits[max(0, offset - at) :]
            at += len(hits)
            if len(hits) < size:
                break
            request["search_after"] = hits[-1]["sort"]
        return _ranked(found)

    def facet(self, name: str, filters: Filters) -> FacetCounts:
        """Return the counts of a facet's values among the releases that pass the filters."""
        values, labels = self._snapshot.facets[name]
        answer, key = self._overview(filters, name), values_key(name)
        parts = [answer[key]]
        for part in range(1, facet_parts(values)):
            parts.append(self._aggregate(filters, {key: facet_part(name, values, part)})[key])
        counted = {bucket["key"]: int(bucket["doc_count"]) for part in parts for bucket in part["buckets"]}
        missing = int(answer[missing_key(name)]["doc_count"])
        return FacetCounts(values, labels, [counted.get(fit(value), 0) for value in values], missing)

    def days(self, filters: Filters) -> DaySpan:
        """Return the first and last day of the releases that pass the filters, and how many are undated."""
        return day_span(self._overview(filters, DATE))

    def per_day_range(self, filters: Filters, bounds: tuple[int, ...]) -> Sequence[int]:
        """Return how many releases lie from each bound up to the next."""
        if self._is_everything and filters == NO_FILTERS:
            return self._snapshot.day_counts.between(bounds)
        if filters in self._overviews:
            known = counted_between(self._overviews[filters], self._bounds, bounds)
            if known is not None:
                return known
        counts: list[int] = []
        for start in range(0, len(bounds) - 1, _RANGES_AT_ONCE):
            some = {"days": ranges(bounds[start : start + _RANGES_AT_ONCE + 1])}
            buckets = self._aggregate(filters, some)["days"]["buckets"]
            counts += [int(bucket["doc_count"]) for bucket in buckets]
        return counts

    def _ask_for_page(self, filters: Filters) -> None:
        """Ask for the page that is expected, at the first question that it has an answer to."""
        page = self._page
        if page is None or filters != page.filters:
            return
        self._page = None
        if page.offset + page.limit > WINDOW:
            return
        query, request = self._ordered(page.order, page.limit)
        request |= {"from": page.offset, "size": page.limit} | _COUNTED
        searches = [(query, filters, request)]
        others = {filters.without(name): (name,) for name in filters.names} if page.overview else {}
        if page.overview:
            facets, bounds = self._snapshot.facets, self._bounds
            shown = [name for name in (DATE, *facets) if name not in filters.names]
            request["aggs"] = overview(facets, bounds, shown)
            for other, own in others.items():
                searches.append((self._query, other, _UNRANKED | {"aggs": overview(facets, bounds, own)}))
        first, *further = self._snapshot.search_all(searches, self._seconds)
        self._counts[filters] = _total(first)
        self._pages[filters, page.order, page.offset, page.limit] = _ranked(first["hits"]["hits"])
        if page.overview:
            self._overviews[filters] = first.get("aggregations", {})
            self._overviews |= {other: answer["aggregations"] for other, answer in zip(others, further, strict=True)}

    def _ordered(self, order: str, limit: int) -> tuple[Dsl, Dsl]:
        """Return the query and the request of releases in an order."""
        request: Dsl = {"sort": _ORDERS[order], "_source": limit <= _BROUGHT}
        if order in ("relevance", BY_SCORE):
            request["track_scores"] = True
        query = with_factor(self._query, self._snapshot.day_counts.last) if order == "relevance" else self._query
        return query, request

    def _overview(self, filters: Filters, part: str) -> dict[str, Any]:
        """Return an overview that has a part, a facet or DATE; where none has it yet, all others come with it."""
        known = self._overviews.get(filters, {})
        if not (has_days(known) if part == DATE else has_facet(known, part)):
            known = known | self._aggregate(filters, overview(self._snapshot.facets, self._bounds))
            self._overviews[filters] = known
        return known

    def _aggregate(self, filters: Filters, wanted: Dsl) -> Any:
        return self._search(self._query, filters, _UNRANKED | {"aggs": wanted})["aggregations"]

    def _search(self, query: Dsl, filters: Filters, request: Dsl) -> Any:
        return self._snapshot.search(query, filters, request, self._seconds)


_COUNTED: Final[Dsl] = {"track_total_hits": True}
_UNRANKED: Final[Dsl] = {"size": 0, "track_total_hits": False}


def _total(answer: Any) -> int:
    return int(answer["hits"]["total"]["value"])


def _ranked(hits: Sequence[Any]) -> list[Ranked]:
    return [Ranked(Found(hit["sort"][-1], hit.get("_source")), float(hit.get("_score") or 0.0)) for hit in hits]
