"""A stream that was cut goes on: what came of it is kept, and names how far it came for the one who sends the rest.

How far is written as the number of bytes and the beginning of their SHA-256, `123456-0f1e2d3c4b5a6978`, or `0`. The
stream of a generation is the same each time, so the sender passes over so many bytes and compares.
"""

import fcntl
import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Self

from index.backup.stream import BadBackup, CutBackup, Out
from search.errors import WriterBusy

NAME: Final = "restore.part"  # in the data folder: what came on standard input, until it was restored
_TOLD: Final = re.compile(r"0|([1-9][0-9]{0,17})-([0-9a-f]{16})")
_AT_ONCE: Final = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a stream came: bytes, and the beginning of their sum."""

    size: int = 0
    digest: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `str` gave; raises ValueError."""
        found = _TOLD.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not how far a stream came")
        return cls(int(found[1]), found[2]) if found[1] else cls()

    @classmethod
    def of(cls, source: IO[bytes]) -> Self:
        """Return how far the stream came that stands in a file."""
        digest, size = hashlib.sha256(), 0
        while data := source.read(_AT_ONCE):
            digest.update(data)
            size += len(data)
        return cls(size, digest.hexdigest()[:16]) if size else cls()

    def __str__(self) -> str:
        return f"{self.size}-{self.digest}" if self.size else "0"


class Rest:
    """Where a backup is written of which somebody has the beginning: passes on what comes behind it.

    Raises BadBackup where the beginning is another one, before anything was passed on.
    """

    def __init__(self, out: Out, reached: Reached) -> None:
        self._out = out
        self._reached = reached
        self._left = reached.size
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Take the next bytes of the whole backup."""
        if self._left:
            beginning, rest = data[: self._left], data[self._left :]
            self._digest.update(beginning)
            self._left -= len(beginning)
            if not self._left:
                self._compare()
            if rest:
                self._out.write(rest)
        else:
            self._out.write(data)
        return len(data)

    def flush(self) -> None:
        """Pass on what waits."""
        self._out.flush()

    def end(self) -> None:
        """Say that this was the whole backup; raises BadBackup where it is shorter than what somebody has of it."""
        if self._left:
            self._refuse()

    def _compare(self) -> None:
        if self._digest.hexdigest()[:16] != self._reached.digest:
            self._refuse()

    def _refuse(self) -> None:
        raise BadBackup(
            f"what came so far ({self._reached}) is not how this backup begins: another generation is live, a table "
            "has changed, or another version wrote it; take it whole, with restore and without --resume"
        )


def part(data: Path) -> Path:
    """Return the file of a data folder that what came on standard input is kept in."""
    return data / NAME


@contextmanager
def kept(source: IO[bytes], data: Path, *, resume: bool) -> Iterator[IO[bytes]]:
    """Keep what comes, behind what came before where that is resumed, and give all of it to be read.

    It stays when the block ends with CutBackup or is not reached, so that it can be resumed, and goes otherwise.
    """
    data.mkdir(parents=True, exist_ok=True)
    path = part(data)
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WriterBusy(f"another restore is reading into {path}; wait for it to end") from None
        if not resume:
            file.truncate(0)
        shutil.copyfileobj(source, file)
        file.flush()
        file.seek(0)
        try:
            yield file
        except CutBackup:
            if not path.stat().st_size:
                path.unlink()
            raise
        except BadBackup:
            path.unlink()
            raise
        path.unlink()
