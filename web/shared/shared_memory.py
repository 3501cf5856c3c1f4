"""Memory that all worker processes of a service share, behind a lock that dies with whoever holds it."""

import fcntl
import mmap
import os
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SharedMemory:
    """So many bytes, zero at first; to be made before the workers are forked.

    The lock is the file system's, which lets go of it when a process dies, and one of this process for its threads.
    """

    def __init__(self, size: int) -> None:
        self._file, path = tempfile.mkstemp(prefix="izla-")
        Path(path).unlink()  # it lives as long as somebody has it open
        weakref.finalize(self, os.close, self._file)
        os.truncate(self._file, size)
        self.memory = mmap.mmap(self._file, size)
        self._threads = threading.Lock()

    @contextmanager
    def locked(self) -> Iterator[mmap.mmap]:
        """Hold the memory alone."""
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield self.memory
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
