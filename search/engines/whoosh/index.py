"""The embedded engine as a service reads it: the live generation of the store, opened once and shared."""

import contextlib
import logging
import threading
from functools import partial
from typing import Final

from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.snapshot import WhooshSnapshot
from search.engines.whoosh.store import WhooshStore
from search.errors import IndexDamaged
from search.generation import Generation
from search.withdrawn import NOTHING_WITHDRAWN, Withdrawn

_log = logging.getLogger(__name__)
_MIB: Final = 1 << 20


class WhooshIndex:
    """Snapshots of the live generation; safe to share between threads.

    `cache` is how many MiB may be kept of what is derived from the arrays.
    """

    def __init__(self, store: WhooshStore, cache: int) -> None:
        self._store = store
        self._cache = Cache(cache * _MIB)
        self._current: WhooshSnapshot | None = None
        self._narrowed: tuple[WhooshSnapshot, WhooshSnapshot] | None = None  # a whole one, and what is left of it
        self._opening = threading.Lock()
        self._damaged: str | None = None  # the live generation that cannot be opened, while another one answers

    def snapshot(self, withdrawn: Withdrawn = NOTHING_WITHDRAWN) -> WhooshSnapshot:
        """Return the live generation, open; the one that is open stays when this fingerprint has none any more."""
        whole = self._whole()
        return self._without(whole, withdrawn) if withdrawn.ids else whole

    def ready(self) -> None:
        """Raise IndexUnavailable where there is no live generation."""
        self._whole()

    def _without(self, whole: WhooshSnapshot, withdrawn: Withdrawn) -> WhooshSnapshot:
        """Return what is left of a snapshot; made once for what is withdrawn at a time."""
        if left := self._left(whole, withdrawn):
            return left
        with self._opening:
            left = self._left(whole, withdrawn)
            if left is None:
                left = whole.without(withdrawn, self._narrowed[1] if self._narrowed else None)
                self._narrowed = (whole, left)
            return left

    def _left(self, whole: WhooshSnapshot, withdrawn: Withdrawn) -> WhooshSnapshot | None:
        narrowed = self._narrowed
        if narrowed and narrowed[0] is whole and narrowed[1].generation.withdrawn == withdrawn:
            return narrowed[1]
        return None

    def _whole(self) -> WhooshSnapshot:
        """Return the live generation with all its releases; the last good one where that is damaged.

        Another run may publish and prune while this one opens: then the newer generation is opened instead.
        """
        while True:
            live = self._store.live_id()
            current = self._current
            if current is not None and live in (None, current.generation.id, self._damaged):
                return current
            try:
                return self._opened(live)
            except (IndexDamaged, OSError) as error:
                if self._store.live_id() == live:
                    return self._instead_of(live, error)

    def _opened(self, live: str | None) -> WhooshSnapshot:
        with self._opening:
            current = self._current
            if current is None or current.generation.id != live:
                current = self._open(self._store.require_live())
                self._current, self._damaged = current, None
                self._let_go(current)
            return current

    def _let_go(self, current: WhooshSnapshot) -> None:
        """Keep nothing derived from segments that are replaced: it would hold their files open."""
        narrowed = self._narrowed[1].reader.segments if self._narrowed else ()
        self._cache.keep_of({*current.reader.segments, *narrowed})

    def _instead_of(self, live: str | None, error: Exception) -> WhooshSnapshot:
        """Return what is open, else the newest generation that can be opened; raises `error` where there is none.

        Once for a damaged generation: the next one that is published is opened as ever.
        """
        with self._opening:
            if self._current is None:
                self._current = self._newest_sound(live)
            if self._current is None:
                raise error
            if self._damaged != live:
                self._damaged = live
                _log.error("%s. Until then %s answers", error, self._current.generation.id)
            return self._current

    def _newest_sound(self, live: str | None) -> WhooshSnapshot | None:
        for generation in self._store.list():
            if generation.id != live and generation.fingerprint == self._store.fingerprint:
                with contextlib.suppress(IndexDamaged, OSError):
                    return self._open(generation)
        return None

    def _open(self, generation: Generation) -> WhooshSnapshot:
        folder, history = self._store.folder(generation), partial(self._store.history, generation)
        return WhooshSnapshot.open(generation, folder, self._cache, self._store.analyzer, self._current, history)
