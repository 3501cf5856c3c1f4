"""The cluster as a service reads it: the live generation, opened once and shared.

Which one is live is asked at most once in `fresh` seconds, by one request; a new one is seen after that. Where nobody
says it, questions go on to the generation that is open: whether that can be searched, they find out themselves.
"""

import threading
import time
from functools import partial

from search.engines.opensearch.snapshot import OpenSearchSnapshot
from search.engines.opensearch.store import OpenSearchStore
from search.errors import IndexUnavailable
from search.withdrawn import NOTHING_WITHDRAWN, Withdrawn

FRESH = 1.0  # seconds


class OpenSearchIndex:
    """Snapshots of the live generation; safe to share between threads."""

    def __init__(self, store: OpenSearchStore, fresh: float = FRESH) -> None:
        self._store = store
        self._fresh = fresh
        self._current: OpenSearchSnapshot | None = None
        self._index = ""
        self._asked = 0.0  # on the monotonic clock
        self._narrowed: tuple[OpenSearchSnapshot, OpenSearchSnapshot] | None = None  # a whole one, what is left of it
        self._opening = threading.Lock()
        self._narrowing = threading.Lock()

    def snapshot(self, withdrawn: Withdrawn = NOTHING_WITHDRAWN) -> OpenSearchSnapshot:
        """Return the live generation, open; the one that is open stays when this fingerprint has none any more."""
        whole = self._whole()
        if not withdrawn.ids:
            return whole
        with self._narrowing:
            narrowed = self._narrowed
            if narrowed is None or narrowed[0] is not whole or narrowed[1].generation.withdrawn != withdrawn:
                narrowed = self._narrowed = (whole, whole.without(withdrawn))
            return narrowed[1]

    def ready(self) -> None:
        """Ask any node which generation is live; raises IndexUnavailable where none says it within a second."""
        if self._current is None:
            self._whole()
        self._store.live_index(soon=True)

    def _whole(self) -> OpenSearchSnapshot:
        current = self._current
        if current is not None and time.monotonic() - self._asked < self._fresh:
            return current
        if not self._opening.acquire(blocking=current is None) and current is not None:
            return current  # another request is looking
        try:
            current = self._current
            if current is not None and time.monotonic() - self._asked < self._fresh:
                return current
            try:
                live = self._store.live_index(soon=True)
            except IndexUnavailable:
                if current is None:
                    raise
                live = None
            if current is None or live not in (None, self._index):
                current = self._current = self._opened()
            self._asked = time.monotonic()
            return current
        finally:
            self._opening.release()

    def _opened(self) -> OpenSearchSnapshot:
        entry = self._store.require_live()
        generation, catalogue = entry.generation, self._store.catalogue
        self._index = catalogue.index(generation.id)
        return OpenSearchSnapshot(
            catalogue.cluster,
            self._index,
            generation,
            self._store.terms(entry),
            self._store.analyzer,
            partial(self._store.history, generation),
        )
