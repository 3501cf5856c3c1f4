"""Matches: each question about what a plan matches is one search of the cluster, whose answer is exact.

A published index never changes, so a page deep in an order is reached by going on after the last release known, and
needs no point in time.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from search.deadline import Deadline
from search.engine import BY_SCORE, DaySpan, FacetCounts, Ranked
from search.engines.opensearch.mapping import DAY, ID, SEEN, facet_field
from search.engines.opensearch.query_compiler import Dsl, with_factor, without
from search.engines.opensearch.tokens import fit
from search.errors import TooSlow
from search.facets.selection import Filters

if TYPE_CHECKING:
    from search.engines.opensearch.snapshot import OpenSearchSnapshot

WINDOW: Final = 10_000  # releases that one search may go through (index.max_result_window)
_VALUES_AT_ONCE: Final = 10_000  # of each facet: a search may have 65,535 buckets
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


class OpenSearchMatches:
    """What a query matches in one snapshot; safe to share between threads."""

    def __init__(self, snapshot: "OpenSearchSnapshot", query: Dsl, deadline: Deadline) -> None:
        self._snapshot = snapshot
        self._query = query
        self._seconds = deadline.seconds
        self._counts: dict[Filters, int] = {}
        self._overviews: dict[Filters, dict[str, Any]] = {}

    def count(self, filters: Filters) -> int:
        """Return how many releases match and pass the filters."""
        known = self._counts.get(filters)
        if known is None:
            known = self._counts[filters] = int(
                self._search(self._query, filters, {"size": 0, "track_total_hits": True})["hits"]["total"]["value"]
            )
        return known

    def rank(self, filters: Filters, order: str, offset: int, limit: int) -> Sequence[Ranked]:
        """Return the releases from `offset` on, at most `limit`, in the order asked for."""
        query = with_factor(self._query, self._snapshot.newest) if order == "relevance" else self._query
        request: Dsl = {"sort": _ORDERS[order], "_source": False, "track_total_hits": False}
        if order in ("relevance", BY_SCORE):
            request["track_scores"] = True
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
        return [Ranked(hit["sort"][-1], float(hit.get("_score") or 0.0)) for hit in found]

    def facet(self, name: str, filters: Filters) -> FacetCounts:
        """Return the counts of a facet's values among the releases that pass the filters."""
        values, labels = self._snapshot.facets[name]
        answer, key = self._overview(filters), f"{name} values"
        parts = [answer[key]]
        for part in range(1, _parts(values)):
            parts.append(self._aggregate(filters, {key: _values(name, values, part)})[key])
        counted = {bucket["key"]: int(bucket["doc_count"]) for part in parts for bucket in part["buckets"]}
        missing = int(answer[f"{name} missing"]["doc_count"])
        return FacetCounts(values, labels, [counted.get(fit(value), 0) for value in values], missing)

    def days(self, filters: Filters) -> DaySpan:
        """Return the first and last day of the releases that pass the filters, and how many are undated."""
        answer = self._overview(filters)
        return DaySpan(_day(answer["first"]), _day(answer["last"]), int(answer["undated"]["doc_count"]))

    def _overview(self, filters: Filters) -> dict[str, Any]:
        """Return what a page says of the releases that pass the filters, days and all facets, of one search.

        Ten small searches cost ten times the way to the cluster. Of a facet of very many values the first part is
        here.
        """
        known = self._overviews.get(filters)
        if known is None:
            wanted: Dsl = {
                "first": {"min": {"field": DAY}},
                "last": {"max": {"field": DAY}},
                "undated": {"missing": {"field": DAY}},
            }
            for name, (values, _) in self._snapshot.facets.items():
                wanted[f"{name} values"] = _values(name, values, 0)
                wanted[f"{name} missing"] = {"filter": without(name)}
            known = self._overviews[filters] = self._aggregate(filters, wanted)
        return known

    def per_day_range(self, filters: Filters, bounds: tuple[int, ...]) -> Sequence[int]:
        """Return how many releases lie from each bound up to the next."""
        ranges = [{"from": low, "to": high} for low, high in itertools.pairwise(bounds)]
        counts: list[int] = []
        for start in range(0, len(ranges), _RANGES_AT_ONCE):
            some = {"range": {"field": DAY, "ranges": ranges[start : start + _RANGES_AT_ONCE]}}
            buckets = self._aggregate(filters, {"days": some})["days"]["buckets"]
            counts += [int(bucket["doc_count"]) for bucket in buckets]
        return counts

    def _aggregate(self, filters: Filters, wanted: Dsl) -> Any:
        request = {"size": 0, "track_total_hits": False, "aggs": wanted}
        return self._search(self._query, filters, request)["aggregations"]

    def _search(self, query: Dsl, filters: Filters, request: Dsl) -> Any:
        return self._snapshot.search(query, filters, request, self._seconds)


def complete(answer: Any, seconds: float) -> Any:
    """Return the answer of a search; raises TooSlow when the cluster gave it up half done."""
    if answer["timed_out"]:
        raise TooSlow(f"the query took more than {seconds:g} seconds; ask for longer words or raise IZLA_TIME_LIMIT")
    return answer


def _parts(values: Sequence[str]) -> int:
    """Return in how many parts the values of a facet are counted."""
    return max(1, -(-len(values) // _VALUES_AT_ONCE))


def _values(name: str, values: Sequence[str], part: int) -> Dsl:
    """Return the aggregation that counts all values of one part; which they are, the cluster divides by a hash."""
    terms: Dsl = {"field": facet_field(name), "size": max(1, len(values))}
    if (parts := _parts(values)) > 1:
        terms["include"] = {"partition": part, "num_partitions": parts}
    return {"terms": terms}


def _day(metric: Any) -> dt.date | None:
    return None if metric["value"] is None else dt.date.fromordinal(int(metric["value"]))
