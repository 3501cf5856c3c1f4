"""Bulk loading: releases on their way into an index, a few megabytes at a time, each of them acknowledged."""

import logging
import time
from collections.abc import Callable
from typing import Any, Final

import orjson

from search.engines.opensearch.client import WRITE, Cluster
from search.engines.opensearch.documents import document_id
from search.errors import IndexUnavailable

_AT_ONCE: Final = 4 << 20  # bytes of a request
_BUSY: Final = frozenset((429, 503))
_FIRST_PAUSE: Final = 0.1  # seconds, doubled with each round
_LONGEST_PAUSE: Final = 10.0
_log = logging.getLogger(__name__)


class BulkLoader:
    """Puts and deletes releases by id, so that nothing is doubled when a request is sent twice."""

    def __init__(self, cluster: Cluster, index: str, make: Callable[[bool], None]) -> None:
        """Load into an index, which is made with `make` when the first request is due: is it the last one, too?"""
        self._cluster = cluster
        self._path = f"/{index}/_bulk"
        self._make: Callable[[bool], None] | None = make
        self._waiting: list[bytes] = []
        self._bytes = 0

    def put(self, release_id: str, source: dict[str, Any]) -> None:
        """Write a release; sent when enough has come together."""
        self._send_later(b'{"index":' + _named(release_id) + b"}\n" + orjson.dumps(source) + b"\n")

    def delete(self, release_id: str) -> None:
        """Take a release out; one that is not there does no harm."""
        self._send_later(b'{"delete":' + _named(release_id) + b"}\n")

    def flush(self, *, last: bool = False) -> None:
        """Send all that waits, and again what the cluster was too busy for; raises IndexUnavailable."""
        if self._make is not None:
            self._make(last)
            self._make = None
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        until = time.monotonic() + WRITE
        pause = _FIRST_PAUSE
        while waiting:
            answer = self._cluster.ask("POST", self._path, b"".join(waiting).decode(), within=WRITE)
            results = [result for item in answer["items"] for result in item.values()]
            refused = [result for result in results if "error" in result and result["status"] not in _BUSY]
            if refused:
                first = refused[0]
                raise IndexUnavailable(
                    f"the cluster did not take the release {first['_id']!r}: {first['error'].get('reason')}"
                )
            waiting = [each for each, result in zip(waiting, results, strict=True) if result["status"] in _BUSY]
            if waiting:
                if time.monotonic() > until:
                    raise IndexUnavailable(f"the cluster was too busy for {len(waiting)} releases; run it again later")
                _log.info("the cluster was too busy for %d releases; they are sent again", len(waiting))
                time.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _send_later(self, action: bytes) -> None:
        self._waiting.append(action)
        self._bytes += len(action)
        if self._bytes > _AT_ONCE:
            self.flush()


def _named(release_id: str) -> bytes:
    return orjson.dumps({"_id": document_id(release_id)})
