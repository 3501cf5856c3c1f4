"""The crash matrix: points at which a run is killed, chosen by a seed, and what is checked after each."""

import random
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.crash.site import RUNS, Broken, Run, Site
from tests.crash.tracing import calls, killed_at, traced

_KILLED: Final = "killed by SIGKILL"


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A call of a run before which SIGKILL comes: the run's name, the kind of call, which one of that kind."""

    run: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a point.

    `killed` is "run", "process" (one of the pool) or "" where the run had no such call this time; `state` is what
    readers found afterwards, before or after; `fault` is the promise that was broken, "" where none was.
    """

    point: Point
    killed: str
    state: str
    fault: str


def all_points(site: Site, log: Path, runs: Sequence[Run] = RUNS) -> tuple[Point, ...]:
    """Return every point of the runs, by the calls that each makes when nothing stops it."""
    points = set()
    for run in runs:
        site.reset(run)
        ended = traced(site.prefork, site.words(run), log)
        if ended.code:
            raise Broken(f"the run {run.name} ended with {ended.code} though nothing stopped it: {ended.err}")
        points |= {Point(run.name, call.kind, call.number) for call in calls(log)}
    return tuple(sorted(points))


def chosen(points: Iterable[Point], count: int, seed: int) -> tuple[Point, ...]:
    """Choose points at random, as many of each run and kind as there are; the same of one seed."""
    groups: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        groups.setdefault((point.run, point.kind), []).append(point)
    for (run, kind), group in groups.items():
        group.sort()
        random.Random(f"{seed} {run} {kind}").shuffle(group)
    turn = sorted(groups)
    random.Random(seed).shuffle(turn)
    rows = (groups[name][at] for at in range(max(map(len, groups.values()))) for name in turn if at < len(groups[name]))
    return tuple(point for point, _ in zip(rows, range(count), strict=False))


def one_a_kind(points: Iterable[Point], seed: int) -> tuple[Point, ...]:
    """Choose one point of each kind, each of any run."""
    kinds: dict[str, list[Point]] = {}
    for point in points:
        kinds.setdefault(point.kind, []).append(point)
    return tuple(random.Random(f"{seed} {kind}").choice(group) for kind, group in sorted(kinds.items()))


def crash(site: Site, point: Point, log: Path) -> Outcome:
    """Kill a run at a point, then check what readers find and that the next run repairs."""
    run = next(run for run in RUNS if run.name == point.run)
    site.reset(run)
    ended = killed_at(site.prefork, site.words(run), point.kind, point.number, log)
    died = _KILLED in log.read_text(encoding="utf-8", errors="replace")
    killed = "run" if ended.code == -signal.SIGKILL else "process" if died else ""
    state = ""
    try:
        if killed == "process" and (ended.code != 1 or "Traceback" in ended.err):
            raise Broken(f"a run that lost a process ended with {ended.code}: {ended.err}")
        state = site.check_served(run, published=not killed)
        site.check_repaired(run)
    except Broken as broken:
        return Outcome(point, killed, state, str(broken))
    return Outcome(point, killed, state, "")


def told(outcomes: Sequence[Outcome]) -> str:
    """Return a table of outcomes by the kind of call, and every fault."""
    columns: tuple[tuple[str, Callable[[Outcome], bool]], ...] = (
        ("points", lambda each: bool(each.killed)),
        ("of a run", lambda each: each.killed == "run"),
        ("of its pool", lambda each: each.killed == "process"),
        ("before", lambda each: each.state == "before"),
        ("after", lambda each: each.state == "after"),
        ("not met", lambda each: not each.killed),
        ("faults", lambda each: bool(each.fault)),
    )
    kinds = (*sorted({each.point.kind for each in outcomes}), "all")
    rows = [("call", *(name for name, _ in columns))]
    for kind in kinds:
        of_kind = [each for each in outcomes if kind in (each.point.kind, "all")]
        rows.append((kind, *(str(sum(map(counts, of_kind))) for _, counts in columns)))
    lines = ["  ".join(cell.rjust(11) for cell in row) for row in rows]
    lines += [f"{each.point}: {each.fault}" for each in outcomes if each.fault]
    return "\n".join(lines)
