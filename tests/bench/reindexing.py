"""./dev bench-reindex [--docs N] [--json FILE] | --gate | --record: a whole izla-reindex --full beside SQLite FTS5.

All of a run counts: reading, tagging, analysis, writing, verifying, publishing, and the start of its process, which is
also measured alone, by a run over one release, and taken off. FTS5 (unicode61) takes the same file in: it parses the
same JSON, inserts title and text, commits. Both are processes of their own and take turns; figures are medians.
"""

import argparse
import datetime as dt
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from search.engines.whoosh.codec.arrays import VERSION
from tests.bench import reindex_gate, report, whole_run
from tests.bench.composing import SEED, Row, composed
from tests.bench.corpus import FOLDER
from tests.bench.errors import BenchError
from tests.bench.goals import IZLA
from tests.bench.machine import cores, machine
from tests.bench.recombining import recombined
from tests.bench.results import Results
from tests.bench.whole_run import Run

FTS5: Final = "fts5"
ENGINES: Final = (IZLA, FTS5)
LARGEST: Final = 100_000  # releases of which ./dev bench makes whole runs
SOURCES: Final[Mapping[str, Callable[[int, int], Iterable[Row]]]] = {"recombined": recombined, "composed": composed}
_OFTEN: Final = 10_000  # releases up to which everything is run three times


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with the file of releases, a file of the first of them alone, and both indexes."""

    folder: Path
    documents: int

    def run(self, engine: str) -> Run:
        """Have an engine index all releases from nothing."""
        return self._run(engine, "all", self.documents)

    def watched(self) -> Run:
        """Have Izla do so twice, and look at the memory of the second run, which knows all releases from the first."""
        path, folder = self.folder / "all.jsonl", self.folder / "all"
        whole_run.reindex(path, self.documents, folder)
        return whole_run.reindex_watched(path, self.documents, folder)

    def start(self, engine: str) -> Run:
        """Have it index one release."""
        return self._run(engine, "one", 1)

    def update(self, mark: str) -> Run:
        """Change a few releases of the file, and have Izla refresh the index that it made of it last."""
        changed = whole_run.change(self.folder / "all.jsonl", self.documents, mark)
        return whole_run.update(changed, self.folder / "all")

    def _run(self, engine: str, name: str, documents: int) -> Run:
        path = self.folder / f"{name}.jsonl"
        if engine == FTS5:
            return whole_run.fts5(path, self.folder / f"{name}.db")
        return whole_run.reindex(path, documents, self.folder / name)


@contextmanager
def bench(source: str, count: int, seed: int = SEED, folder: Path = FOLDER) -> Iterator[Bench]:
    """Write the releases of a source into a new folder in one, which goes when the block ends.

    Raises MissingFts5, and BenchError where the composer is missing.
    """
    whole_run.require_fts5()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="reindex-") as name:
        own = Path(name)
        _say(f"Writing {count:,} {source} releases")
        whole_run.write(own / "all.jsonl", SOURCES[source](count, seed))
        whole_run.write(own / "one.jsonl", SOURCES[source](1, seed))
        yield Bench(own, count)


def runs_of(count: int) -> int:
    """Return how often everything is run over so many releases unless told."""
    return 3 if count <= _OFTEN else 1


def measured(results: Results, own: Bench, runs: int) -> Results:
    """Return a run's results with the figures of whole runs; first come two of which the second is watched."""
    peak = own.watched().peak
    own.run(FTS5)
    whole: dict[str, list[Run]] = {engine: [] for engine in ENGINES}
    starts: dict[str, list[Run]] = {engine: [] for engine in ENGINES}
    for turn in range(runs):
        for engine in ENGINES if turn % 2 == 0 else reversed(ENGINES):
            whole[engine].append(own.run(engine))
            starts[engine].append(own.start(engine))
            _say(f"{engine}: {whole[engine][-1].seconds:.2f} s, start {starts[engine][-1].seconds:.2f} s")
    updates = [own.update(f"({turn})") for turn in range(runs)]
    full, start = {e: _seconds(whole[e]) for e in ENGINES}, {e: _seconds(starts[e]) for e in ENGINES}
    update = _seconds(updates)
    _say(f"{IZLA}: an update of {whole_run.CHANGED} {update:.2f} s")
    after = {engine: full[engine] - start[engine] for engine in ENGINES if full[engine] > start[engine]}
    return replace(
        results,
        reindex={
            "whole": {engine: round(own.documents / full[engine], 1) for engine in ENGINES},
            "after the start": {engine: round(own.documents / seconds, 1) for engine, seconds in after.items()},
        },
        reindex_start={engine: round(seconds, 3) for engine, seconds in start.items()},
        reindex_processor={
            engine: round(statistics.median(run.processor for run in whole[engine]), 2) for engine in ENGINES
        },
        reindex_peak={IZLA: peak} if peak else {},
        reindex_update={
            "whole": {IZLA: round(update / full[IZLA], 4)},
            "after the start": {IZLA: round((update - start[IZLA]) / after[IZLA], 4)} if IZLA in after else {},
        },
        reindex_stages=stages(whole[IZLA]),
    )


