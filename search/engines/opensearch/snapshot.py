"""Snapshot: one published index of the cluster, and its vocabulary in memory."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final

from search.analysis.analyzer import Analyzer
from search.deadline import Deadline
from search.engine import Highlighted, Ref
from search.engines.opensearch.client import Cluster, Missing
from search.engines.opensearch.documents import held_by, release_of
from search.engines.opensearch.mapping import CHANGED, DAY, ID
from search.engines.opensearch.matches import WINDOW, OpenSearchMatches, complete
from search.engines.opensearch.query_compiler import Dsl, compiled, narrowed, with_factor
from search.engines.opensearch.reading import read_documents
from search.engines.opensearch.vocabulary import OpenSearchVocabulary, Statistics, facet_values
from search.errors import IndexUnavailable
from search.facets.selection import NO_FILTERS, Filters
from search.generation import Generation, History
from search.highlighting import Highlights, highlights_in, mark, shown
from search.plan import EVERYTHING, Plan
from search.release import Release
from search.withdrawn import Withdrawn

_WAIT: Final = 30.0  # seconds of a search that has no deadline


class OpenSearchSnapshot:
    """A published generation; refs are ids. `history` is read when it is asked for.

    With releases withdrawn it answers as if they had been removed, but for the average lengths of the fields, which
    stand in the index: leaving out one release in a hundred moves a score by less than B / 100, that is .06 %.
    """

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        generation: Generation,
        statistics: Statistics,
        analyzer: Analyzer,
        history: Callable[[], History],
    ) -> None:
        self.generation = generation
        self.vocabulary = OpenSearchVocabulary(statistics)
        self.facets = facet_values(statistics)
        self.history = history
        self._cluster = cluster
        self._index = index
        self._statistics = statistics
        self._analyzer = analyzer
        self._withdrawn: Collection[str] = generation.withdrawn.ids
        newest = self.search(
            compiled(EVERYTHING), NO_FILTERS, {"size": 0, "aggs": {"newest": {"max": {"field": DAY}}}}, _WAIT
        )
        self.newest = int(newest["aggregations"]["newest"]["value"] or 0)

    def without(self, withdrawn: Withdrawn) -> "OpenSearchSnapshot":
        """Return the same generation as if some of its releases had been removed."""
        statistics = self._statistics.copy()
        for release in self._releases(sorted(withdrawn.ids)):
            if release is not None:
                statistics.subtract(held_by(release, self._analyzer))
        generation = self.generation.without(withdrawn, statistics.documents)
        return OpenSearchSnapshot(self._cluster, self._index, generation, statistics, self._analyzer, self.history)

    def match(self, plan: Plan, deadline: Deadline) -> OpenSearchMatches:
        """Find what a plan matches; raises TooSlow at the deadline."""
        deadline.check()
        return OpenSearchMatches(self, compiled(plan), deadline)

    def fetch(self, refs: Sequence[Ref], highlights: Highlights = ()) -> Iterator[Highlighted]:
        """Yield releases in the order of their ids, with the spans that the highlights take."""
        for release in self._releases([str(ref) for ref in refs]):
            if release is None:
                raise IndexUnavailable(f"a release of generation {self.generation.id} is not there any more")
            taken = highlights_in(highlights, release)
            yield Highlighted(
                release,
                mark(release.title, taken, self._analyzer),
                shown(mark(release.searched, taken, self._analyzer), release),
            )

    def find(self, release_id: str) -> Ref | None:
        """Return the id of a release, None when there is none of it."""
        if release_id in self._withdrawn:
            return None
        (found,) = self._documents([release_id], source=False)
        return release_id if found.get("found") else None

    def score(self, ref: Ref, plan: Plan) -> float | None:
        """Return what a plan scores a release with, its factor applied; None when the plan does not match it."""
        scored = with_factor(compiled(plan), self.newest)
        query = {"bool": {"must": [scored], "filter": [{"term": {ID: str(ref)}}]}}
        hits = self.search(query, NO_FILTERS, {"size": 1, "_source": False}, _WAIT)["hits"]["hits"]
        return float(hits[0]["_score"]) if hits else None

    def changed_after(self, moment: int) -> Sequence[Ref]:
        """Return the releases that changed after a moment (`Release.changed`), oldest change first, then by id."""
        query = {"bool": {"filter": [{"range": {CHANGED: {"gt": moment}}}]}}
        return [*self._ids(query, [{CHANGED: {"order": "asc"}}])]

    def search(self, query: Dsl, filters: Filters, request: Dsl, seconds: float) -> Any:
        """Return what a search of this generation answers, whole; nothing withdrawn is in it."""
        body = request | {
            "query": narrowed(query, filters, self._withdrawn),
            "timeout": f"{max(1, int(seconds * 1000))}ms",
        }
        params = {"allow_partial_search_results": "false"}
        try:
            answer = self._cluster.ask("POST", f"/{self._index}/_search", body, params, timeout=seconds + 1)
        except Missing:
            raise self._pruned() from None
        return complete(answer, seconds)

    def _ids(self, query: Dsl, order: Sequence[Dsl]) -> Iterator[str]:
        request: Dsl = {"size": WINDOW, "sort": [*order, {ID: {"order": "asc"}}], "_source": False}
        while hits := self.search(query, NO_FILTERS, request, _WAIT)["hits"]["hits"]:
            yield from (hit["sort"][-1] for hit in hits)
            request["search_after"] = hits[-1]["sort"]

    def _releases(self, ids: Sequence[str]) -> Iterator[Release | None]:
        for document in self._documents(ids):
            yield release_of(document["_source"]) if document.get("found") else None

    def _documents(self, ids: Sequence[str], *, source: bool = True) -> Iterator[Any]:
        try:
            yield from read_documents(self._cluster, self._index, ids, source=source)
        except Missing:
            raise self._pruned() from None

    def _pruned(self) -> IndexUnavailable:
        return IndexUnavailable(f"generation {self.generation.id} is not in the cluster any more")
