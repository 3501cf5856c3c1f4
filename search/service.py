"""The embedded engine: one snapshot a request, the whole answer from it."""

import threading
import time
from dataclasses import replace
from itertools import islice
from typing import Final

import numpy as np

from search.answer import (
    Answer,
    Changes,
    Completion,
    Exit,
    Explanation,
    Export,
    Generation,
    Hit,
    Piece,
    Reading,
    Refinement,
    Suggestion,
)
from search.assist.autocomplete import complete
from search.assist.explain import shares
from search.assist.filter_suggestions import Names
from search.assist.more_like_this import similar
from search.assist.spellcheck import meant
from search.clock import today
from search.deadline import Deadline
from search.engines.whoosh import matches
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.highlighting import marked
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.sorting import page
from search.engines.whoosh.store import WhooshStore
from search.errors import IndexDamaged
from search.query import Query
from search.query_language.compiler import Asking
from search.query_language.relaxation import Read, read, write
from search.query_language.synonyms import Synonyms
from search.snippets import Wanted, fragments, lead, mark, pieces
from search.uzbek import to_cyrillic

REFINEMENTS: Final = 3
_TRIED: Final = 6  # named filters that are looked for, of a query that names many
_MIB: Final = 1 << 20


class WhooshEngine:
    """Answers from the live generation of the store; safe to share between threads."""

    def __init__(self, store: WhooshStore, *, cache: int, time_limit: float, synonyms: Synonyms, names: Names) -> None:
        self._store = store
        self._names = names
        self._synonyms = synonyms
        self._cache = Cache(cache * _MIB)
        self._time_limit = time_limit
        self._current: Snapshot | None = None
        self._opening = threading.Lock()

    def snapshot(self) -> Snapshot:
        """Return the live generation, open; the one that is open stays when this fingerprint has none any more.

        Another run may publish and prune while this one opens: then the newer generation is opened instead.
        """
        while True:
            live = self._store.live_id()
            current = self._current
            if current is not None and live in (None, current.generation.id):
                return current
            try:
                return self._opened(live)
            except (IndexDamaged, OSError):
                if self._store.live_id() == live:
                    raise

    def _opened(self, live: str | None) -> Snapshot:
        with self._opening:
            current = self._current
            if current is None or current.generation.id != live:
                generation = self._store.require_live()
                current = Snapshot(generation, self._store.folder(generation), self._cache, current)
                self._current = current
            return current

    def generation(self) -> Generation:
        """Return the generation that the next answer comes from."""
        return self.snapshot().generation

    def answer(self, query: Query) -> Answer:
        """Answer a query; raises TooSlow at the time limit."""
        return self._answer(self.snapshot(), query)

    def _answer(self, snapshot: Snapshot, query: Query) -> Answer:
        clock = _Clock()
        asking = self._asking(snapshot)
        filters = matches.filters_of(query, snapshot)
        clock.lap("open")
        found = read(asking, query.q, filters.count, relax=query.order == "relevance")
        hits = filters.hits(found.found)
        total = sum(map(len, hits))
        clock.lap("search")
        facets = matches.facets(query, snapshot, found.found, filters)
        histogram = matches.histogram(query, snapshot, found.found, filters)
        clock.lap("facets")
        places = page(query, snapshot, found, hits)
        clock.lap("order")
        scored = query.order == "relevance" and bool(query.q)
        shown = tuple(
            Hit(
                release=own.release,
                score=score if scored else None,
                title=pieces(own.release.title, own.title),
                snippets=fragments(own.release.body, own.body),
                explanation=shares(asking, found, place)[0] if query.explain and scored else None,
            )
            for (place, score), own in zip(places, marked(snapshot, [p for p, _ in places], found.wanted), strict=True)
        )
        clock.lap("snippets")
        better = self._meant(snapshot, query, found, filters)
        refinements = self._refinements(snapshot, query)
        clock.lap("suggestions")
        return Answer(
            query=query,
            understanding=found.understanding,
            total=total,
            page=query.page,
            pages=-(-total // query.per_page),
            hits=shown,
            facets=facets,
            histogram=histogram,
            exits=() if total else self._exits(snapshot, query, found, filters),
            meant=better,
            refinements=refinements,
            generation=snapshot.generation,
            timings=clock.laps(),
        )

    def suggest(self, q: str, limit: int) -> tuple[Completion, ...]:
        """Return ways to go on from typed words, from the titles that there are; none for less than two letters."""
        snapshot = self.snapshot()
        return complete(lambda: self._asking(snapshot), q, limit)

    def export(self, query: Query) -> Export:
        """Return everything that a query finds, however much; raises TooSlow at the time limit."""
        snapshot = self.snapshot()
        filters = matches.filters_of(query, snapshot)
        found = read(self._asking(snapshot), query.q, filters.count, relax=query.order == "relevance")
        hits = filters.hits(found.found)
        total = sum(map(len, hits))
        places = page(replace(query, page=1, per_page=total), snapshot, found, hits)
        return Export(snapshot.generation, total, (snapshot.release(place) for place, _ in places))

    def changes(self, since: str) -> Changes:
        """Return what changed since the generation of that id; raises UnknownGeneration."""
        snapshot = self.snapshot()
        generation = snapshot.generation
        history = self._store.history(generation)
        begun = generation.begun if since == generation.id else history.since(since)
        places = snapshot.changed_after(begun)
        return Changes(
            generation=generation,
            since=begun,
            total=len(places),
            releases=map(snapshot.release, places),
            gone=tuple(sorted({each.id for each in history.gone if each.at > begun and not snapshot.holds(each.id)})),
        )

    def explain(self, release_id: str, query: Query) -> Explanation:
        """Return why a release has its score for a query, or why it is not found; raises NotFound."""
        snapshot = self.snapshot()
        place = snapshot.place(release_id)
        asking = self._asking(snapshot)
        filters = matches.filters_of(query, snapshot)
        found = read(asking, query.q, filters.count, relax=query.order == "relevance")
        held, lacking = shares(asking, found, place)
        outside = tuple(name for name in filters.chosen if not filters.lets(name, snapshot.alone(place)))
        matched = bool(found.found[place.segment].has(np.array([place.document]))[0])
        return Explanation(
            id=release_id,
            score=sum(share for _, share in held) if matched and not outside else None,
            shares=held,
            lacking=lacking,
            filters=outside,
            excluded=not matched and not lacking,
        )

    def _asking(self, snapshot: Snapshot) -> Asking:
        return Asking(snapshot, Deadline.after(self._time_limit), self._synonyms)

    def read(self, release_id: str, q: str = "") -> Reading:
        """Return one release for reading, marked where `q` matches; raises NotFound."""
        snapshot = self.snapshot()
        place = snapshot.place(release_id)
        release = snapshot.release(place)
        wanted: Wanted = ()
        if q:
            asking = self._asking(snapshot)
            wanted = read(asking, q, lambda found: sum(map(len, found)), relax=False).wanted
        paragraphs = [paragraph for paragraph in release.body.split("\n\n") if paragraph.strip()]
        return Reading(
            release=release,
            title=pieces(release.title, mark(release.title, wanted)),
            paragraphs=tuple(pieces(paragraph, mark(paragraph, wanted)) for paragraph in paragraphs),
            similar=tuple(
                Hit(other, None, (Piece(other.title),) if other.title else (), lead(other.body))
                for other in map(snapshot.release, similar(snapshot, place, release))
            ),
            generation=snapshot.generation,
        )

    def _meant(self, snapshot: Snapshot, query: Query, found: Read, filters: matches.Filters) -> Suggestion | None:
        """Return the query that was perhaps meant, when all its words match more than all the words typed."""
        asking = self._asking(snapshot)
        tree = meant(asking, found.tree) if found.tree else None
        if tree is None:
            return None
        text = write(tree)
        better = query.with_(q=to_cyrillic(text) if found.understanding.script == "cyrl" else text)
        typed, likely = (
            filters.count(read(self._asking(snapshot), each.q, filters.count, relax=False).found)
            for each in (query, better)
        )
        return Suggestion(better, likely) if likely > typed else None

    def _refinements(self, snapshot: Snapshot, query: Query) -> tuple[Refinement, ...]:
        """Return at most REFINEMENTS queries with words made filters, those that find something."""
        found = []
        for refined in islice(self._names.refine(query, today()), _TRIED):
            if count := self._count(snapshot, refined.query):
                found.append(Refinement(refined.filters, refined.query, count))
        return tuple(found[:REFINEMENTS])

    def _count(self, snapshot: Snapshot, query: Query) -> int:
        """Return how much a query finds as it is written."""
        filters = matches.filters_of(query, snapshot)
        return filters.count(read(self._asking(snapshot), query.q, filters.count, relax=False).found)

    def _exits(self, snapshot: Snapshot, query: Query, found: Read, filters: matches.Filters) -> tuple[Exit, ...]:
        ways = matches.exits(query, found.found, filters)
        if ways or query.order == "relevance":
            return ways
        broader = matches.any_word_query(query)
        count = self._count(snapshot, broader) if broader else 0
        return (*ways, Exit("all-words", broader, count)) if broader and count else ways


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
