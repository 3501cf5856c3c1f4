"""The lock that lets one run at a time write under a prefix: a document that its holder renews.

It is given up by deleting it. One that was not renewed for STALE seconds, by the clock of whoever looks, was left by a
run that was killed, and the next run takes it; clocks of the machines that index must agree to within that.
"""

import secrets
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self

from search.engines.opensearch.catalogue import LOCK, Catalogue
from search.engines.opensearch.client import Missing, Refused
from search.errors import IndexUnavailable, WriterBusy

STALE: Final = 60.0  # seconds
_RENEWED: Final = 15.0  # seconds
_POLL: Final = 0.1  # seconds between two tries for the lock


class WriterLock:
    """The writer's lock of a prefix, held from the start; leaving its `with` releases it."""

    def __init__(self, catalogue: Catalogue, wait: float) -> None:
        """Take the lock, for which up to `wait` seconds are waited; raises WriterBusy."""
        self._cluster = catalogue.cluster
        self._path = f"/{catalogue.meta}/_doc/{LOCK}"
        self._owner = f"{socket.gethostname()}-{secrets.token_hex(8)}"
        self._lost = False
        self._writing = threading.Lock()
        self._end = threading.Event()
        catalogue.make_meta()
        until = time.monotonic() + wait
        while not self._taken():
            if time.monotonic() > until:
                raise WriterBusy(
                    f"another run is writing to {catalogue.prefix}-*; wait for it to end, or raise IZLA_LOCK_WAIT"
                )
            time.sleep(_POLL)
        self._renewing: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def keep(self) -> None:
        """Renew the lock from time to time from now on.

        That is another thread, beside which no process can be forked: so a draft asks for it with the first releases
        that it gets, when the processes that read them are there. Until then nobody waits for long.
        """
        if self._renewing is None:
            self._renewing = threading.Thread(target=self._renew, name="writer's lock", daemon=True)
            self._renewing.start()

    def require(self) -> None:
        """Raise WriterBusy when another run took the lock, as it may when this one could not renew it."""
        if not self._renewed():
            raise WriterBusy("another run took over writing while this one could not reach the cluster; run it again")

    def release(self) -> None:
        """Let the next writer in."""
        self._end.set()
        if self._renewing is not None:
            self._renewing.join()
        held = self._held()
        if held is not None and self._is_ours(held):
            with suppress(Missing, Refused):
                self._cluster.ask("DELETE", self._path, params=_version(held))

    def _taken(self) -> bool:
        """Take the lock where nobody has it, or whoever had it is gone."""
        held = self._held()
        if held is not None and not self._is_ours(held) and time.time() - float(held["_source"]["at"]) <= STALE:
            return False
        try:
            self._write(_version(held) if held else {"op_type": "create"})
        except Refused:  # somebody else wrote first, or an answer to us was lost
            held = self._held()
            return held is not None and self._is_ours(held)
        return True

    def _renewed(self) -> bool:
        """Write that the lock is still ours; False when it is not."""
        with self._writing:
            held = self._held()
            if self._lost or held is None or not self._is_ours(held):
                self._lost = True
                return False
            with suppress(Refused):  # an earlier try of ours came through: as good
                self._write(_version(held))
            return True

    def _write(self, params: Mapping[str, Any]) -> None:
        self._cluster.ask("PUT", self._path, {"owner": self._owner, "at": time.time()}, params)

    def _held(self) -> Any:
        try:
            return self._cluster.ask("GET", self._path)
        except Missing:
            return None

    def _is_ours(self, held: Any) -> bool:
        return bool(held["_source"]["owner"] == self._owner)

    def _renew(self) -> None:
        while not self._end.wait(_RENEWED) and not self._lost:
            with suppress(IndexUnavailable):  # the next round tries again; `require` tells what became of it
                self._renewed()


def _version(document: Any) -> dict[str, int]:
    return {"if_seq_no": int(document["_seq_no"]), "if_primary_term": int(document["_primary_term"])}
