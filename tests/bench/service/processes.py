"""Processes that the bench starts and ends by their own ids, and the memory that they and their children take."""

import contextlib
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench.errors import BenchError
from tests.bench.service.client import Client

_POLL: Final = 0.1  # seconds between two looks at the memory
_START: Final = 120.0  # seconds that a service may take to answer
_STOP: Final = 30.0  # seconds that it may take to end


class Taken(NamedTuple):
    """The MiB that a process and its children take together: PSS shares what they share, RSS counts it twice.

    `anonymous` is the PSS without mapped files, of which the system takes the pages back when it needs them.
    """

    pss: float
    rss: float
    anonymous: float = 0.0


@dataclass(slots=True)
class Peak:
    """The most MiB that a process and its children took together, each figure at its own moment."""

    pss: float = 0.0
    rss: float = 0.0
    anonymous: float = 0.0

    def note(self, taken: Taken) -> None:
        """Take a sample."""
        self.pss, self.rss = max(self.pss, taken.pss), max(self.rss, taken.rss)
        self.anonymous = max(self.anonymous, taken.anonymous)


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def serving(command: list[str], environ: dict[str, str], port: int, ready: str, log: Path) -> Iterator[int]:
    """Run a service until the block ends and give its process id once `ready` answers; its output goes to `log`."""
    with log.open("wb") as out, subprocess.Popen(command, env=environ, stdout=out, stderr=out) as process:
        try:
            _await(process, port, ready, log)
            yield process.pid
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process: asked first, killed when it does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def watched(pid: int, over: Callable[[float], None] | None = None) -> Iterator[Peak]:
    """Watch the memory of a process and its children while the block runs; `over` hears every PSS, in MiB."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(_POLL):
            taken = memory(pid)
            peak.note(taken)
            if over:
                over(taken.pss)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def memory(pid: int) -> Taken:
    """Return the MiB that a process and all its children have now; 0 of those that are gone."""
    pss = rss = anonymous = 0
    for each in family(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
                name, _, rest = line.partition(":")
                if name == "Pss":
                    pss += int(rest.split()[0])
                elif name == "Rss":
                    rss += int(rest.split()[0])
                elif name in ("Pss_Anon", "Pss_Shmem"):
                    anonymous += int(rest.split()[0])
    return Taken(pss / 1024, rss / 1024, anonymous / 1024)


def family(pid: int) -> list[int]:
    """Return a process and its children, theirs included."""
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _await(process: subprocess.Popen[bytes], port: int, ready: str, log: Path) -> None:
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with Client(port, timeout=5) as client:
                client.get(ready)
                return
        except (OSError, HTTPException, BenchError):
            time.sleep(0.2)
    raise BenchError(f"{process.args!r} does not answer; its last words: {log.read_text(errors='replace')[-2000:]}")
