"""The lock that lets one run at a time write to a data folder."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from search.errors import WriterBusy

_POLL: Final = 0.1  # seconds between two tries for the lock


class WriterLock:
    """The writer's lock on the folder of its file, held from the start; leaving its `with` releases it.

    The system releases it when the process ends, however that comes about.
    """

    def __init__(self, path: Path, wait: float) -> None:
        """Take the lock, for which up to `wait` seconds are waited; raises WriterBusy."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > until:
                    os.close(self._handle)
                    raise WriterBusy(
                        f"another run is writing to {path.parent}; wait for it to end, or raise IZLA_LOCK_WAIT"
                    ) from None
                time.sleep(_POLL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Let the next writer in."""
        os.close(self._handle)
