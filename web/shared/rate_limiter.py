"""Rate limiter: how often one client may ask the API, a token bucket (GCRA) that all worker processes share.

Ours because the libraries keep shared state in Redis or memcached, or count each process by itself: one client
would have the rate once for every worker.
"""

import hashlib
import math
import secrets
import struct
from dataclasses import dataclass
from typing import Final

from web.shared.shared_memory import SharedMemory

WINDOW: Final = 60  # seconds that a rate is given for
BURST: Final = 5  # one part in so many of a minute's rate may come at once
_SLOT: Final = struct.Struct("=Qd")  # who (hashed), and when their bucket is full again
_BUCKETS: Final = 4_096
_WAYS: Final = 8  # slots a bucket; when all are taken, whoever's is full soonest is forgotten


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a client may ask: how many more at once, and in how many seconds again (`wait`) or all of it (`full`)."""

    allowed: bool
    remaining: int
    wait: float
    full: float


class RateLimiter:
    """Counts what each client asks; knows nobody's address, only a salted hash of it."""

    def __init__(self, rate: int) -> None:
        self.burst = max(rate // BURST, 1)
        self._interval = WINDOW / rate  # seconds between requests
        self.window = math.ceil(self.burst * self._interval)  # seconds in which so many more may come
        self._salt = secrets.token_bytes(16)
        self._shared = SharedMemory(_BUCKETS * _WAYS * _SLOT.size)

    def take(self, address: str, now: float) -> Allowance:
        """Count one request of an address at a moment (seconds of a clock that never goes back)."""
        digest = hashlib.blake2b(address.encode(), digest_size=8, key=self._salt).digest()
        who = int.from_bytes(digest) or 1
        start = who % _BUCKETS * _WAYS * _SLOT.size
        with self._shared.locked() as memory:
            slots = [start + way * _SLOT.size for way in range(_WAYS)]
            read = [_SLOT.unpack_from(memory, slot) for slot in slots]
            at = next((number for number, (owner, _) in enumerate(read) if owner == who), None)
            full = max(now, read[at][1]) if at is not None else now
            if at is None:
                at = min(range(_WAYS), key=lambda number: read[number][1])
            wait = full + self._interval - self.burst * self._interval - now
            if wait > 0:
                return Allowance(False, 0, wait, full - now)
            _SLOT.pack_into(memory, slots[at], who, full + self._interval)
        left = self.burst - (full + self._interval - now) / self._interval
        return Allowance(True, math.floor(left + 1e-9), 0.0, full + self._interval - now)
