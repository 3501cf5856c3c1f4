"""Two checkouts side by side: the page and the API in process, class by class, with the stages of each.

Each checkout answers in a process of its own, which is asked through its standard input, so that no socket and no
server has a part in it. No search is asked twice: in every round a checkout answers searches that it has not met, and
who answers first changes from search to search. What is compared is processor time.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.settings import ROOT
from tests.bench.errors import BenchError
from tests.bench.service.classes import Class, Drawn
from tests.bench.service.compare import medians
from tests.bench.service.figures import Goal
from tests.bench.service.izla import environment

ROUNDS: Final = 5
EACH: Final = 30  # searches of a class in a round
SHARE: Final = 0.45  # of the other checkout's time that this one may take
WARM: Final = 30  # searches of each class before the clock matters
_PAGE: Final[Mapping[str, str]] = {"Accept-Encoding": "gzip", "Accept": "text/html"}
DOORS: Final = {"page": ("/", _PAGE), "API": ("/api/search", {"Accept-Encoding": "gzip"})}
_ASKER: Final = Path(__file__).with_name("asker.py")


@dataclass(frozen=True, slots=True)
class Sided:
    """A class at one door: the middle milliseconds of this checkout and of the other one, of processor and of clock.

    `share` is the middle of the rounds' shares of processor time; `stages` are middle milliseconds of this one and of
    the other one.
    """

    door: str
    kind: Class
    searches: int
    cpu: tuple[float, float]
    wall: tuple[float, float]
    share: float
    bytes: tuple[float, float]
    stages: tuple[dict[str, float], dict[str, float]]

    def goal(self) -> Goal:
        """Return what share of the other one's time this one takes, and may take."""
        return Goal(f"{self.door}, {self.kind}: share of the other checkout's time", self.share, SHARE, at_most=True)

    def __str__(self) -> str:
        own, other = self.stages
        names = [*own, *(name for name in other if name not in own)]
        lines = [
            f"{self.door}, {self.kind}: {self.cpu[0]:.2f} ms, {self.cpu[1]:.2f} before, share {self.share:.2f}"
            f" (clock {self.wall[0]:.2f}, {self.wall[1]:.2f}; bytes {self.bytes[0]:.0f}, {self.bytes[1]:.0f})"
        ]
        lines += [f"    {name:12} {own.get(name, 0):6.2f} {other.get(name, 0):6.2f}" for name in names]
        return "\n".join(lines)


class Asker:
    """The application of one checkout, which answers through the process' standard streams."""

    def __init__(self, process: "subprocess.Popen[str]", checkout: Path) -> None:
        self._process = process
        self._checkout = checkout

    def ask(self, address: str, headers: Mapping[str, str], *, whole: bool = False) -> dict[str, Any]:
        """Return a reply as `asker` gives it; raises BenchError for anything but success, unless asked for it whole."""
        reply = self._sent({"address": address, "headers": headers, "whole": whole})
        if reply["status"] != 200 and not whole:
            raise BenchError(f"{self._checkout} answered {address} with {reply['status']}")
        return reply

    def collect(self) -> None:
        """Have it collect its garbage now."""
        self._sent({"collect": True})

    def _sent(self, message: Mapping[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise BenchError(f"{self._checkout} answers no more; what it said stands above")
        reply: dict[str, Any] = json.loads(line)
        return reply


@contextmanager
def asker(checkout: Path, data: Path) -> Iterator[Asker]:
    """Run the application of a checkout over an index until the block ends."""
    if not (checkout / "web" / "__init__.py").is_file():
        raise BenchError(f"{checkout} is no checkout of Izla")
    command = [sys.executable, "-P", str(_ASKER)]
    environ = environment(data) | {"PYTHONPATH": str(checkout)}
    with subprocess.Popen(
        command, cwd=checkout, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield Asker(process, checkout)
        finally:
            process.terminate()


def compare_checkouts(drawn: Drawn, other: Path, data: Path) -> list[Sided]:
    """Ask both checkouts every search once at each door, and return how they compare, class by class."""
    with asker(ROOT, data) as own, asker(other, data) as before:
        sides = (own, before)
        found = []
        for door in DOORS:
            for queries in drawn.values():
                _round(sides, door, queries[:WARM])
            for kind, queries in drawn.items():
                found.append(_sided(sides, door, kind, queries[WARM:]))
                print(found[-1], file=sys.stderr)
        return found


def _sided(sides: tuple[Asker, Asker], door: str, kind: Class, queries: Sequence[str]) -> Sided:
    size = min(EACH, len(queries) // ROUNDS)
    if not size:
        raise BenchError(f"the releases have too few searches of the class {kind}; ask for more --docs")
    rounds = [_round(sides, door, queries[number * size : (number + 1) * size]) for number in range(ROUNDS)]

    def middle(name: str) -> tuple[float, float]:
        own, before = (
            statistics.median(reply[name] for one_round in rounds for reply in one_round[side]) for side in (0, 1)
        )
        return own, before

    shares = [
        statistics.median(reply["cpu"] for reply in own) / statistics.median(reply["cpu"] for reply in before)
        for own, before in rounds
    ]
    stages = [medians(reply["stages"] for one_round in rounds for reply in one_round[side]) for side in (0, 1)]
    return Sided(
        door,
        kind,
        size * ROUNDS,
        middle("cpu"),
        middle("wall"),
        statistics.median(shares),
        middle("bytes"),
        (stages[0], stages[1]),
    )


def _round(sides: tuple[Asker, Asker], door: str, queries: Sequence[str]) -> tuple[list[Any], list[Any]]:
    path, headers = DOORS[door]
    replies: tuple[list[Any], list[Any]] = ([], [])
    for side in sides:
        side.collect()
    for number, query in enumerate(queries):
        for at in (0, 1) if number % 2 else (1, 0):
            replies[at].append(sides[at].ask(f"{path}?{query}", headers))
    return replies
