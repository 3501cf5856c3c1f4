"""The cache of what was derived from the arrays, under one budget of bytes; reading it takes no lock."""

import threading
from collections.abc import Collection, Hashable
from typing import Any, Final, Protocol

_KEEP: Final = 0.75  # share of the budget that is left after tidying, so that tidying is rare
_OVERHEAD: Final = 300  # bytes, about, that an entry takes besides its arrays: key, objects, room in the dict


class Sized(Protocol):
    """Something that knows how many bytes it takes; the cache notes in `used` that it was asked for."""

    used: bool

    @property
    def nbytes(self) -> int:
        """How many bytes it takes."""
        ...


class Cache:
    """Entries by key under a budget of bytes; those not used since the last tidying are dropped first.

    Readers and writers only touch a dict, one atomic step each; the thread that finds the budget spent tidies up,
    unless another one is at it.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._entries: dict[Hashable, Any] = {}
        self._tidying = threading.Lock()
        self._added = 0  # bytes since the last tidying, roughly

    def get(self, key: Hashable) -> Any:
        """Return an entry, None when it is not there."""
        entry = self._entries.get(key)
        if entry is not None:
            entry.used = True
        return entry

    def put(self, key: Hashable, entry: Sized) -> None:
        """Keep an entry."""
        self._entries[key] = entry
        self.grew(entry.nbytes)

    def grew(self, size: int) -> None:
        """Note that entries hold so many bytes more; tidy up when that is too much."""
        self._added += size + _OVERHEAD
        if self._added > self.budget * (1 - _KEEP) and self._tidying.acquire(blocking=False):
            try:
                self._tidy()
            finally:
                self._tidying.release()

    def keep_of(self, owners: Collection[object]) -> None:
        """Drop what belongs to others than these; an entry belongs to the first part of its key, a tuple."""
        for key in list(self._entries):
            if isinstance(key, tuple) and key[0] not in owners:
                self._entries.pop(key, None)

    def clear(self) -> None:
        """Drop everything."""
        self._entries.clear()
        self._added = 0

    @property
    def nbytes(self) -> int:
        """How many bytes the entries hold."""
        return sum(entry.nbytes for entry in list(self._entries.values()))

    def _tidy(self) -> None:
        self._added = 0
        entries = list(self._entries.items())
        size = sum(entry.nbytes + _OVERHEAD for _, entry in entries)
        target = self.budget * _KEEP
        for again in (False, True):
            for key, entry in entries:
                if size <= target:
                    return
                if entry.used and not again:
                    entry.used = False
                elif self._entries.pop(key, None) is not None:
                    size -= entry.nbytes + _OVERHEAD
