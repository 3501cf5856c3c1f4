"""Memory that all worker processes of a service share, behind a lock that dies with whoever holds it."""

import errno
import fcntl
import mmap
import os
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_AGAIN: Final = 0.0001  # seconds until the lock is asked for again


class SharedMemory:
    """So many bytes, zero at first; to be made before the workers are forked.

    The lock is the file system's, which lets go of it when a process dies, and one of this process for its threads.
    """

    def __init__(self, size: int) -> None:
        self._file, path = tempfile.mkstemp(prefix="izla-")
        Path(path).unlink()  # it is the lock, and lives as long as somebody has it open
        weakref.finalize(self, os.close, self._file)
        self.memory = mmap.mmap(-1, max(1, size))  # of no file, which the system would go on writing to a disk
        self._threads = threading.Lock()

    @contextmanager
    def locked(self) -> Iterator[mmap.mmap]:
        """Hold the memory alone."""
        with self._threads:
            self._lock()
            try:
                yield self.memory
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _lock(self) -> None:
        """Wait for the lock.

        The kernel sees processes, not their threads: where threads of two wait for what other threads of the two hold,
        it takes that for a deadlock, though each goes on in a moment.
        """
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
            except OSError as error:
                if error.errno != errno.EDEADLK:
                    raise
                time.sleep(_AGAIN)
            else:
                return
