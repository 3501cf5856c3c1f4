"""The whole answer in process: what the engine takes, stage by stage, without HTTP and the web's part."""

import gc
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.engines import open_service
from search.query import Query
from search.settings import Settings
from tests.bench.service.compare import medians
from tests.bench.service.figures import Goal, Spread, spread
from tests.bench.service.queries import KINDS, Kind, Typed

P50: Final = 2.0  # milliseconds
P95: Final = 6.0
SNIPPETS: Final = 1.0  # milliseconds for the hits of a page


@dataclass(frozen=True, slots=True)
class Answered:
    """A kind of query: the times of the whole answer, and of each stage (middle ms)."""

    kind: Kind
    queries: int
    answer: Spread
    stages: dict[str, float]

    def goals(self) -> list[Goal]:
        """Return what an answer takes, and may take."""
        found = [
            Goal(f"{self.kind} in process, p50 ms", self.answer.p50, P50, at_most=True),
            Goal(f"{self.kind} in process, p95 ms", self.answer.p95, P95, at_most=True),
        ]
        if "snippets" in self.stages:
            found.append(Goal(f"{self.kind} in process, snippets ms", self.stages["snippets"], SNIPPETS, at_most=True))
        return found


def answer_all(queries: Mapping[Kind, Sequence[Typed]], data: Path, interval: str) -> list[Answered]:
    """Answer every query once, after a first quarter of each kind that is not counted."""
    engine = open_service(Settings(data=data))
    times: dict[Kind, list[float]] = {kind: [] for kind in KINDS}
    timings: dict[Kind, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    for counted in (False, True):
        gc.collect()
        for kind, typed in _turn(queries, counted):
            begun = time.perf_counter()
            answer = engine.answer(Query(typed.q, interval=interval))
            took = (time.perf_counter() - begun) * 1000
            if counted:
                times[kind].append(took)
                timings[kind].append(dict(answer.timings))
    return [Answered(kind, len(times[kind]), spread(times[kind]), medians(timings[kind])) for kind in queries]


def _turn(queries: Mapping[Kind, Sequence[Typed]], counted: bool) -> list[tuple[Kind, Typed]]:
    return [
        (kind, typed)
        for kind, asked in queries.items()
        for typed in (asked[len(asked) // 4 :] if counted else asked[: len(asked) // 4])
    ]
