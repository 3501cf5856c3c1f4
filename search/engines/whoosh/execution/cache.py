"""What was derived from the arrays, kept under one byte budget; reading it takes no lock."""

import threading
from collections.abc import Hashable
from typing import Any, Final, Protocol

_KEEP: Final = 0.75  # of the budget, after the oldest were dropped


class Sized(Protocol):
    """Something that knows how many bytes it holds, and notes that it was used."""

    used: bool

    @property
    def nbytes(self) -> int:
        """How many bytes it holds."""
        ...


class Cache:
    """Entries by key under a budget of bytes; those not used since the last time are dropped first.

    Readers and writers only touch a dict, one atomic step each; whoever finds the budget spent tidies up, unless
    somebody is at it.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._kept: dict[Hashable, Any] = {}
        self._tidying = threading.Lock()
        self._added = 0  # bytes since the last tidying, roughly

    def get(self, key: Hashable) -> Any:
        """Return an entry, None when it is not there."""
        entry = self._kept.get(key)
        if entry is not None:
            entry.used = True
        return entry

    def put(self, key: Hashable, entry: Sized) -> None:
        """Keep an entry."""
        self._kept[key] = entry
        self.grew(entry.nbytes)

    def grew(self, size: int) -> None:
        """Note that entries hold so many bytes more; tidy up when that is too much."""
        self._added += size + 300
        if self._added > self.budget * (1 - _KEEP) and self._tidying.acquire(blocking=False):
            try:
                self._tidy()
            finally:
                self._tidying.release()

    def clear(self) -> None:
        """Drop everything."""
        self._kept.clear()
        self._added = 0

    @property
    def nbytes(self) -> int:
        """How many bytes the entries hold."""
        return sum(entry.nbytes for entry in list(self._kept.values()))

    def _tidy(self) -> None:
        self._added = 0
        entries = list(self._kept.items())
        size = sum(entry.nbytes + 300 for _, entry in entries)
        target = self.budget * _KEEP
        for again in (False, True):
            for key, entry in entries:
                if size <= target:
                    return
                if entry.used and not again:
                    entry.used = False
                elif self._kept.pop(key, None) is not None:
                    size -= entry.nbytes + 300
