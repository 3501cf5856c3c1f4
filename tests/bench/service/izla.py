"""Izla as its users run it: izla-reindex over a file of releases, izla-serve on a loopback port."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from search.settings import ROOT
from tests.bench.errors import BenchError
from tests.bench.service.client import Client
from tests.bench.service.processes import Peak, free_port, serving, stop, watched
from tests.bench.service.queries import Typed


@dataclass(frozen=True, slots=True)
class Indexed:
    """How a full run went: releases, the run's own seconds, and the most MiB that its processes took together."""

    releases: int
    seconds: float
    peak: Peak
    memory: int
    index_mib: float

    @property
    def rate(self) -> float:
        """Releases a second, reading, analysis, verification and publishing included."""
        return self.releases / self.seconds


def reindex(path: Path, data: Path, memory: int) -> Indexed:
    """Index a file anew; `memory` is the setting, in MiB."""
    environ = environment(data) | {"IZLA_MEMORY": str(memory)}
    command = [sys.executable, "-m", "index", "--full", "--json", str(path)]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            with watched(process.pid) as peak:
                out, _ = process.communicate()
        finally:
            stop(process)
    if process.returncode not in (0, 3):
        raise BenchError(f"izla-reindex ended with {process.returncode}; run it by hand to see why")
    report = json.loads(out)
    folder = sum(file.stat().st_size for file in data.rglob("*") if file.is_file()) / 2**20
    return Indexed(report["documents"], report["seconds"], peak, memory, folder)


def has_index(data: Path) -> bool:
    """Whether a folder has an index of this version."""
    command = [sys.executable, "-m", "index", "status", "--json"]
    return subprocess.run(command, cwd=ROOT, env=environment(data), capture_output=True).returncode == 0


@contextmanager
def server(data: Path, log: Path, before: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
    """Serve an index with default settings until the block ends; give (port, process id).

    `before` are words before the command, which end in running it in their place.
    """
    port = free_port()
    command = [*before, sys.executable, "-m", "web.server", "--port", str(port)]
    with serving(command, environment(data), port, "/readyz", log) as pid:
        yield port, pid


def environment(data: Path) -> dict[str, str]:
    """Return the environment of an Izla with default settings and its data in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IZLA_")}
    return {**kept, "IZLA_DATA": str(data), "IZLA_RATE": "0", "PYTHONPATH": str(ROOT)}  # one client asks it all


def address(typed: Typed, interval: str) -> str:
    """Return where the JSON answer to a query is."""
    return f"/api/search?{urlencode({'q': typed.q, 'interval': interval})}"


def answering(client: Client) -> int:
    """Return how many releases a service answers from."""
    documents: int = json.loads(client.get("/readyz").body)["documents"]
    return documents
