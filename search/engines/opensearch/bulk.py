"""Bulk loading: releases on their way into an index, a few megabytes at a time, each of them acknowledged.

While the cluster takes one request, the next one is put together here; no more than IN_FLIGHT are on their way.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from search.engines.opensearch.client import WRITE, Cluster
from search.engines.opensearch.documents import document_id
from search.errors import IndexUnavailable

IN_FLIGHT: Final = 2  # requests
_AT_ONCE: Final = 4 << 20  # bytes of a request
_BUSY: Final = frozenset((429, 503))
_NO_COPY: Final = 503
_PATIENCE: Final = {"timeout": "20s"}  # that a node waits for a copy of the index; we wait longer for its answer
_FORBIDDEN: Final = 403
_FIRST_PAUSE: Final = 0.1  # seconds, doubled with each round
_LONGEST_PAUSE: Final = 10.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Batch:
    """What one request says, and of which releases."""

    actions: list[bytes] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    bytes: int = 0


class BulkLoader:
    """Puts and deletes releases by id, so that nothing is doubled when a request is sent twice.

    Of one release the actions arrive in their order. A fault is raised by whichever call comes next.
    """

    def __init__(self, cluster: Cluster, index: str, make: Callable[[bool], None]) -> None:
        """Load into an index, which is made with `make` when the first request is due: is it the last one, too?"""
        self._cluster = cluster
        self._path = f"/{index}/_bulk"
        self._make: Callable[[bool], None] | None = make
        self._waiting = _Batch()
        self._sent: deque[tuple[_Batch, Future[None]]] = deque()
        self._stopped = threading.Event()
        self._sending: ThreadPoolExecutor | None = None  # made when there is something to send

    def put(self, release_id: str, source: bytes) -> None:
        """Write a release; sent when enough has come together."""
        self._send_later(release_id, b'{"index":' + _named(release_id) + b"}\n" + source + b"\n")

    def delete(self, release_id: str) -> None:
        """Take a release out; one that is not there does no harm."""
        self._send_later(release_id, b'{"delete":' + _named(release_id) + b"}\n")

    def flush(self, *, last: bool = False) -> None:
        """Send all that waits, and again what the cluster was too busy for; raises IndexUnavailable."""
        self._send_waiting(last=last)
        self._wait_until(0)

    def stop(self) -> None:
        """Send nothing any more; what is on its way has arrived or is given up when this returns."""
        self._stopped.set()
        if self._sending is not None:
            self._sending.shutdown(cancel_futures=True)

    def _send_later(self, release_id: str, action: bytes) -> None:
        if release_id in self._waiting.ids or any(release_id in batch.ids for batch, _ in self._sent):
            self.flush()
        self._waiting.actions.append(action)
        self._waiting.ids.add(release_id)
        self._waiting.bytes += len(action)
        if self._waiting.bytes > _AT_ONCE:
            self._send_waiting()

    def _send_waiting(self, *, last: bool = False) -> None:
        if self._make is not None:
            self._make(last)
            self._make = None
        if not self._waiting.actions:
            return
        self._wait_until(IN_FLIGHT - 1)
        batch, self._waiting = self._waiting, _Batch()
        if self._sending is None:
            self._sending = ThreadPoolExecutor(IN_FLIGHT, "bulk loading")
        self._sent.append((batch, self._sending.submit(self._send, batch.actions)))

    def _wait_until(self, left: int) -> None:
        """Wait until so many requests are on their way at most."""
        while len(self._sent) > left:
            _, sent = self._sent.popleft()
            sent.result()

    def _send(self, waiting: list[bytes]) -> None:
        until = time.monotonic() + WRITE
        pause = _FIRST_PAUSE
        while waiting and not self._stopped.is_set():
            answer = self._cluster.ask("POST", self._path, b"".join(waiting), _PATIENCE, within=WRITE)
            results: list[Any] = [result for item in answer["items"] for result in item.values()]
            refused = [result for result in results if "error" in result and result["status"] not in _BUSY]
            if refused:
                first = refused[0]
                if first["status"] == _FORBIDDEN:
                    raise self._cluster.fault(first["status"], first["error"], self._path)
                raise IndexUnavailable(
                    f"the cluster did not take the release {first['_id']!r}: {first['error'].get('reason')}"
                )
            late = [result for result in results if result["status"] in _BUSY]
            waiting = [each for each, result in zip(waiting, results, strict=True) if result["status"] in _BUSY]
            if waiting:
                if time.monotonic() > until:
                    raise self._given_up(late)
                _log.info("the cluster was too busy for %d releases; they are sent again", len(waiting))
                self._stopped.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _given_up(self, late: Sequence[Any]) -> IndexUnavailable:
        """Return the error for releases that the cluster did not take in all that time, by what it said of each."""
        without_copy = [result["error"] for result in late if result["status"] == _NO_COPY]
        if without_copy:
            return self._cluster.fault(_NO_COPY, without_copy[0], self._path)
        reason = late[0].get("error", {}).get("reason")
        return IndexUnavailable(f"the cluster was too busy for {len(late)} releases ({reason}); run it again later")


def _named(release_id: str) -> bytes:
    return orjson.dumps({"_id": document_id(release_id)})
