"""Withdrawn releases: what `withdrawn.txt` of a corpus names, honoured by whatever generation answers, without a run.

The file has one id a line, as it is or as the address of its page has it, or the whole address; behind white space a
reason may stand. `#` opens a comment at the beginning of a line. Generations come and go, so an id that none has is no
error.
"""

import hashlib
import json
import logging
import os
import re
import stat
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from search.to_disk import bring_name_to_disk, write_text

FILE: Final = "withdrawn.txt"
COPY: Final = "withdrawn.json"  # in the data folder: what the file named when it could last be read whole
_MOST: Final = 16 << 20  # bytes; a list of withdrawn releases is never so long
_FRESH: Final = 1_000_000_000  # nanoseconds; a file may change twice within one tick of the clock that stamps it
_PAUSE: Final = 0.05  # seconds; an editor that saves in place has filled the file again by then
_PAUSES: Final = 20  # at most
_NAMED: Final = 5  # ids or lines that a message tells
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_BOM: Final = b"\xef\xbb\xbf"
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ADDRESS: Final = re.compile(r"(?:https?:/)?/[^?#]*/([^/?#]+)(?:[?#].*)?")  # its last step is the id
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The ids of the releases that the office has withdrawn, and a digest of them, empty where there are none."""

    ids: frozenset[str] = frozenset()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        named = json.dumps(sorted(self.ids)).encode()
        object.__setattr__(self, "digest", hashlib.sha256(named).hexdigest()[:12] if self.ids else "")


NOTHING_WITHDRAWN: Final = Withdrawn()


@dataclass(frozen=True, slots=True)
class Reading:
    """What is withdrawn, and what is wrong with the file that says so, empty where nothing is."""

    withdrawn: Withdrawn = NOTHING_WITHDRAWN
    fault: str = ""


NOTHING_READ: Final = Reading()


def read_ids(data: bytes) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the ids that a file of these bytes names, and what is wrong with the lines that cannot be read."""
    ids: set[str] = set()
    faults: list[str] = []
    for number, line in enumerate(_LINE_END.split(data.removeprefix(_BOM)), 1):
        try:
            written = line.decode().split(maxsplit=1)
        except UnicodeDecodeError:
            faults.append(f"line {number} is not UTF-8")
            continue
        if not written or written[0].startswith("#"):
            continue
        if unfit := _UNFIT.search(written[0]):
            faults.append(f"line {number} has an id with {unfit[0]!r} in it")
            continue
        address = _ADDRESS.fullmatch(written[0])
        name = address[1] if address else written[0]
        ids.update((name, _unquoted(name)))
    return frozenset(ids), tuple(faults)


def _unquoted(written: str) -> str:
    """Return an id that is written as in the address of its page; as it is where that makes no text."""
    try:
        return unquote(written, errors="strict")
    except UnicodeDecodeError:
        return written


@dataclass(frozen=True, slots=True)
class _Look:
    """A look at the file: how it lay on the disk, what it names, what is wrong; `settled` until it lies otherwise."""

    stamp: tuple[int, ...]
    ids: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()
    settled: bool = True


class WithdrawnFile:
    """The file `withdrawn.txt` of a corpus folder, looked at whenever it is asked; safe to share between threads.

    One that cannot be read, or only in part, lifts nothing: what it named when it could last be read whole stays
    withdrawn, with what can be read of it. That is kept in the data folder too, for a process that starts later.
    """

    def __init__(self, corpus: Path, data: Path) -> None:
        self._path = corpus / FILE
        self._copy = data / COPY
        self._lock = threading.Lock()
        self._last: tuple[_Look, Reading] | None = None
        self._whole: frozenset[str] | None = None  # what it named when it was last whole

    def read(self) -> Reading:
        """Return what is withdrawn now; costs one stat while the file stays as it is."""
        last = self._last
        if last is not None and last[0].settled and last[0].stamp == _stamp(self._path):
            return last[1]
        with self._lock:
            return self._read()

    def _read(self) -> Reading:
        look = self._settled_look()
        before = self._last[1] if self._last else None
        kept = self._whole if self._whole is not None else self._kept()
        ids = look.ids | kept if look.faults else look.ids
        if not look.faults and ids != kept:
            self._keep(ids)
        self._whole = kept if look.faults else ids
        reading = Reading(Withdrawn(ids), _some(look.faults))
        if before == reading:
            reading = before
        else:
            self._tell(kept if before is None else before.withdrawn.ids, reading, look)
        self._last = (look, reading)
        return reading

    def _settled_look(self) -> _Look:
        """Look at the file; where it names less than before, again until it stays: it may be in the act of saving.

        What is withdrawn is so at once; what is shown again may cost one request a pause.
        """
        look = _look(self._path)
        for _ in range(_PAUSES):
            if look.faults or not self._whole or self._whole <= look.ids:
                break
            before = look
            time.sleep(_PAUSE)
            look = _look(self._path)
            if (look.stamp, look.ids) == (before.stamp, before.ids):
                break
        return look

    def _kept(self) -> frozenset[str]:
        """Return what was kept in the data folder; nothing where there is none, or what it holds is no list."""
        try:
            return frozenset(map(str, json.loads(self._copy.read_bytes())))
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, TypeError) as error:
            _log.warning("%s cannot be read: %s. It is written again with the next change", self._copy, error)
            return frozenset()

    def _keep(self, ids: frozenset[str]) -> None:
        new = self._copy.with_name(f".{COPY}.{os.getpid()}")
        try:
            self._copy.parent.mkdir(parents=True, exist_ok=True)
            write_text(new, json.dumps(sorted(ids), ensure_ascii=False, indent=0))
            new.replace(self._copy)
            bring_name_to_disk(self._copy)
        except OSError as error:
            _log.warning("what is withdrawn could not be kept in %s: %s. Make the folder writable", self._copy, error)

    def _tell(self, before: frozenset[str], reading: Reading, look: _Look) -> None:
        """Log what became of it."""
        now = reading.withdrawn.ids
        if reading.fault:
            stays = f"{len(now - look.ids)} that it named before stay withdrawn"
            _log.error("%s cannot be read whole: %s. Mend it; until then %s", self._path, reading.fault, stays)
        if added := now - before:
            _log.info("%s withdraws %d more: %s", self._path, len(added), _some(sorted(added)))
        if lifted := before - now:
            _log.warning("%s lets %d be shown again: %s", self._path, len(lifted), _some(sorted(lifted)))


def _some(texts: Iterable[str]) -> str:
    listed = list(texts)
    return ", ".join(listed[:_NAMED]) + (f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else "")


def _stamp(path: Path) -> tuple[int, ...]:
    """Return how a file lies on the disk: time of its text and of its facts, size, inode, device; or why none does."""
    try:
        facts = os.stat(path)  # noqa: PTH116  # once a request: a third of the time
    except OSError as error:
        return (error.errno or 0,)
    return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino, facts.st_dev


def _look(path: Path) -> _Look:
    stamp = _stamp(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            return _Look(stamp, faults=("it is no file",))
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except FileNotFoundError:
        if path.parent.is_dir():
            return _Look(stamp)
        return _Look(stamp, faults=("the folder of the corpus is not there",), settled=False)
    except OSError as error:
        return _Look(stamp, faults=(error.strerror or "it cannot be read",), settled=False)
    if len(data) > _MOST:
        return _Look(stamp, faults=(f"it has more than {_MOST >> 20} MiB",))
    ids, faults = read_ids(data)
    settled = time.time_ns() - stamp[1] > _FRESH if len(stamp) > 1 else False
    return _Look(stamp, ids, faults, settled)
