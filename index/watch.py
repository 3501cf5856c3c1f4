"""Watching: a run at the start, and one more each time that the corpus has changed and come to rest.

Each run is a process of its own, the same command without --watch: what one leaves in memory, or fails by, is gone
with it. Files are looked at by size and time of change, and need no help of the system.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

from index.readers.walk import find_files
from search.corpus_tables import SITE, TABLES
from search.errors import BadCorpus
from search.settings import Settings

_LOOK: Final = 1.0  # seconds between two looks at the files
_LONGEST: Final = 300.0  # seconds that files may keep changing before a run takes them as they are
_AGAIN: Final = 60.0  # seconds after which a run that failed is tried again though nothing changed
_USABLE: Final = (0, 3)  # exit codes of a run that indexed all, or what could be read

Look: TypeAlias = tuple[tuple[str, int, int], ...] | str  # path, size and time of change of each file; else the fault


class Watcher:
    """Runs `first` at once and `later` when `look` says something else and has said so for `settle` seconds.

    `run` does a run and returns its exit code; `sleep` and `clock` are those of the time module.
    """

    def __init__(
        self,
        first: Sequence[str],
        later: Sequence[str],
        *,
        settle: float,
        run: Callable[[Sequence[str]], int],
        look: Callable[[], Look],
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._words = first
        self._later = later
        self._settle = settle
        self._run = run
        self._look = look
        self._sleep = sleep
        self._clock = clock

    def run(self) -> NoReturn:
        """Run, wait for a change, and again, until an exception ends it."""
        while True:
            seen = self._look()
            code = self._run(self._words)
            if code in _USABLE:
                self._words = self._later
            else:
                print(f"izla-reindex: the run ended with {code}; watching on", file=sys.stderr, flush=True)
            self._wait(seen, again=code not in _USABLE)

    def _wait(self, seen: Look, *, again: bool) -> None:
        """Wait until the files are others than were seen and rest, or it is time to try again."""
        begun = self._clock()
        changed: float | None = None
        rests = begun
        last = seen
        while True:
            self._sleep(_LOOK)
            now, found = self._clock(), self._look()
            if found != last:
                last, rests = found, now
                changed = changed or now
            if changed is not None and (now - rests >= self._settle or now - changed >= _LONGEST):
                return
            if again and now - begun >= _AGAIN:
                return


def watch(first: Sequence[str], later: Sequence[str], settle: float) -> NoReturn:
    """Watch the paths that the index remembers, and the site's tables, until an exception ends it."""
    watched = _Watched()
    Watcher(first, later, settle=settle, run=watched.run, look=watched.look).run()


class _Watched:
    """What is watched: the paths of the live generation, asked for again after each run."""

    def __init__(self) -> None:
        self._settings = Settings.read()
        self._paths: tuple[str, ...] = ()

    def run(self, words: Sequence[str]) -> int:
        """Run the command to its end, which a signal to this process hastens."""
        with subprocess.Popen([sys.executable, "-m", "index", *words]) as process:  # noqa: S603  # this very command
            try:
                code = process.wait()
            except BaseException:
                process.terminate()
                raise
        self._paths = self._recorded()
        return code

    def look(self) -> Look:
        """Return what the files are now."""
        tables = [self._settings.corpus / name for name in (*(table.file for table in TABLES), SITE)]
        try:
            files = find_files(self._paths).files if self._paths else ()
        except BadCorpus as fault:
            return str(fault)
        return (*((file.path, file.size, file.mtime_ns) for file in files), *_stats(tables))

    def _recorded(self) -> tuple[str, ...]:
        command = [sys.executable, "-m", "index", "status", "--json"]
        told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603  # the same
        status = json.loads(told.stdout or '{"generations": []}')
        return next((tuple(each["paths"]) for each in status["generations"] if each["live"]), self._paths)


def _stats(paths: Sequence[Path]) -> list[tuple[str, int, int]]:
    found = []
    for path in paths:
        try:
            facts = path.stat()
        except OSError:
            continue
        found.append((str(path), facts.st_size, facts.st_mtime_ns))
    return found
