"""Counters that all worker processes share: requests and their seconds by endpoint, and events.

prometheus_client counts in several processes only through a folder named by an environment variable: whoever starts the
service must make and empty it, every worker that ever ran leaves files in it, and Info (izla_build) does not work so.
Here is one block of memory of a fixed size, which needs no setting and lives on when the workers are replaced.
"""

import struct
from collections.abc import Iterator
from typing import Final

from web.endpoints import ENDPOINTS
from web.shared.shared_memory import SharedMemory

BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
OTHERS: Final = "others"  # what is not counted by its name, and what is nowhere
NAMES: Final = (*(row.name for row in ENDPOINTS.values() if row.counted), OTHERS)
_NUMBER_OF: Final = {name: number for number, name in enumerate(NAMES)}
EVENTS: Final = ("kept", "nothing_found", "refused")
_CLASSES: Final = ("2xx", "3xx", "4xx", "5xx")
_NUMBER: Final = struct.Struct("=d")
_ROW: Final = len(_CLASSES) + len(BOUNDS) + 1  # counts by class and by bound, and the sum of seconds


class Counters:
    """The counters of one service; to be made before the workers are forked."""

    def __init__(self) -> None:
        self._shared = SharedMemory((len(NAMES) * _ROW + len(EVENTS)) * _NUMBER.size)

    def request(self, endpoint: str, status: int, seconds: float) -> None:
        """Count a request to an endpoint by its name."""
        number = _NUMBER_OF.get(endpoint, _NUMBER_OF[OTHERS])
        start = number * _ROW
        steps = [(start + min(max(status // 100, 2), 5) - 2, 1.0)]
        bound = next((at for at, most in enumerate(BOUNDS) if seconds <= most), None)
        if bound is not None:
            steps.append((start + len(_CLASSES) + bound, 1.0))
        self._add(*steps, (start + _ROW - 1, seconds))

    def event(self, name: str) -> None:
        """Count one of EVENTS."""
        self._add((len(NAMES) * _ROW + EVENTS.index(name), 1.0))

    def _add(self, *steps: tuple[int, float]) -> None:
        with self._shared.locked() as memory:
            for at, by in steps:
                (before,) = _NUMBER.unpack_from(memory, at * _NUMBER.size)
                _NUMBER.pack_into(memory, at * _NUMBER.size, before + by)

    def lines(self) -> Iterator[str]:
        """Yield the counters as OpenMetrics has them."""
        with self._shared.locked() as memory:
            values = [value for (value,) in _NUMBER.iter_unpack(memory[:])]
        rows = [(name, values[at * _ROW : (at + 1) * _ROW]) for at, name in enumerate(NAMES)]
        rows = [(name, row) for name, row in rows if sum(row[: len(_CLASSES)])]
        yield "# TYPE izla_requests counter"
        yield "# HELP izla_requests Requests answered, by door and class of status."
        for endpoint, row in rows:
            for name, value in zip(_CLASSES, row, strict=False):
                if value:
                    yield f'izla_requests_total{{door="{endpoint}",status="{name}"}} {value:.0f}'
        yield "# TYPE izla_request_seconds histogram"
        yield "# UNIT izla_request_seconds seconds"
        yield "# HELP izla_request_seconds Time until an answer began, by door."
        for endpoint, row in rows:
            below = 0.0
            for bound, value in zip(BOUNDS, row[len(_CLASSES) :], strict=False):
                below += value
                yield f'izla_request_seconds_bucket{{door="{endpoint}",le="{bound}"}} {below:.0f}'
            count = sum(row[: len(_CLASSES)])
            yield f'izla_request_seconds_bucket{{door="{endpoint}",le="+Inf"}} {count:.0f}'
            yield f'izla_request_seconds_count{{door="{endpoint}"}} {count:.0f}'
            yield f'izla_request_seconds_sum{{door="{endpoint}"}} {row[-1]:.6f}'
        yield "# TYPE izla_events counter"
        yield "# HELP izla_events Answers given again as they were, searches that found nothing, requests refused."
        for name, value in zip(EVENTS, values[-len(EVENTS) :], strict=True):
            yield f'izla_events_total{{event="{name}"}} {value:.0f}'
