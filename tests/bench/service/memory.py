"""Little memory: releases are indexed and served with default settings while all processes together stay in a limit.

Where a folder of a memory cgroup is given, the kernel holds the limit: a group of the bench's own is made in it, and
what does not fit is killed. Otherwise the bench adds up the PSS of the processes ten times a second and ends them when
it passes the limit: what is shared counts once, pages of mapped files count like any other, page cache does not.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.settings import ROOT
from tests.bench.errors import BenchError
from tests.bench.service.client import Client
from tests.bench.service.izla import address, environment, server
from tests.bench.service.processes import family, stop, watched
from tests.bench.service.queries import Typed

LIMIT: Final = 512  # MiB
_AT_ONCE: Final = 8  # readers of the service, as many as it has threads


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a run under the limit went: who held the limit, and the most MiB while indexing and while serving."""

    held_by: str
    releases: int
    limit: int
    indexing: float
    serving: float
    answered: int


def fit(path: Path, releases: int, queries: Sequence[Typed], limit: int = LIMIT, parent: Path | None = None) -> Fitted:
    """Index and serve under the limit; raises BenchError when it does not fit."""
    with tempfile.TemporaryDirectory() as folder, group(parent, limit) as own:
        data = Path(folder) / "var"
        indexing = _index(path, data, limit, own)
        serving, answered = _serve(data, queries, limit, own)
    return Fitted("cgroup" if own else "polled PSS", releases, limit, indexing, serving, answered)


@contextmanager
def group(parent: Path | None, limit: int) -> Iterator[Path | None]:
    """Make a memory cgroup (version 1 or 2) below a folder and take it away afterwards; None without a folder."""
    if parent is None:
        yield None
        return
    own = parent / f"izla-bench-{os.getpid()}"
    try:
        own.mkdir()
    except OSError as error:
        raise BenchError(f"no memory cgroup can be made in {parent}: {error}") from error
    try:
        names = [name for name in ("memory.max", "memory.limit_in_bytes") if (own / name).exists()]
        if not names:
            raise BenchError(f"{parent} is not a folder of memory cgroups")
        (own / names[0]).write_text(str(limit << 20))
        yield own
    finally:
        own.rmdir()


def most(own: Path) -> float:
    """Return the most MiB that a cgroup held, page cache included, since it was made or last asked."""
    for name in ("memory.peak", "memory.max_usage_in_bytes"):
        with contextlib.suppress(FileNotFoundError):
            held = int((own / name).read_text()) / 2**20
            with contextlib.suppress(OSError):  # a kernel that does not forget gives the most of both parts
                (own / name).write_text("0")
            return held
    raise BenchError(f"{own} does not say how much it held")


def _index(path: Path, data: Path, limit: int, own: Path | None) -> float:
    command = [sys.executable, "-m", "index", "--full", str(path)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_joining(own),
    )
    try:
        with watched(process.pid, None if own else _ender(process.pid, limit)) as peak:
            code = process.wait()
    finally:
        stop(process)
    if code not in (0, 3):
        raise BenchError(f"indexing ended with {code} after {peak.pss:.0f} MiB of {limit}: it does not fit")
    return most(own) if own else peak.pss


def _serve(data: Path, queries: Sequence[Typed], limit: int, own: Path | None) -> tuple[float, int]:
    log = data.parent / "serve.log"
    with _joined(own), server(data, log) as (port, pid), watched(pid, None if own else _ender(pid, limit)) as peak:
        before = set(family(pid))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answered = sum(pool.map(lambda turn: _ask(port, queries[turn::_AT_ONCE]), range(_AT_ONCE)))
        time.sleep(0.5)
        if set(family(pid)) != before:
            raise BenchError(f"a process of the service was killed in {limit} MiB: it does not fit")
    return most(own) if own else peak.pss, answered


def _ask(port: int, queries: Sequence[Typed]) -> int:
    with Client(port) as client:
        for typed in queries:
            client.get(address(typed, "auto"))
    return len(queries)


def _ender(pid: int, limit: int) -> Callable[[float], None]:
    """Return what ends a process and its children once they take more than the limit."""

    def end(taken: float) -> None:
        if taken > limit:
            for each in family(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)

    return end


def _joining(own: Path | None) -> Callable[[], None] | None:
    """Return what puts a new process into the cgroup before it runs."""
    return None if own is None else lambda: _join(own)


@contextmanager
def _joined(own: Path | None) -> Iterator[None]:
    """Stay in the cgroup during the block, so that what is started is in it."""
    if own is None:
        yield
        return
    _join(own)
    try:
        yield
    finally:
        _join(own.parent)


def _join(group: Path) -> None:
    (group / "cgroup.procs").write_text(str(os.getpid()))
