"""Whole runs over a file of releases, each a process of its own: izla-reindex, and SQLite FTS5 beside it."""

import contextlib
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from search.settings import ROOT
from tests.bench.composing import Row
from tests.bench.errors import BenchError, MissingFts5
from tests.bench.fts5_file import SCHEMA
from tests.bench.service.izla import environment
from tests.bench.service.processes import stop, watched

CHANGED: Final = 10  # releases of an update
_FTS5: Final = ROOT / "tests" / "bench" / "fts5_file.py"


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took from its start to its end, its children included.

    `seconds` went by, `processor` are seconds of processors. `peak` is the most bytes that all of its processes held
    together when looked at ten times a second (PSS without mapped files: what they share counts once), None where
    nobody looked. `stages` are processor seconds by stage as izla-reindex reports them, empty where it reports none.
    """

    seconds: float
    processor: float
    peak: int | None = None
    stages: Mapping[str, float] = field(default_factory=dict)


def require_fts5() -> None:
    """Raise MissingFts5 when the SQLite of this Python has no FTS5."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(SCHEMA)
        except sqlite3.OperationalError as error:
            raise MissingFts5(
                f"SQLite {sqlite3.sqlite_version} of this Python has no FTS5 ({error}), beside which a whole reindex "
                "is measured; take a Python whose sqlite3 has it, as Debian's python3 does"
            ) from error


def write(path: Path, releases: Iterable[Row]) -> None:
    """Write releases as JSON lines."""
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(release, ensure_ascii=False) + "\n" for release in releases)


def change(path: Path, documents: int, mark: str) -> int:
    """Put a mark before the bodies of releases spread over a file, CHANGED of them or all; return how many.

    Behind them it may stand in a line that says where the text is from, which is no part of it.
    """
    wanted = {turn * documents // CHANGED for turn in range(CHANGED)}
    draft = path.with_suffix(".draft")
    with path.open(encoding="utf-8") as lines, draft.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines):
            if number in wanted:
                release = json.loads(line)
                line = json.dumps(release | {"body": f"{mark} {release['body']}"}, ensure_ascii=False) + "\n"
            out.write(line)
    draft.replace(path)
    return len(wanted)


def reindex(path: Path, documents: int, data: Path) -> Run:
    """Index a file anew, with nothing kept from before; raises BenchError when not every release got in."""
    shutil.rmtree(data, ignore_errors=True)
    return _izla(["--full", str(path)], {"documents": documents, "added": documents}, data)


def reindex_watched(path: Path, documents: int, data: Path) -> Run:
    """Index a file anew beside the index of it that is live, as after an update of Izla, and look at the memory.

    That slows the run a little. Raises BenchError.
    """
    return _izla(["--full", str(path)], {"documents": documents, "same": documents}, data, watch=True)


def update(changed: int, data: Path) -> Run:
    """Index what changed in the file that an index was made of; raises BenchError when it was not so many releases."""
    return _izla([], {"changed": changed, "added": 0, "removed": 0}, data)


def fts5(path: Path, database: Path) -> Run:
    """Put title and text of each release of a file into a new FTS5 table."""
    database.unlink(missing_ok=True)
    run, _ = _process([sys.executable, str(_FTS5), str(path), str(database)], None)
    return run


def stages_of(report: Mapping[str, Any]) -> dict[str, float]:
    """Return the processor seconds by stage of a report; raises BenchError when they are no numbers of seconds."""
    stages = report.get("stages")
    if stages is None:
        return {}
    if not isinstance(stages, dict) or not all(
        isinstance(seconds, int | float) and seconds >= 0 for seconds in stages.values()
    ):
        raise BenchError(f"the report's stages are no seconds by name: {stages!r}")
    return {name: float(seconds) for name, seconds in stages.items()}


def _izla(arguments: Sequence[str], expected: Mapping[str, int], data: Path, *, watch: bool = False) -> Run:
    command = [sys.executable, "-m", "index", "--json", *arguments]
    run, out = _process(command, environment(data), watch=watch)
    report = json.loads(out)
    told = {name: report[name] for name in expected}
    if told != expected:
        raise BenchError(f"izla-reindex says {told}, not {expected}; what it did is not what is measured")
    return Run(run.seconds, run.processor, run.peak, stages_of(report))


def _process(command: Sequence[str], environ: dict[str, str] | None, *, watch: bool = False) -> tuple[Run, bytes]:
    """Run a command to its end; return what it took and what it printed."""
    with tempfile.TemporaryFile() as errors:
        before, start = _processor(), time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=errors) as process:
            try:
                with watched(process.pid) if watch else contextlib.nullcontext() as peak:
                    out, _ = process.communicate()
            finally:
                stop(process)
        seconds, processor = time.perf_counter() - start, _processor() - before
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()[-2000:]
            raise BenchError(f"{' '.join(command)} ended with {process.returncode}: {said}")
    return Run(seconds, processor, round(peak.anonymous * 2**20) if peak else None), out


def _processor() -> float:
    """Return the processor seconds of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
