"""Snapshot: one published index of the cluster, and its vocabulary, which is mapped."""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any, Final

from search.analysis.analyzer import Analyzer
from search.deadline import Deadline
from search.engine import ExpectedPage, Highlighted, Ref
from search.engines.opensearch.client import Cluster, Missing
from search.engines.opensearch.day_counts import DayCounts
from search.engines.opensearch.documents import held_by, release_of
from search.engines.opensearch.mapping import CHANGED, ID
from search.engines.opensearch.matches import WINDOW, Found, OpenSearchMatches
from search.engines.opensearch.query_compiler import Dsl, compiled, narrowed, with_factor
from search.engines.opensearch.reading import read_documents
from search.engines.opensearch.term_file import TermFile
from search.engines.opensearch.vocabulary import OpenSearchVocabulary, Statistics, facet_values
from search.errors import IndexUnavailable, TooSlow
from search.facets.selection import NO_FILTERS, Filters
from search.generation import Generation, History
from search.highlighting import Highlights, Marker, highlights_in, shown
from search.plan import EVERYTHING, Plan
from search.release import Release
from search.withdrawn import Withdrawn

_WAIT: Final = 30.0  # seconds of a search that has no deadline


class OpenSearchSnapshot:
    """A published generation and its terms; `history` is read when it is asked for.

    `statistics` are those of the terms, unless something was taken out of them.

    With releases withdrawn it answers as if they had been removed, but for the average lengths of the fields, which
    stand in the index: leaving out one release in a hundred moves a score by less than B / 100, that is .06 %.
    """

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        generation: Generation,
        terms: TermFile,
        analyzer: Analyzer,
        history: Callable[[], History],
        statistics: Statistics | None = None,
    ) -> None:
        self.generation = generation
        statistics = statistics or Statistics(terms)
        self.vocabulary = OpenSearchVocabulary(terms, statistics.documents, statistics.changes())
        self.facets = facet_values(statistics.labels)
        self.history = history
        self._cluster = cluster
        self._index = index
        self._terms = terms
        self._analyzer = analyzer
        self._withdrawn: Collection[str] = generation.withdrawn.ids
        self.day_counts = DayCounts.of(partial(self.search, compiled(EVERYTHING), NO_FILTERS, seconds=_WAIT))

    def without(self, withdrawn: Withdrawn) -> "OpenSearchSnapshot":
        """Return the same generation as if some of its releases had been removed."""
        statistics = Statistics(self._terms, most=sys.maxsize)
        for release in self._releases(sorted(withdrawn.ids)):
            if release is not None:
                statistics.subtract(held_by(release, self._analyzer))
        generation = self.generation.without(withdrawn, statistics.documents)
        return OpenSearchSnapshot(
            self._cluster, self._index, generation, self._terms, self._analyzer, self.history, statistics
        )

    def match(self, plan: Plan, deadline: Deadline, page: ExpectedPage | None = None) -> OpenSearchMatches:
        """Find what a plan matches; raises TooSlow at the deadline. The first answer brings the whole `page`."""
        deadline.check()
        return OpenSearchMatches(self, plan, deadline, page)

    def fetch(self, refs: Sequence[Ref], highlights: Highlights = ()) -> Iterator[Highlighted]:
        """Yield releases in the order of their ids, with the spans that the highlights take."""
        markers: dict[Highlights, Marker] = {}
        for release in self._found(refs):
            if release is None:
                raise IndexUnavailable(f"a release of generation {self.generation.id} is not there any more")
            taken = highlights_in(highlights, release)
            marker = markers.get(taken)
            if marker is None:
                marker = markers[taken] = Marker(taken, self._analyzer)
            yield Highlighted(release, marker.mark(release.title), shown(marker.mark(release.searched), release))

    def find(self, release_id: str) -> Found | None:
        """Return the release of an id, None when there is none of it."""
        if release_id in self._withdrawn:
            return None
        (found,) = self._documents([release_id], source=False)
        return Found(release_id) if found.get("found") else None

    def score(self, ref: Ref, plan: Plan) -> float | None:
        """Return what a plan scores a release with, its factor applied; None when the plan does not match it."""
        scored = with_factor(compiled(plan), self.day_counts.last)
        query = {"bool": {"must": [scored], "filter": [{"term": {ID: _found(ref).id}}]}}
        hits = self.search(query, NO_FILTERS, {"size": 1, "_source": False}, _WAIT)["hits"]["hits"]
        return float(hits[0]["_score"]) if hits else None

    def changed_after(self, moment: int) -> Sequence[Ref]:
        """Return the releases that changed after a moment (`Release.changed`), oldest change first, then by id."""
        query = {"bool": {"filter": [{"range": {CHANGED: {"gt": moment}}}]}}
        return [*map(Found, self._ids(query, [{CHANGED: {"order": "asc"}}]))]

    def search(self, query: Dsl, filters: Filters, request: Dsl, seconds: float) -> Any:
        """Return what a search of this generation answers, whole; nothing withdrawn is in it."""
        return self.search_all([(query, filters, request)], seconds)[0]

    def search_all(self, searches: Sequence[tuple[Dsl, Filters, Dsl]], seconds: float) -> list[Any]:
        """Return what searches (query, filters, all else) of this generation answer, in one request to the cluster."""
        timeout = {"timeout": f"{max(1, int(seconds * 1000))}ms"}
        bodies = [
            request | timeout | {"query": narrowed(query, filters, self._withdrawn)}
            for query, filters, request in searches
        ]
        try:
            answers = self._cluster.search(self._index, bodies, timeout=seconds + 1)
        except Missing:
            raise self._pruned() from None
        if any(answer["timed_out"] for answer in answers):
            raise TooSlow(
                f"the query took more than {seconds:g} seconds; ask for longer words or raise IZLA_TIME_LIMIT"
            )
        return answers

    def _ids(self, query: Dsl, order: Sequence[Dsl]) -> Iterator[str]:
        request: Dsl = {"size": WINDOW, "sort": [*order, {ID: {"order": "asc"}}], "_source": False}
        while hits := self.search(query, NO_FILTERS, request, _WAIT)["hits"]["hits"]:
            yield from (hit["sort"][-1] for hit in hits)
            request["search_after"] = hits[-1]["sort"]

    def _found(self, refs: Sequence[Ref]) -> Iterator[Release | None]:
        """Yield releases in the order of their refs; what a search brought along is not asked for."""
        found = [_found(ref) for ref in refs]
        asked = self._releases([ref.id for ref in found if ref.source is None])
        for ref in found:
            yield next(asked) if ref.source is None else release_of(ref.source)

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


def _found(ref: Ref) -> Found:
    if not isinstance(ref, Found):
        raise TypeError(f"{ref!r} is no ref of this snapshot")
    return ref
