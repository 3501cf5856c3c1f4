"""The whole answer over HTTP: both services in one run, query by query, the other one first every other time."""

import json
import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.errors import BenchError
from tests.bench.service.client import Client, Reply
from tests.bench.service.figures import Goal, Spread, spread
from tests.bench.service.izla import address
from tests.bench.service.opensearch import SEARCH, search_body
from tests.bench.service.queries import Kind, Typed

WARM: Final = 0.25  # share of the queries that both services are asked before the clock matters
FASTER: Final[dict[Kind, float]] = {"rare word": 2, "common word": 3, "two words": 2, "any of three": 3}
_STAGE: Final = re.compile(r"([\w-]+);dur=([\d.]+)")

Ask = Callable[[Typed], Reply]


@dataclass(frozen=True, slots=True)
class Compared:
    """A kind of query: the times of each service, the middle number of hits there, Izla's stages (middle ms)."""

    kind: Kind
    queries: int
    izla: Spread
    opensearch: Spread | None
    hits: dict[str, float]
    stages: dict[str, float]
    bytes: float

    def goals(self) -> list[Goal]:
        """Return how many times faster Izla is, and should be."""
        if self.opensearch is None:
            return []
        ratio = self.izla.times_faster(self.opensearch)
        return [
            Goal(f"{self.kind}, times faster at p50", ratio.p50, FASTER[self.kind]),
            Goal(f"{self.kind}, times faster at p95", ratio.p95, FASTER[self.kind]),
        ]


def compare(
    queries: Mapping[Kind, Sequence[Typed]], izla_port: int, opensearch_port: int | None, interval: str
) -> list[Compared]:
    """Ask both services every query once; OpenSearch is left out where it has no port."""
    with Client(izla_port) as izla, Client(opensearch_port or 0) as opensearch:
        asking: dict[str, Ask] = {"izla": lambda typed: izla.get(address(typed, interval))}
        if opensearch_port is not None:
            asking["opensearch"] = lambda typed: opensearch.ask(
                "POST", SEARCH, json.dumps(search_body(typed, interval)).encode()
            )
        for kind in queries:
            for typed in _first(queries[kind]):
                for ask in asking.values():
                    ask(typed)
        return [_compared(kind, _rest(queries[kind]), asking) for kind in queries]


def stages(header: str) -> dict[str, float]:
    """Read a Server-Timing header: stage → milliseconds."""
    return {name: float(took) for name, took in _STAGE.findall(header)}


def medians(samples: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the middle figure of each name, in the order the names first come."""
    gathered: dict[str, list[float]] = {}
    for sample in samples:
        for name, figure in sample.items():
            gathered.setdefault(name, []).append(figure)
    return {name: statistics.median(figures) for name, figures in gathered.items()}


def _compared(kind: Kind, queries: Sequence[Typed], asking: Mapping[str, Ask]) -> Compared:
    replies: dict[str, list[Reply]] = {name: [] for name in asking}
    names = list(asking)
    for number, typed in enumerate(queries):
        for name in names if number % 2 else reversed(names):
            replies[name].append(asking[name](typed))
    hits = {name: statistics.median(_total(reply) for reply in got) for name, got in replies.items()}
    times = {name: spread([reply.milliseconds for reply in got]) for name, got in replies.items()}
    timings = [stages(reply.headers.get("Server-Timing", "")) for reply in replies["izla"]]
    if any("kept" in timing for timing in timings):
        raise BenchError(f"a {kind} was answered from what was kept; the queries must be distinct")
    return Compared(
        kind,
        len(queries),
        times["izla"],
        times.get("opensearch"),
        hits,
        medians(timings),
        statistics.median(len(reply.body) for reply in replies["izla"]),
    )


def _total(reply: Reply) -> int:
    answer: dict[str, Any] = json.loads(reply.body)
    total: int = answer["total"] if "total" in answer else answer["hits"]["total"]["value"]
    return total


def _first(queries: Sequence[Typed]) -> Sequence[Typed]:
    return queries[: int(len(queries) * WARM)]


def _rest(queries: Sequence[Typed]) -> Sequence[Typed]:
    return queries[int(len(queries) * WARM) :]
