"""Runs under strace: what they call, and a SIGKILL before a call that is chosen.

strace counts the calls of each thread by itself and sends the signal to the first that comes to the number: it ends the
process of that thread, the run's own or one of its pool.
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.crash.prefork import Ended, Prefork

# The calls by which a run reads and writes; a SIGKILL before each is a kind of crash.
KINDS: Final = (
    "openat", "read", "write", "pwrite64", "lseek", "fsync", "fdatasync", "rename", "unlink", "unlinkat", "rmdir",
    "mkdir", "link", "mmap", "munmap", "ftruncate", "close", "newfstatat", "getdents64", "flock", "fcntl", "clone3",
    "clone", "pipe2",
)  # fmt: skip
_CALL: Final = re.compile(r"^(?P<pid>\d+) +(?:<[^>]*> +)?(?P<kind>[a-z0-9_]+)\((?P<rest>.*)$")
_DETACHED: Final = 30.0  # seconds until strace ends after what it looked at


class Unavailable(Exception):
    """There is no strace, or it may not look at processes; says why."""


@dataclass(frozen=True, slots=True)
class Call:
    """A system call of a run: its kind, which one of that kind it is in its thread, and what it was about."""

    thread: int
    kind: str
    number: int
    text: str


def require_strace() -> None:
    """Raise Unavailable where no process can be traced here."""
    if shutil.which("strace") is None:
        raise Unavailable("there is no strace; on Debian: apt install strace")
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, text=True)
    if tried.returncode:
        raise Unavailable(f"strace may not trace here: {tried.stderr.strip()}")


def traced(prefork: Prefork, words: tuple[str, ...], log: Path, kinds: tuple[str, ...] = KINDS, *options: str) -> Ended:
    """Run izla-reindex to its end while its calls are written to a log; `options` are strace's, on what is written."""
    return _under_strace(prefork, words, log, f"trace={','.join(kinds)}", "-y", *(options or ("-s", "0")))


def killed_at(prefork: Prefork, words: tuple[str, ...], kind: str, number: int, log: Path) -> Ended:
    """Run izla-reindex and kill the first of its threads that comes to its call of that kind and number (from 1)."""
    return _under_strace(
        prefork, words, log, f"trace={kind}", "-y", "-s", "0", "-e", f"inject={kind}:signal=SIGKILL:when={number}"
    )


def calls(log: Path) -> Iterator[Call]:
    """Read the calls of a log, in their order."""
    numbers: dict[tuple[int, str], int] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if found := _CALL.match(line):
            thread, kind = int(found["pid"]), found["kind"]
            number = numbers[thread, kind] = numbers.get((thread, kind), 0) + 1
            yield Call(thread, kind, number, found["rest"])


def _under_strace(prefork: Prefork, words: tuple[str, ...], log: Path, expression: str, *options: str) -> Ended:
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    pid = prefork.start(*words, halted=True)
    command = ["strace", "-f", "-o", str(log), "-e", expression, *options, "-p", str(pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        said = strace.stderr.readline()
        if "attached" not in said:
            os.kill(pid, signal.SIGKILL)
            prefork.go()
            prefork.ended()
            raise Unavailable(f"strace cannot look at a process: {said.strip()}")
        prefork.go()
        ended = prefork.ended()
        strace.communicate(timeout=_DETACHED)
    return ended
