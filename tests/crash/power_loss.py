"""Power loss: the writing calls of a run are played again, and the power fails between any two of them."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.crash.disk import Disk, File, Folder, Loss
from tests.crash.site import Broken, Run, Site
from tests.crash.tracing import traced

_WRITING: Final = (
    "openat", "write", "pwrite64", "writev", "pwritev", "lseek", "ftruncate", "fallocate", "sendfile",
    "copy_file_range", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink",
    "unlinkat", "mkdir", "mkdirat", "rmdir", "fsync", "fdatasync", "sync_file_range", "mmap",
)  # fmt: skip
_LINE: Final = re.compile(r"(?P<thread>\d+) +(?P<text>.*)")
_LONGEST: Final = 1 << 24  # bytes of a write; a run of a small corpus has none near it
_UNFINISHED: Final = " <unfinished ...>"
_RESUMED: Final = re.compile(r"<\.\.\. \w+ resumed>(?P<rest>.*)")
_DONE: Final = re.compile(r"(?P<kind>\w+)\((?P<arguments>.*)\) += (?P<result>\d+)(?:<(?P<path>[^>]*)>)?$")
_HANDLE: Final = re.compile(r"(?:AT_FDCWD|(?P<number>\d+))<(?P<path>[^>]*)>")
_STRING: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?')
_DELETED: Final = "(deleted)"


@dataclass(frozen=True, slots=True)
class Step:
    """A writing call that succeeded: its handles (number and path), its strings, its other words, what it returned."""

    kind: str
    handles: tuple[tuple[int, str], ...]
    strings: tuple[bytes, ...]
    words: str
    result: int
    opened: str

    def path(self, at: int = 0) -> str:
        """Return the path of a string, made whole by the folder that it is relative to."""
        folder = self.handles[min(at, len(self.handles) - 1)][1] if self.handles else "/"
        return os.path.normpath(os.path.join(folder, self.strings[at].decode()))  # noqa: PTH118


def steps(log: Path) -> Iterator[Step]:
    """Read the successful calls of a log that was written with all strings in hexadecimal, in the order they ended."""
    begun: dict[str, str] = {}
    for line in log.read_text(encoding="ascii").splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        thread, text = found["thread"], found["text"]
        if text.endswith(_UNFINISHED):
            begun[thread] = text.removesuffix(_UNFINISHED)
            continue
        if resumed := _RESUMED.match(text):
            text = begun.pop(thread, "") + resumed["rest"]
        if done := _DONE.match(text):
            arguments = done["arguments"]
            handles = tuple((int(h["number"] or -1), _plain(h["path"])) for h in _HANDLE.finditer(arguments))
            strings = tuple(bytes.fromhex(each.replace("\\x", "")) for each in _STRING.findall(arguments))
            words = _STRING.sub("", arguments)
            yield Step(done["kind"], handles, strings, words, int(done["result"]), _plain(done["path"] or ""))


def _plain(path: str) -> str:
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path


class Replay:
    """Plays the calls of one process again on a disk."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self._at: dict[int, int] = {}  # where each handle stands in its file

    def play(self, step: Step) -> bool:
        """Do a call; say whether it was one that changed the disk or brought something to it."""
        name = step.kind.removesuffix("at").removesuffix("at2")
        doing = getattr(self, f"_{step.kind}", None) or getattr(self, f"_{name}", None)
        if doing is None:
            raise LookupError(f"no rule says what {step.kind} does to a disk")
        changed: bool = doing(step)
        return changed

    def _openat(self, step: Step) -> bool:
        self._at[step.result] = 0
        path = step.opened
        if not self.disk.holds(path) or path.endswith(_DELETED):
            return False
        node = self.disk.node(path)
        if node is None and "O_CREAT" in step.words:
            self.disk.enter(path, File(bytearray()))
            return True
        if isinstance(node, File) and "O_TRUNC" in step.words:
            node.data = bytearray()
            return True
        if isinstance(node, File) and "O_APPEND" in step.words:
            self._at[step.result] = len(node.data)
        return False

    def _lseek(self, step: Step) -> bool:
        self._at[step.handles[0][0]] = step.result
        return False

    def _write(self, step: Step) -> bool:
        handle, _ = step.handles[0]
        at = self._at.get(handle, 0)
        self._at[handle] = at + step.result
        return self._put(step, at)

    def _pwrite64(self, step: Step) -> bool:
        return self._put(step, int(step.words.rpartition(",")[2]))

    def _put(self, step: Step, at: int) -> bool:
        path = step.handles[0][1]
        if not self.disk.holds(path) or path.endswith(_DELETED):
            return False
        data = self.disk.file(path).data
        data.extend(bytes(max(0, at - len(data))))
        data[at : at + step.result] = step.strings[0][: step.result]
        return True

    def _ftruncate(self, step: Step) -> bool:
        path = step.handles[0][1]
        if not self.disk.holds(path) or path.endswith(_DELETED):
            return False
        file, size = self.disk.file(path), int(step.words.rpartition(",")[2])
        file.data = file.data[:size] + bytearray(max(0, size - len(file.data)))
        return True

    def _fsync(self, step: Step) -> bool:
        path = step.handles[0][1]
        if not self.disk.holds(path) and Path(path) != self.disk.path:
            return False
        self.disk.sync(path)
        return True

    _fdatasync = _fsync

    def _rename(self, step: Step) -> bool:
        if not self.disk.holds(step.path(0)):
            return False
        self.disk.enter(step.path(1), self.disk.leave(step.path(0)))
        return True

    def _link(self, step: Step) -> bool:
        if not self.disk.holds(step.path(1)):
            return False
        node = self.disk.node(step.path(0))
        if node is None:
            raise LookupError(f"{step.path(0)} is linked and was never there")
        self.disk.enter(step.path(1), node)
        return True

    def _unlink(self, step: Step) -> bool:
        if not self.disk.holds(step.path()):
            return False
        self.disk.leave(step.path())
        return True

    _rmdir = _unlink

    def _mkdir(self, step: Step) -> bool:
        if not self.disk.holds(step.path()):
            return False
        self.disk.enter(step.path(), Folder())
        return True

    def _mmap(self, step: Step) -> bool:
        written = "PROT_WRITE" in step.words and "MAP_SHARED" in step.words
        if written and any(self.disk.holds(path) for _, path in step.handles):
            raise LookupError(f"{step.handles} is written by a map, which no trace shows")
        return False


