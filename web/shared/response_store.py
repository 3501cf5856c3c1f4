"""Response store: finished answers of one state of a generation, the latest asked for, under a byte budget."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

Key = tuple[str, ...]  # all that an answer depends on besides its generation

_OVERHEAD: Final = 1_000  # bytes, about: what Python takes for an entry besides its texts
_SEEN_BYTES: Final = 128  # about: what Python takes for a key's hash in `_seen`
_ROOMY: Final = 0.75  # of the budget, below which every answer is kept
_SEEN_SHARE: Final = 16  # one part in so many of the budget remembers what was asked once


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A finished answer: its headers, and its body packed with gzip, in a quarter of the room."""

    headers: tuple[tuple[str, str], ...]
    packed: bytes


class ResponseStore:
    """Keeps finished answers; safe to share between threads.

    An answer of one `Generation.state` stays right; all go when another one answers: another generation, or the same
    with something else withdrawn. Most questions are asked once: where room is short, an answer is worth it from the
    second time on, and what was asked longest ago goes first.
    """

    def __init__(self, budget: int) -> None:
        self._most_seen = budget // _SEEN_SHARE // _SEEN_BYTES
        self._budget = budget - self._most_seen * _SEEN_BYTES
        self._lock = threading.Lock()
        self._state = ""
        self._stored: OrderedDict[Key, StoredResponse] = OrderedDict()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """About what the stored answers take."""
        return self._bytes + len(self._seen) * _SEEN_BYTES

    def find(self, state: str, key: Key) -> StoredResponse | None:
        """Return a stored answer."""
        with self._lock:
            self._turn_to(state)
            if stored := self._stored.get(key):
                self._stored.move_to_end(key)
            return stored

    def wants(self, state: str, key: Key) -> bool:
        """Note that an answer had to be made; return whether to keep it: there is room, or it had to be before."""
        with self._lock:
            self._turn_to(state)
            if self._bytes < self._budget * _ROOMY:
                return True
            seen = hash(key)
            if seen in self._seen:
                del self._seen[seen]
                return True
            self._seen[seen] = None
            if len(self._seen) > self._most_seen:
                self._seen.popitem(last=False)
            return False

    def keep(self, state: str, key: Key, stored: StoredResponse) -> None:
        """Keep an answer; one larger than the whole budget is not kept."""
        with self._lock:
            self._turn_to(state)
            if before := self._stored.pop(key, None):
                self._bytes -= _size(key, before)
            if _size(key, stored) > self._budget:
                return
            self._stored[key] = stored
            self._bytes += _size(key, stored)
            while self._bytes > self._budget:
                self._bytes -= _size(*self._stored.popitem(last=False))

    def _turn_to(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self._stored.clear()
            self._seen.clear()
            self._bytes = 0


def _size(key: Key, stored: StoredResponse) -> int:
    texts = (*key, *(text for header in stored.headers for text in header))
    return _OVERHEAD + len(stored.packed) + 4 * sum(map(len, texts))  # four bytes a letter at most
