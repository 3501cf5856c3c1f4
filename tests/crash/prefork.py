"""Commands of Izla as processes of their own, forked from one that has imported all: each starts in milliseconds.

What runs is `izla-reindex` itself, and a reader who opens the data folder as a service does. `python -m
tests.crash.prefork` is the process that is forked; it takes a line of JSON for each command, answers with the process
id, and, when the process has ended, with its status.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from index.cli import main as reindex
from search.engines import open_service
from search.errors import IndexUnavailable
from search.query import Query
from search.settings import ROOT, Settings
from tests.crash.corpus import EACH, digest

READ: Final = "read"  # the command of a reader; all others are those of izla-reindex


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code, or the negative number of the signal; and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found: the id of the generation and the digests of its releases by id, or why there is none."""

    generation: str
    held: dict[str, str]
    fault: str


class Prefork:
    """The process that is forked for each command; `environ` are variables beside those of this process."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("IZLA_")}
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.prefork"],
            cwd=ROOT,
            env={**kept, "PYTHONPATH": str(ROOT), "IZLA_LOCK_WAIT": "0.2", **environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self, *words: str, environ: Mapping[str, str] | None = None) -> Ended:
        """Run a command to its end."""
        self.start(*words, environ=environ)
        return self.ended()

    def start(self, *words: str, environ: Mapping[str, str] | None = None, halted: bool = False) -> int:
        """Start a command and return its process id; one that is `halted` begins at `go`."""
        request = {"words": words, "environ": dict(environ or {}), "halted": halted, "folder": str(self._folder)}
        self._say(json.dumps(request))
        return int(self._answer())

    def go(self) -> None:
        """Let a command begin that was started halted."""
        self._say("go")

    def ended(self) -> Ended:
        """Wait for the command that was started."""
        code = int(self._answer())
        out, err = ((self._folder / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return Ended(code, out, err)

    def read(self, environ: Mapping[str, str] | None = None) -> Reading:
        """Open the data folder and read all that is found in it."""
        ended = self.run(READ, environ=environ)
        if ended.code:
            raise AssertionError(f"a reader ended with {ended.code}: {ended.err}")
        return Reading(**json.loads(ended.out))

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def main() -> int:
    open_service(Settings(data=Path(os.devnull)))  # what is read once in a process is read here
    for line in sys.stdin:
        request = json.loads(line)
        waiting, going = os.pipe()
        child = os.fork()
        if not child:
            os.close(going)
            if request["halted"]:
                os.read(waiting, 1)
            os.close(waiting)
            os._exit(_command(request))
        print(child, flush=True)
        if request["halted"]:
            sys.stdin.readline()
        os.close(going)
        os.close(waiting)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    return 0


def _command(request: dict[str, Any]) -> int:
    """Do what is asked, in a process of its own, and return the exit code."""
    os.environ.update(request["environ"])
    for name, number in (("out", 1), ("err", 2)):
        os.dup2(os.open(Path(request["folder"]) / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
    try:
        words = request["words"]
        code = _read() if words[0] == READ else reindex(words)
        sys.stdout.flush()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 70
    sys.stderr.flush()
    return code


def _read() -> int:
    """Write what a service over the data folder answers, as JSON."""
    service = open_service(Settings.read())
    try:
        generation = service.generation()
    except IndexUnavailable as fault:
        print(json.dumps({"generation": "", "held": {}, "fault": str(fault)}))
        return 0
    export = service.export(Query(EACH))
    found = [(release.id, digest(release.title, release.body)) for release in export.releases]
    held = dict(found)
    answer = service.answer(Query())
    totals = {len(found), len(held), export.total, answer.total, generation.documents}
    months = sum(bucket.count for bucket in answer.histogram.buckets) if answer.histogram else 0
    if totals != {months}:
        raise AssertionError(f"a generation counts its releases in several ways: {totals}, {months} with a day")
    print(json.dumps({"generation": generation.id, "held": held, "fault": ""}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
