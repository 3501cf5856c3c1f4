"""The search service: one snapshot and one deadline a request, the whole answer from an engine's primitives."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from search.analysis.analyzer import Analyzer
from search.answer import (
    Answer,
    Changes,
    Completion,
    Explanation,
    Export,
    Histogram,
    Hit,
    Partial,
    Piece,
    ReleaseView,
    Withdrawals,
)
from search.assist.assistance import Request, assist
from search.assist.autocomplete import complete
from search.assist.explain import shares
from search.assist.more_like_this import more_like_this
from search.assist.name_completions import NameCompletions
from search.assist.readings import answered_query, page_total
from search.assist.written_forms import WrittenForms
from search.clock import today
from search.deadline import Deadline
from search.engine import Index, Ranked, Ref, Snapshot
from search.errors import NotFound, ReleaseMerged, ReleaseWithdrawn
from search.facets.histogram import histogram
from search.facets.selection import DATE
from search.facets.values import facets
from search.generation import Generation
from search.highlighting import Highlights, highlights_in, mark
from search.plan import EVERYTHING
from search.query import ONLY, YES, Query
from search.query_language.filter_names import FilterNames
from search.query_language.generation_names import GenerationNames
from search.query_language.relaxation import PARTIAL_HITS, Interpretation
from search.query_language.source_names import Aliases
from search.query_language.synonyms import Synonyms
from search.release import Release
from search.snippets import fragments, lead, pieces
from search.withdrawn import NOTHING_READ, Reading


class SearchService:
    """Answers from the live generation of an index; safe to share between threads.

    `analyzer` is the site's, with which the index was written; `synonyms`, `names` and the `aliases` of offices are the
    site's too. `time_limit` is in
    seconds a request: an answer that is not there by then raises TooSlow; what only assists is left out, and the answer
    says so. Every call takes one snapshot: what it returns belongs to one generation. All raise IndexUnavailable when
    there is nothing to search. `withdrawn` says, whenever it is asked, what is withdrawn: it is in no answer.
    """

    def __init__(
        self,
        index: Index,
        *,
        analyzer: Analyzer,
        time_limit: float,
        synonyms: Synonyms,
        names: FilterNames,
        aliases: Aliases,
        withdrawn: Callable[[], Reading] = lambda: NOTHING_READ,
    ) -> None:
        self._index = index
        self._analyzer = analyzer
        self._time_limit = time_limit
        self._synonyms = synonyms
        self._names = names
        self._aliases = aliases
        self._withdrawn = withdrawn
        self._held: _Held | None = None

    def generation(self) -> Generation:
        """Return the generation that the next answer comes from."""
        return self._snapshot().generation

    def ready(self) -> Generation:
        """Return the generation that answers; looks whether questions can be answered now."""
        self._index.ready()
        return self.generation()

    def withdrawals(self) -> Withdrawals:
        """Return how many releases are withdrawn, of them all and of the live generation, and what is wrong."""
        reading = self._withdrawn()
        whole, left = self._index.snapshot(), self._index.snapshot(reading.withdrawn)
        held = whole.generation.documents - left.generation.documents
        return Withdrawals(len(reading.withdrawn.ids), held, reading.fault)

    def answer(self, query: Query, *, acting: bool = False, facets_size: int | None = None) -> Answer:
        """Answer a query; raises TooSlow at the time limit.

        With `acting`, as on a page, names and dates among the words act as filters where nothing else was typed or no
        release holds all the words, and releases that hold some of the words stand apart: unless the query says
        otherwise. `facets_size` is how many values a facet has at most where the query does not say it.
        """
        clock = _Clock()
        request = self._request(apart=acting or query.read == YES)
        snapshot = request.snapshot
        clock.lap("open")
        answered = answered_query(request, query, acting=acting)
        query, interpretation, filters = answered.query, answered.interpretation, answered.query.filters
        clock.lap("search")
        shown_facets = facets(query, interpretation.matches, filters, facets_size)
        shown_histogram = _histogram(request, query, interpretation, acting=acting)
        clock.lap("facets")
        ranked = interpretation.matches.rank(filters, query.order, (query.page - 1) * query.per_page, query.per_page)
        clock.lap("order")
        scored = query.order == "relevance" and bool(query.q)
        hits = tuple(_hits(snapshot, ranked, interpretation, scored=scored, explain=query.explain))
        partial = _partial(snapshot, query, interpretation)
        clock.lap("snippets")
        assistance = assist(request, query, interpretation)
        clock.lap("suggestions")
        return Answer(
            query=query,
            understanding=replace(interpretation.understanding, words=assistance.words),
            total=interpretation.total,
            page=query.page,
            pages=-(-interpretation.total // query.per_page),
            hits=hits,
            facets=shown_facets,
            histogram=shown_histogram,
            exits=assistance.exits,
            meant=assistance.meant,
            unquoted=assistance.unquoted,
            refinements=assistance.refinements,
            reading=answered.reading,
            corrected=answered.corrected,
            partial=partial,
            left_out=assistance.left_out,
            generation=snapshot.generation,
            timings=clock.laps(),
        )

    def read(self, release_id: str, q: str = "", script: str | None = None) -> ReleaseView:
        """Return one release for reading, highlighted where `q` matches.

        Where the release was published in `script` too, it is that text. Raises NotFound, ReleaseMerged, or
        ReleaseWithdrawn.
        """
        request = self._request()
        snapshot = request.snapshot
        ref, found = _found(snapshot, release_id)
        release = found.written_in(script)
        highlights: Highlights = ()
        if q:
            highlights = highlights_in(request.interpret(Query(q=q, sort="-date")).highlights, release)
        paragraphs = [paragraph for paragraph in release.body.split("\n\n") if paragraph.strip()]
        similar = snapshot.fetch(more_like_this(snapshot, ref, found, self._analyzer, request.deadline))
        return ReleaseView(
            release=release,
            title=pieces(release.title, mark(release.title, highlights, self._analyzer)),
            paragraphs=tuple(
                pieces(paragraph, mark(paragraph, highlights, self._analyzer)) for paragraph in paragraphs
            ),
            similar=tuple(_unmarked(other.release) for other in similar),
            generation=snapshot.generation,
        )

    def suggest(self, q: str, limit: int) -> tuple[Completion, ...]:
        """Return completions of typed words, from the terms and titles there are; none for less than two letters."""
        request = self._request(apart=True)
        held = self._held_by(request.snapshot, request.deadline)
        return complete(
            q,
            limit,
            request.snapshot,
            self._synonyms,
            self._analyzer,
            request.deadline,
            lambda text: page_total(request, Query(text)),
            held.completions,
            held.written,
        )

    def export(self, query: Query) -> Export:
        """Return everything that a query finds, however much; raises TooSlow at the time limit."""
        request = self._request(apart=query.read == YES)
        answered = answered_query(request, query, acting=False, shown=False)
        query, interpretation = answered.query, answered.interpretation
        ranked = interpretation.matches.rank(query.filters, query.order, 0, interpretation.total)
        releases = request.snapshot.fetch([each.ref for each in ranked])
        return Export(request.snapshot.generation, interpretation.total, (each.release for each in releases))

    def changes(self, since: str) -> Changes:
        """Return what changed since the generation of that id; raises UnknownGeneration.

        Whatever is withdrawn is gone, since nobody knows when that was written down.
        """
        snapshot = self._snapshot()
        generation, history = snapshot.generation, snapshot.history()
        begun = generation.begun if since == generation.id else history.since(since)
        refs = snapshot.changed_after(begun)
        gone = {removed.id for removed in history.gone if removed.at > begun and snapshot.find(removed.id) is None}
        gone |= generation.withdrawn.ids
        heirs = history.heirs
        return Changes(
            generation=generation,
            since=begun,
            total=len(refs),
            releases=(each.release for each in snapshot.fetch(refs)),
            gone=tuple(sorted(gone)),
            heirs={name: heirs[name] for name in gone if name in heirs and name not in generation.withdrawn.ids},
        )

    def explain(self, release_id: str, query: Query) -> Explanation:
        """Return why a release has its score for a query, or why it is not found; raises NotFound."""
        request = self._request()
        ref, release = _found(request.snapshot, release_id)
        interpretation = request.interpret(query)
        held, lacking = shares(request.snapshot, interpretation.leaves, ref)
        filters = query.filters
        outside = tuple(name for name in filters.names if not filters.only(name).admits(release))
        matched = request.snapshot.score(ref, interpretation.plan) is not None
        return Explanation(
            id=release_id,
            score=sum(share for _, share in held) if matched and not outside else None,
            shares=held,
            lacking=lacking,
            filters=outside,
            excluded=not matched and not lacking,
        )

    def _request(self, *, apart: bool = False) -> Request:
        snapshot, deadline = self._snapshot(), Deadline.after(self._time_limit)
        held = self._held_by(snapshot, deadline)
        return Request(snapshot, self._synonyms, self._analyzer, held.names, held.written, deadline, apart)

    def _snapshot(self) -> Snapshot:
        return self._index.snapshot(self._withdrawn().withdrawn)

    def _held_by(self, snapshot: Snapshot, deadline: Deadline) -> "_Held":
        """Return what is kept of the live generation; two threads that ask first both make it, to the same end."""
        held = self._held
        if held is None or held.state != snapshot.generation.state:
            names = GenerationNames(snapshot, self._names, self._aliases, deadline)
            held = self._held = _Held(snapshot.generation.state, names, self._analyzer.key)
        return held


class _Held:
    """What is derived once from a generation: its names, their completions, and how its words are written."""

    def __init__(self, state: str, names: GenerationNames, key: Callable[[str], str]) -> None:
        self.state: Final = state
        self.names: Final = names
        self.written: Final = WrittenForms()
        self._key = key

    @cached_property
    def completions(self) -> NameCompletions:
        """The completions of names; made when something is first suggested."""
        held = self.names.held
        rows = (
            (facet, value, label, count, self.names.called(facet, value))
            for facet, values in held.items()
            for value, (label, count) in values.items()
        )
        return NameCompletions(
            ((facet, value, (called or (label,))[0], count, called) for facet, value, label, count, called in rows),
            self._key,
        )


def _histogram(request: Request, query: Query, interpretation: Interpretation, *, acting: bool) -> Histogram | None:
    """Return the histogram of an answer; on a page, with the periods of today and the whole archive behind it."""
    if not acting or (query.facets is not None and DATE not in query.facets):
        return histogram(query, interpretation.matches, query.filters)
    archive = request.snapshot.match(EVERYTHING, request.deadline) if query.q or query.selections else None
    return histogram(query, interpretation.matches, query.filters, today=today(), archive=archive)


def _partial(snapshot: Snapshot, query: Query, interpretation: Interpretation) -> Partial | None:
    """Return the releases that hold some of the words of a query, where they stand apart."""
    some = interpretation.partial
    if some is None:
        return None
    ranked = some.matches.rank(query.filters, query.order, 0, PARTIAL_HITS)
    hits = tuple(_hits(snapshot, ranked, interpretation, scored=True, explain=query.explain))
    return Partial(query.with_(partial=ONLY), some.required, some.total, hits)


def _hits(
    snapshot: Snapshot, ranked: Sequence[Ranked], interpretation: Interpretation, *, scored: bool, explain: bool
) -> Iterator[Hit]:
    highlighted = snapshot.fetch([each.ref for each in ranked], interpretation.highlights)
    for each, marked in zip(ranked, highlighted, strict=True):
        release = _without_withdrawn(marked.release, snapshot)
        yield Hit(
            release=release,
            score=each.score if scored else None,
            title=pieces(release.title, marked.title),
            snippets=fragments(release.body, marked.body),
            explanation=shares(snapshot, interpretation.leaves, each.ref)[0] if explain and scored else None,
        )


def _unmarked(release: Release) -> Hit:
    return Hit(release, None, (Piece(release.title),) if release.title else (), lead(release.body))


def _found(snapshot: Snapshot, release_id: str) -> tuple[Ref, Release]:
    ref = snapshot.find(release_id)
    if release_id in snapshot.generation.withdrawn.ids:
        raise ReleaseWithdrawn(release_id)
    if ref is None:
        heir = snapshot.history().heirs.get(release_id)
        if heir is not None and snapshot.find(heir) is not None:
            raise ReleaseMerged(release_id, heir)
        raise NotFound(f"there is no release {release_id!r} in the index")
    return ref, _without_withdrawn(next(snapshot.fetch([ref])).release, snapshot)


def _without_withdrawn(release: Release, snapshot: Snapshot) -> Release:
    """Return a release without those of its copies that were withdrawn."""
    withdrawn = snapshot.generation.withdrawn.ids
    if not release.copies or not any(copy.id in withdrawn for copy in release.copies):
        return release
    return release.with_(copies=tuple(copy for copy in release.copies if copy.id not in withdrawn))


class _Clock:
    """Laps in milliseconds, in the order they were run."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._laps: list[tuple[str, float]] = []

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps.append((name, round((now - self._last) * 1000, 3)))
        self._last = now

    def laps(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._laps)
