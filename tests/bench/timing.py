"""Latency: engines in turn, question by question, in one thread."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.bench.asking import ask, asked
from tests.bench.peers.peer import Peer
from tests.bench.queries import Question, Questions

RUNS: Final = 5
_LONG: Final = 0.1  # seconds: a question that takes longer is asked once

Measure = Callable[[Peer, str, Question], float]


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds over the questions of a class: the middle one, and the one that 95 of 100 do not exceed."""

    p50: float
    p95: float


def warm(peer: Peer, mode: str, question: Question) -> float:
    """Return the median of five runs after an untimed one, in milliseconds; of one run when it is long."""
    runs = RUNS if _seconds(peer, mode, question) < _LONG else 1
    return statistics.median(_seconds(peer, mode, question) for _ in range(runs)) * 1000


def cold(peer: Peer, mode: str, question: Question) -> float:
    """Return the time of one run after the engine forgot all it kept, in milliseconds."""
    peer.forget()
    gc.collect()
    return _seconds(peer, mode, question) * 1000


def spreads(
    peers: Mapping[str, Peer], questions: Questions, mode: str, kind: str, measure: Measure
) -> dict[str, Spread]:
    """Measure a class with every engine; another engine begins at every question."""
    times: dict[str, list[float]] = {name: [] for name in peers}
    names = list(peers)
    for number, question in enumerate(questions.by_kind[kind]):
        turn = number % len(names)
        for name in (*names[turn:], *names[:turn]):
            if number < len(asked(peers[name], questions, kind)):
                times[name].append(measure(peers[name], mode, question))
    return {name: spread(values) for name, values in times.items()}


def quiet() -> None:
    """Keep what is loaded out of the collector's way, so that it interrupts no engine more than another."""
    gc.collect()
    gc.freeze()


def _seconds(peer: Peer, mode: str, question: Question) -> float:
    start = time.perf_counter()
    ask(peer, mode, question)
    return time.perf_counter() - start


def spread(values: list[float]) -> Spread:
    """Return the spread of some times."""
    ordered = sorted(values)
    return Spread(statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))])
