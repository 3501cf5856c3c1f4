"""The embedded engine: one snapshot a request, the whole answer from it."""

import threading
import time
from dataclasses import replace

import numpy as np
from whoosh.index import EmptyIndexError

from search.answer import Answer, Exit, Generation, Hit, Piece, Reading, Snippet
from search.engines.whoosh import narrowing
from search.engines.whoosh.columns import Columns, Ints
from search.engines.whoosh.matching import Floats, Matcher
from search.engines.whoosh.postings import Deadline
from search.engines.whoosh.reading import Read, read
from search.engines.whoosh.similar import similar
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.store import WhooshStore
from search.errors import IndexDamaged
from search.query import Query
from search.snippets import Wanted, fragments, lead, mark, pieces


class WhooshEngine:
    """Answers from the live generation of the store; safe to share between threads."""

    def __init__(self, store: WhooshStore, *, cache: int, time_limit: float) -> None:
        self._store = store
        self._cache = cache
        self._time_limit = time_limit
        self._current: Snapshot | None = None
        self._lock = threading.Lock()

    def snapshot(self) -> Snapshot:
        """Return the live generation, open for the calling thread.

        Another run may publish and prune while this one opens: then the newer generation is opened instead.
        """
        while True:
            live = self._store.live_id()
            try:
                snapshot = self._opened(live)
                snapshot.reader  # noqa: B018  # opens it for this thread, before its files may go
                return snapshot
            except (IndexDamaged, OSError, EmptyIndexError):
                if self._store.live_id() == live:
                    raise

    def _opened(self, live: str | None) -> Snapshot:
        """Return the snapshot of a generation; the one that is open stays when this fingerprint has none any more."""
        current = self._current
        if current is not None and live in (None, current.generation.id):
            return current
        with self._lock:
            if self._current is None or self._current.generation.id != live:
                generation = self._store.require_live()
                self._current = Snapshot(generation, self._store.folder(generation), self._cache)
            return self._current

    def generation(self) -> Generation:
        """Return the generation that the next answer comes from."""
        return self.snapshot().generation

    def answer(self, query: Query) -> Answer:
        """Answer a query; raises TooSlow at the time limit."""
        return self._answer(self.snapshot(), query)

    def _answer(self, snapshot: Snapshot, query: Query) -> Answer:
        clock = _Clock()
        columns = snapshot.columns
        matcher = Matcher(snapshot, Deadline.after(self._time_limit))
        filters = narrowing.filters_of(query, columns)
        clock.lap("open")
        found = read(matcher, query.q, filters.but(), relax=query.order == "relevance")
        matched = found.matches.mask
        mask = matched & filters.but()
        total = int(mask.sum())
        clock.lap("search")
        facets = narrowing.facets(query, columns, matched, filters)
        histogram = narrowing.histogram(query, columns, matched, filters)
        clock.lap("facets")
        scores = found.matches.scores * columns.factors
        page = _page(np.flatnonzero(mask), scores, columns, query)
        scored = query.order == "relevance" and bool(query.q)
        hits = tuple(
            Hit(
                release=(release := snapshot.release(number)),
                score=float(scores[number]) if scored else None,
                title=_marked(release.title, found.wanted),
                snippets=fragments(release.body, mark(release.body, found.wanted)),
                explanation=_explain(found, columns, number) if query.explain and scored else None,
            )
            for number in page.tolist()
        )
        clock.lap("snippets")
        return Answer(
            query=query,
            understanding=found.understanding,
            total=total,
            page=query.page,
            pages=-(-total // query.per_page),
            hits=hits,
            facets=facets,
            histogram=histogram,
            exits=() if total else self._exits(snapshot, query, found, filters),
            generation=snapshot.generation,
            timings=clock.laps(),
        )

    def read(self, release_id: str, q: str = "") -> Reading:
        """Return one release for reading, marked where `q` matches; raises NotFound."""
        snapshot = self.snapshot()
        number = snapshot.number(release_id)
        release = snapshot.release(number)
        deadline = Deadline.after(self._time_limit)
        wanted: Wanted = ()
        if q:
            matcher = Matcher(snapshot, deadline)
            wanted = read(matcher, q, snapshot.columns.live, relax=False).wanted
        paragraphs = [paragraph for paragraph in release.body.split("\n\n") if paragraph.strip()]
        return Reading(
            release=release,
            title=_marked(release.title, wanted),
            paragraphs=tuple(_marked(paragraph, wanted) for paragraph in paragraphs),
            similar=tuple(
                Hit(other, None, (Piece(other.title),) if other.title else (), lead(other.body))
                for other in map(snapshot.release, similar(snapshot, number, release, deadline))
            ),
            generation=snapshot.generation,
        )

    def _exits(self, snapshot: Snapshot, query: Query, found: Read, filters: narrowing.Filters) -> tuple[Exit, ...]:
        ways = narrowing.exits(query, found.matches.mask, filters)
        if ways or query.order == "relevance":
            return ways
        broader = narrowing.any_word_query(query)
        count = self._answer(snapshot, replace(broader, per_page=1, facets=())).total if broader else 0
        return (*ways, Exit("all-words", broader, count)) if broader and count else ways


def _page(numbers: Ints, scores: Floats, columns: Columns, query: Query) -> Ints:
    """Return the document numbers of the page asked for, in the total order of the query."""
    days = columns.days[numbers]
    dated = days > 0
    newest = -days  # undated (0) after every dated one
    ids = columns.id_order[numbers]
    match query.order:
        case "relevance":
            order = np.lexsort((ids, newest, -scores[numbers]))
        case "-date":
            order = np.lexsort((ids, newest))
        case _:
            order = np.lexsort((ids, days, ~dated))
    start = (query.page - 1) * query.per_page
    return numbers[order[start : start + query.per_page]]


def _explain(found: Read, columns: Columns, number: int) -> tuple[tuple[str, float], ...]:
    """Return each leaf's share of a document's score, its factor applied; they add up to the score."""
    shares = ((name, float(scores[number] * columns.factors[number])) for name, scores in found.shares)
    return tuple((name, share) for name, share in shares if share)


def _marked(text: str, wanted: Wanted) -> Snippet:
    return pieces(text, mark(text, wanted))


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