@dataclass(frozen=True, slots=True)
class Outage:
    """A moment of a run: after which of its steps that touch the disk, and whether it had said that it published."""

    number: int
    published: bool


class PowerLoss:
    """The steps of one run, played again as far as asked."""

    def __init__(self, site: Site, run: Run, log: Path) -> None:
        self.site = site
        self.run = run
        site.reset(run)
        self._disk_before = self._disk()
        ended = traced(site.prefork, site.words(run), log, _WRITING, "-xx", "-s", str(_LONGEST))
        if ended.code:
            raise Broken(f"the run {run.name} ended with {ended.code} though nothing stopped it: {ended.err}")
        self._steps = tuple(steps(log))
        self.outages = tuple(self._outages())

    def _disk(self) -> Disk:
        return Disk(self.site.folder, self.site.data.name)

    def _outages(self) -> Iterator[Outage]:
        replay, number, live = Replay(self._disk_before), 0, str(self.site.data / "live")
        published = False
        for step in self._steps:
            if replay.play(step):
                number += 1
                published = published or (step.kind == "fsync" and step.handles[0][1] == live)
                yield Outage(number, published)

    def strike(self, outage: Outage, loss: Loss) -> str:
        """Fail the power at a moment, with what a file system then loses, and check; return the state readers found."""
        self.site.reset(self.run)
        replay, number = Replay(self._disk()), 0
        for step in self._steps:
            number += replay.play(step)
            if number == outage.number:
                break
        shutil.rmtree(self.site.data, ignore_errors=True)
        replay.disk.write(self.site.folder, loss.names, loss.data)
        state = self.site.check_served(self.run, published=outage.published)
        self.site.check_repaired(self.run)
        return state
