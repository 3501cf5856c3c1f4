"""The guard of the speed of a whole reindex: its ratio to FTS5, held against the one that the repository records."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Self

from tests.bench.errors import BenchError

RECORD: Final = Path(__file__).with_name("reindex_gate.json")
DOCUMENTS: Final = 2_000
ROUNDS: Final = 3
SHARE: Final = 1 / 3  # of the recorded ratio: less than this fails


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of a whole reindex and of FTS5 beside it, starts of processes included, and the reindex's stages."""

    izla: float
    fts5: float
    stages: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Izla's releases a second as a share of FTS5's."""
        return self.fts5 / self.izla


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ratio that the repository holds: best of the rounds of that day (ISO), and each stage's share of the run."""

    date: str
    cores: int
    docs: int
    ratio: float
    stages: dict[str, float]

    @classmethod
    def read(cls, path: Path = RECORD) -> Self:
        """Read what `write` wrote; raises BenchError when there is none or it is of another number of releases."""
        try:
            recorded = cls(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise BenchError(f"{path.name} is not there; ./dev bench-reindex --record makes it") from error
        except (ValueError, TypeError) as error:
            raise BenchError(
                f"{path.name} is no record ({error}); ./dev bench-reindex --record makes it anew"
            ) from error
        if recorded.docs != DOCUMENTS:
            raise BenchError(
                f"{path.name} is of {recorded.docs:,} releases, the gate of {DOCUMENTS:,}; "
                "./dev bench-reindex --record makes it anew"
            )
        return recorded

    def write(self, path: Path = RECORD) -> None:
        """Write the record as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @property
    def least(self) -> float:
        """The ratio below which the gate fails."""
        return self.ratio * SHARE


def best(rounds: Sequence[Round]) -> Round:
    """Return the round that counts: the one of the highest ratio."""
    return max(rounds, key=lambda one: one.ratio)


def recorded_of(rounds: Sequence[Round], day: dt.date, cores: int) -> Recorded:
    """Return what is to be recorded of rounds."""
    counted = best(rounds)
    stages = {name: round(share, 3) for name, share in shares(counted.stages).items()}
    return Recorded(day.isoformat(), cores, DOCUMENTS, round(counted.ratio, 4), stages)


def shares(stages: Mapping[str, float]) -> dict[str, float]:
    """Return each stage's share of all stages together."""
    total = sum(stages.values())
    return {name: seconds / total for name, seconds in stages.items()} if total else {}


def measured(rounds: Sequence[Round], cores: int) -> str:
    """Return the line that says what was measured."""
    counted = best(rounds)
    tries = ", ".join(f"{one.ratio:.4f}" for one in rounds)
    return (
        f"A whole izla-reindex --full of {DOCUMENTS:,} releases on {cores} cores: {counted.izla:.2f} s, SQLite FTS5 "
        f"beside it {counted.fts5:.2f} s; {counted.ratio:.4f} of FTS5's rate (best of {tries})"
    )


def verdict(rounds: Sequence[Round], recorded: Recorded, cores: int) -> tuple[bool, str]:
    """Return whether the gate holds, and a message of the figures; where it does not, of what to do too."""
    reached = best(rounds).ratio
    bound = (
        f"{recorded.least:.4f}, a third of the {recorded.ratio:.4f} recorded on {recorded.date} "
        f"({recorded.cores} cores)"
    )
    if reached >= recorded.least:
        return True, f"The gate holds: {reached:.4f} is not below {bound}"
    lines = [f"The gate is missed: {reached:.4f} of FTS5's rate is below {bound}"]
    if cores != recorded.cores:
        lines.append(f"The record is of {recorded.cores} cores, this machine has {cores}: record where the gate runs")
    lines += _grown(best(rounds).stages, recorded.stages)
    lines.append(
        f"./dev bench-reindex --docs {DOCUMENTS} prints the stages; make the slow one faster, or, where the time "
        "is well spent, run ./dev bench-reindex --record and say in the commit what it buys"
    )
    return False, "\n".join(lines)


def _grown(stages: Mapping[str, float], before: Mapping[str, float]) -> list[str]:
    """Return a line of the stage whose share grew most since the record, where both know of stages."""
    now = shares(stages)
    if not now or not before:
        return []
    grown = max(now, key=lambda name: now[name] - before.get(name, 0.0))
    return [
        f"The stage that grew most is {grown}: {now[grown]:.0%} of the run, {before.get(grown, 0.0):.0%} when recorded"
    ]
