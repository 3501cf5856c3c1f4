"""The times of stages: how many processor seconds each stage of a long work has taken."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class StageTimes:
    """Processor seconds of one process by the name of the stage; what runs inside a stage is not counted to it."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._inner = 0.0  # seconds counted by the stages within the one that runs

    @property
    def seconds(self) -> Mapping[str, float]:
        """What each stage has taken so far."""
        return dict(self._seconds)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count what happens within to a stage."""
        outer, self._inner = self._inner, 0.0
        start = time.process_time()
        try:
            yield
        finally:
            took = time.process_time() - start
            self.add({stage: took - self._inner})
            self._inner = outer + took

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add what another process has counted."""
        for stage, took in seconds.items():
            self._seconds[stage] = self._seconds.get(stage, 0.0) + took