def stages(runs: Sequence[Run]) -> dict[str, float]:
    """Return the median of each stage's processor seconds over runs, of the stages that all of them report."""
    names = [name for name in runs[0].stages if all(name in run.stages for run in runs)]
    return {name: round(statistics.median(run.stages[name] for run in runs), 3) for name in names}


def main() -> int:
    """Measure a whole izla-reindex --full beside SQLite FTS5: 1 when the gate is missed, 2 when anything is lacking."""
    parser = argparse.ArgumentParser("./dev bench-reindex", description=main.__doc__)
    parser.add_argument("--docs", type=int, default=_OFTEN, help="releases (10 000)")
    parser.add_argument("--seed", type=int, default=SEED, help="of the releases")
    parser.add_argument(
        "--source",
        choices=SOURCES,
        default="recombined",
        help="of the releases: recombined of our own samples, or composed by the composer in ../shared",
    )
    parser.add_argument("--runs", type=int, help="of everything (3, of more than 10 000 releases 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    gate = parser.add_mutually_exclusive_group()
    gate.add_argument("--gate", action="store_true", help="compare with the ratio that the repository records")
    gate.add_argument("--record", action="store_true", help="record the ratio of this machine, today")
    wanted = parser.parse_args()
    if wanted.docs < 1 or (wanted.runs is not None and wanted.runs < 1):
        parser.error("--docs and --runs are numbers above 0")
    flag = "--gate" if wanted.gate else "--record" if wanted.record else ""
    if flag and wanted != parser.parse_args([flag]):
        parser.error(f"{flag} has releases of its own, {reindex_gate.DOCUMENTS:,} recombined ones, and stands alone")
    try:
        if flag:
            return _gate(record=wanted.record)
        return _measure(wanted)
    except (BenchError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2


def _measure(wanted: argparse.Namespace) -> int:
    results = Results(
        documents=wanted.docs,
        seed=wanted.seed,
        machine=machine(),
        versions=versions(),
        source=wanted.source,
    )
    with bench(wanted.source, wanted.docs, wanted.seed) as own:
        results = measured(results, own, wanted.runs or runs_of(wanted.docs))
    if wanted.json:
        results.write(wanted.json)
    print(*report.tables(results), "", *report.goals(results), sep="\n")
    return 0


def _gate(*, record: bool) -> int:
    recorded = None if record else reindex_gate.Recorded.read()
    with bench("recombined", reindex_gate.DOCUMENTS) as own:
        rounds = [_round(own) for _ in range(reindex_gate.ROUNDS)]
    print(reindex_gate.measured(rounds, cores()))
    print(report.stages(reindex_gate.best(rounds).stages))
    if recorded is None:
        reindex_gate.recorded_of(rounds, dt.date.today(), cores()).write()
        print(f"Recorded in {reindex_gate.RECORD.name}")
        return 0
    held, message = reindex_gate.verdict(rounds, recorded, cores())
    print(message, file=sys.stdout if held else sys.stderr)
    return 0 if held else 1


def _round(own: Bench) -> reindex_gate.Round:
    """Run FTS5 before and after a reindex, so that a machine that slows down slows both."""
    before, izla, after = own.run(FTS5), own.run(IZLA), own.run(FTS5)
    return reindex_gate.Round(izla.seconds, (before.seconds + after.seconds) / 2, izla.stages)


def versions() -> dict[str, str]:
    """Return the versions of both engines."""
    return {IZLA: str(VERSION), FTS5: sqlite3.sqlite_version}


def _seconds(runs: Sequence[Run]) -> float:
    return statistics.median(run.seconds for run in runs)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
