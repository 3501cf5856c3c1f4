"""Files opened for reading, packed or not, and how much of one is taken at once."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

MAX_BYTES: Final = 16 << 20  # of one text file or one line of JSON, unpacked: no release comes near, dumps do
_AT_ONCE: Final = 1 << 16  # bytes asked of the system; by 8 KiB, as is usual, lines come at a third of the rate
UNREADABLE: Final = (OSError, EOFError, zlib.error)  # what reading a file, packed or not, can fail with


@contextmanager
def open_unpacked(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Open a file; gives its bytes unpacked, and the file itself for how far it was read."""
    with path.open("rb", buffering=_AT_ONCE) as file:
        if path.name.lower().endswith(".gz"):
            with gzip.open(file) as unpacked:
                yield unpacked, file  # type: ignore[misc]  # GzipFile reads bytes as any other
        else:
            yield file, file


def failure_reason(error: BaseException) -> str:
    """Say in a few words why a file could not be read."""
    if isinstance(error, EOFError):
        return "the gzip file ends too early"
    if isinstance(error, zlib.error | gzip.BadGzipFile):
        return f"the gzip file is damaged ({error})"
    return f"it cannot be read ({getattr(error, 'strerror', None) or error})"


def name_without_suffix(path: Path) -> str:
    """Return a file's name without the suffixes of its format and packing."""
    name = path.name[: -len(".gz")] if path.name.lower().endswith(".gz") else path.name
    return Path(name).stem
