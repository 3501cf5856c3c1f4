"""Under load, by wrk: distinct queries, those by Zipf's law, a constant of the same size, and OpenSearch beside."""

import itertools
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.errors import BenchError
from tests.bench.service.client import Client
from tests.bench.service.figures import Goal
from tests.bench.service.izla import address, environment, server
from tests.bench.service.opensearch import SEARCH, search_body
from tests.bench.service.processes import Taken, free_port, memory, serving
from tests.bench.service.queries import Typed

ZIPF: Final = 10_000  # distinct queries that are asked by Zipf's law, s = 1
WARM: Final = 60  # seconds of them before the clock matters
SECONDS: Final = 20
ALTERNATIONS: Final = 5
_TURN: Final = 12  # seconds of each service in an alternation: a minute of each in all
_CONNECTIONS: Final = 8
_DRAWN: Final = 200_000  # addresses of the Zipf script, in the order in which they are asked
_SEED: Final = 11
_RATE: Final = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
_FAILED: Final = re.compile(r"^\s*(?:Non-2xx or 3xx responses: |Socket errors: )(.+)", re.MULTILINE)
_SCRIPT: Final = """\
local lines = {{}}
for line in io.lines({lines}) do lines[#lines + 1] = line end
local at = 0
request = function()
  at = at % #lines + 1
  return {request}
end
"""
_GET: Final = 'wrk.format("GET", lines[at])'
_POST: Final = 'wrk.format("POST", "{path}", {{["Content-Type"] = "application/json"}}, lines[at])'


@dataclass(frozen=True, slots=True)
class Loaded:
    """Requests a second: of distinct queries, by Zipf's law, and of a constant of `size` bytes.

    And the memory of all processes of the service when it begins to answer and after the distinct queries.
    """

    distinct: float
    zipf: float
    constant: float
    size: int
    at_start: Taken
    after: Taken

    def goals(self) -> list[Goal]:
        """Return the shares of the constant's requests."""
        return [
            Goal("distinct queries, share of a constant route's requests", self.distinct / self.constant, 0.15),
            Goal("queries by Zipf's law, share of a constant route's requests", self.zipf / self.constant, 0.5),
        ]


@dataclass(frozen=True, slots=True)
class Beside:
    """Answers a second of distinct queries over eight connections, of each alternation: Izla's and OpenSearch's."""

    izla: tuple[float, ...]
    opensearch: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The middle of the alternations' ratios."""
        return statistics.median(own / other for own, other in zip(self.izla, self.opensearch, strict=True))

    def goal(self) -> Goal:
        """Return how many times as many Izla answers, and should."""
        return Goal("under load, times OpenSearch's answers a second", self.ratio, 2)


def beside(queries: Sequence[Typed], izla_port: int, opensearch_port: int, interval: str) -> Beside:
    """Load both services in turn with the same queries, none of them twice."""
    each = len(queries) // ALTERNATIONS
    rates: dict[str, list[float]] = {"izla": [], "opensearch": []}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ALTERNATIONS):
            asked = queries[turn * each : (turn + 1) * each]
            paths = [address(typed, interval) for typed in asked]
            bodies = [json.dumps(search_body(typed, interval)) for typed in asked]
            post = _POST.format(path=SEARCH)
            sides = [("izla", izla_port, paths, _GET), ("opensearch", opensearch_port, bodies, post)]
            for name, port, lines, request in sides if turn % 2 else reversed(sides):
                rates[name].append(_asked_once(port, lines, _TURN, Path(folder), request))
    return Beside(tuple(rates["izla"]), tuple(rates["opensearch"]))


def load(queries: Sequence[Typed], data: Path) -> Loaded:
    """Measure all three, one after another, each in a service of its own; `queries` must not run out."""
    paths = [address(typed, "auto") for typed in queries]
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder)
        with server(data, own / "distinct.log") as (port, pid):
            at_start = memory(pid)
            size = _size(port, paths[:100])
            distinct = _asked_once(port, paths[100:], SECONDS, own)
            after = memory(pid)
        with server(data, own / "zipf.log") as (port, _):
            drawn = _by_zipf(paths[:ZIPF])
            _asked(port, drawn, WARM, own)
            zipf = _asked(port, drawn[::-1], SECONDS, own)
        port = free_port()
        command = [sys.executable, "-m", "tests.bench.service.constant", str(size), "--port", str(port)]
        with serving(command, environment(data), port, "/api/search", own / "constant.log"):
            constant = _asked(port, ["/api/search"], SECONDS, own)
    return Loaded(distinct, zipf, constant, size, at_start, after)


def rate(report: str) -> float:
    """Read the requests a second from what wrk prints; raises BenchError when some failed."""
    if failed := _FAILED.search(report):
        raise BenchError(f"wrk was answered with errors: {failed[0].strip()}")
    found = _RATE.search(report)
    if found is None:
        raise BenchError(f"wrk printed no rate: {report[-300:]}")
    return float(found[1])


def _by_zipf(paths: Sequence[str]) -> list[str]:
    weights = [*itertools.accumulate(1 / rank for rank in range(1, len(paths) + 1))]
    return random.Random(_SEED).choices(paths, cum_weights=weights, k=_DRAWN)


def _asked_once(port: int, lines: Sequence[str], seconds: int, folder: Path, request: str = _GET) -> float:
    """Return the requests a second as `_asked` does; raises BenchError where a line was asked twice."""
    found = _asked(port, lines, seconds, folder, request)
    made = int(found * seconds)
    if made > len(lines):
        raise BenchError(f"{made:,} requests were made of {len(lines):,} distinct queries; draw more")
    return found


def _asked(port: int, lines: Sequence[str], seconds: int, folder: Path, request: str = _GET) -> float:
    """Return the requests a second; `lines` are the paths or the bodies of the requests."""
    if shutil.which("wrk") is None:
        raise BenchError("the load is made by wrk. On Debian: apt install wrk")
    listed, script = folder / "lines", folder / "ask.lua"
    listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    script.write_text(_SCRIPT.format(lines=json.dumps(str(listed)), request=request), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"wrk ended with {done.returncode}: {done.stderr[-300:]}")
    return rate(done.stdout)


def _size(port: int, paths: Sequence[str]) -> int:
    """Return the middle number of bytes of an answer."""
    with Client(port) as client:
        return sorted(len(client.get(path).body) for path in paths)[len(paths) // 2]
