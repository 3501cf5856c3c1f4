"""Response store: finished answers that all worker processes share, the latest asked for, in memory of a fixed size.

Ours because the libraries keep what processes share in Redis or memcached, on disk, or in each process by itself, where
every one of them makes and holds the same answer.
"""

import struct
from dataclasses import dataclass
from hashlib import blake2b
from mmap import mmap
from typing import Final

import orjson

from web.shared.shared_memory import SharedMemory

Key = tuple[str, ...]  # all that an answer depends on besides its generation

_HEAD: Final = struct.Struct("=QQ16s")  # bytes ever written, those before the latest state, and which state that is
_WRITTEN: Final = struct.Struct("=Q")
_SLOT: Final = struct.Struct("=16sQI")  # whose answer, where it begins in all that was ever written, how long it is
_PLACE: Final = struct.Struct("=QI")
_DIGEST: Final = 16  # bytes
_NOBODY: Final = bytes(_DIGEST)
_SEEN: Final = struct.Struct("=Q")  # what was made once
_LENGTH: Final = struct.Struct("=I")  # of the headers, before them
_AN_ANSWER: Final = 4_096  # bytes of the budget for each slot: an answer has 5,000 and more
_WAYS: Final = 8  # slots a bucket; when all are taken, the answer written longest ago is forgotten
_SEEN_SHARE: Final = 64  # one part in so many of the budget remembers what was made once
_ROOMY: Final = 0.75  # of the room, up to which every answer of a state is kept


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A finished answer: its headers, and its body packed with gzip, in a quarter of the room."""

    headers: tuple[tuple[str, str], ...]
    packed: bytes


class ResponseStore:
    """Keeps finished answers in a ring: the next one takes the place of those written longest ago.

    To be made before the workers are forked. An answer of one `Generation.state` stays right; it is found by its state
    and its key. What is found in the older half of the ring is written once more, so that what is asked for stays.
    Most questions are asked once: where room is short, an answer is worth it from the second time on.

    A process may be killed at any moment: the room of an answer is taken before its bytes are there, and its slot has
    an owner only afterwards. Each step is a copy of a few bytes (`pack_into` clears its bytes first).
    """

    def __init__(self, budget: int) -> None:
        self._buckets = max(1, budget // _AN_ANSWER // _WAYS)
        self._most_seen = max(1, budget // _SEEN_SHARE // _SEEN.size)
        self._seen = _HEAD.size + self._buckets * _WAYS * _SLOT.size
        self._ring = self._seen + self._most_seen * _SEEN.size
        self._room = max(0, budget - self._ring)
        self._shared = SharedMemory(self._ring + self._room)
        _WRITTEN.pack_into(self._shared.memory, 0, self._room)  # so that an empty slot is older than any answer

    def find(self, state: str, key: Key) -> StoredResponse | None:
        """Return a stored answer."""
        whose = _digest(state, *key)
        with self._shared.locked() as memory:
            slot, begins, length = self._slot_of(memory, whose)
            if not length:
                return None
            start = self._ring + begins % self._room
            held = memory[start : start + length]
            (written,) = _WRITTEN.unpack_from(memory)
            if begins + length < written - self._room // 2:
                self._write(memory, slot, whose, held)
        return _unpacked(held)

    def wants(self, state: str, key: Key) -> bool:
        """Note that an answer had to be made; return whether to keep it: there is room, or it had to be before."""
        whose = _digest(state, *key)
        with self._shared.locked() as memory:
            written, before, latest = _HEAD.unpack_from(memory)
            if latest != (now := _digest(state)):
                before = written
                memory[: _HEAD.size] = _HEAD.pack(written, before, now)
            if written - before < self._room * _ROOMY:
                return True
            mark = int.from_bytes(whose[: _SEEN.size])
            at = self._seen + mark % self._most_seen * _SEEN.size
            (seen,) = _SEEN.unpack_from(memory, at)
            _SEEN.pack_into(memory, at, 0 if seen == mark else mark)
            return bool(seen == mark)

    def keep(self, state: str, key: Key, stored: StoredResponse) -> None:
        """Keep an answer; one larger than all the room is not kept."""
        whose, held = _digest(state, *key), _packed(stored)
        if len(held) > self._room:
            return
        with self._shared.locked() as memory:
            slot, _, _ = self._slot_of(memory, whose)
            self._write(memory, slot, whose, held)

    def _slot_of(self, memory: mmap, whose: bytes) -> tuple[int, int, int]:
        """Return the slot of an answer, where the answer begins and its length; of none, the slot to take, and 0."""
        (written,) = _WRITTEN.unpack_from(memory)
        first = _HEAD.size + int.from_bytes(whose[-8:]) % self._buckets * _WAYS * _SLOT.size
        slots = range(first, first + _WAYS * _SLOT.size, _SLOT.size)
        rows = [(slot, *_SLOT.unpack_from(memory, slot)) for slot in slots]
        for slot, owner, begins, length in rows:
            if owner == whose and begins + self._room >= written:
                return slot, begins, length
        return min((begins, slot) for slot, _, begins, _ in rows)[1], 0, 0

    def _write(self, memory: mmap, slot: int, whose: bytes, held: bytes) -> None:
        (written,) = _WRITTEN.unpack_from(memory)
        within = written % self._room
        begins = written if within + len(held) <= self._room else written + self._room - within
        start = self._ring + begins % self._room
        owner = slice(slot, slot + _DIGEST)
        memory[owner] = _NOBODY
        memory[slot + _DIGEST : slot + _SLOT.size] = _PLACE.pack(begins, len(held))
        memory[: _WRITTEN.size] = _WRITTEN.pack(begins + len(held))
        memory[start : start + len(held)] = held
        memory[owner] = whose


def _digest(*parts: str) -> bytes:
    return blake2b(repr(parts).encode(), digest_size=_DIGEST).digest()


def _packed(stored: StoredResponse) -> bytes:
    headers = orjson.dumps(stored.headers)
    return _LENGTH.pack(len(headers)) + headers + stored.packed


def _unpacked(held: bytes) -> StoredResponse:
    (length,) = _LENGTH.unpack_from(held)
    body = _LENGTH.size + length
    headers = orjson.loads(held[_LENGTH.size : body])
    return StoredResponse(tuple((name, value) for name, value in headers), held[body:])
