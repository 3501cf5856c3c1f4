"""Files of named arrays: flat, little-endian, mapped into memory and read where they lie. FORMAT.md has every byte."""

import json
import mmap
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import numpy as np

from search.array_types import Array
from search.errors import REINDEX, IndexDamaged

VERSION: Final = 6  # of the files and of what stands in them; part of the fingerprint
_HEAD: Final = b"IZLA\xf0\x9f\x94\x8e"
_TAIL: Final = struct.Struct("<QQII8s")  # where the directory lies, its bytes, its CRC-32, the version, the head again
_ALIGNED: Final = 64  # bytes, a line of a processor's cache: an array begins at a multiple of it
_SPOOLED: Final = 1 << 20  # bytes of a growing array that stay in memory; dozens of arrays grow at once
_KINDS: Final = {kind: np.dtype(f"<{kind}") for kind in ("u1", "u2", "u4", "u8", "i4", "f4")}
REMEDY: Final = f"{REINDEX} --full (or {REINDEX} rollback)"  # of a damaged file


class ArrayWriter:
    """Writes one file: arrays one after another, then the directory of them; leaving its `with` closes the file.

    An array that comes in pieces, beside others, is gathered in a temporary file next to the target once it is large.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._file = path.open("wb")
        self._end = self._file.write(_HEAD)
        self._directory: dict[str, list[Any]] = {}
        self._facts: dict[str, Any] = {}
        self._growing: dict[str, Growing] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self.abandon()

    def put(self, name: str, array: Array, kind: str) -> None:
        """Write a whole array as elements of a kind (u1, u2, u4, u8, i4, f4)."""
        data = _encoded(array, kind)
        self._enter(name, kind, len(array), zlib.crc32(data))
        self._end += self._file.write(data)

    def grow(self, name: str, kind: str) -> "Growing":
        """Begin an array that comes in pieces; it is written when the file is closed."""
        growing = self._growing[name] = Growing(kind, self._folder)
        return growing

    def note(self, **facts: Any) -> None:
        """Write small facts (JSON) beside the arrays."""
        self._facts.update(facts)

    def end_growing(self) -> None:
        """Write what grew, to which nothing is added any more."""
        for name, growing in self._growing.items():
            self._enter(name, growing.kind, growing.count, growing.sum)
            for data in growing.drained():
                self._end += self._file.write(data)
        self._growing = {}

    def close(self) -> None:
        """Write what grew, and the directory; the file is whole from here on."""
        self.end_growing()
        self._pad()
        directory = json.dumps({"arrays": self._directory, "facts": self._facts}, ensure_ascii=False).encode()
        self._file.write(directory)
        self._file.write(_TAIL.pack(self._end, len(directory), zlib.crc32(directory), VERSION, _HEAD))
        self._file.close()

    def abandon(self) -> None:
        """Close the files without finishing them."""
        for growing in self._growing.values():
            growing.close()
        self._file.close()

    def _enter(self, name: str, kind: str, count: int, sum_: int) -> None:
        if name in self._directory:
            raise ValueError(f"the array {name} was written before")
        self._pad()
        self._directory[name] = [kind, self._end, count, sum_]

    def _pad(self) -> None:
        self._end += self._file.write(bytes(-self._end % _ALIGNED))


class Growing:
    """An array that comes in pieces: small in memory, large in a temporary file."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.count = 0
        self.sum = 0
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOLED, dir=str(folder))  # noqa: SIM115  # closed by drained

    def add(self, piece: Array) -> None:
        """Append a piece."""
        data = _encoded(piece, self.kind)
        self.sum = zlib.crc32(data, self.sum)
        self._file.write(data)
        self.count += len(piece)

    def drained(self) -> Iterator[bytes]:
        """Yield the bytes of the whole array, and close."""
        self._file.seek(0)
        while data := self._file.read(_SPOOLED):
            yield data
        self._file.close()

    def close(self) -> None:
        """Drop what was gathered."""
        self._file.close()


def _encoded(array: Array, kind: str) -> memoryview:
    return np.ascontiguousarray(array, _KINDS[kind]).view(np.uint8).data


class ArrayFile:
    """One file, open: its arrays by name, not copied, and its facts. Raises IndexDamaged naming the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise self._damaged(f"cannot be opened ({error})") from error
        try:
            directory = self._read_directory()
            self.facts: dict[str, Any] = directory["facts"]
            self._arrays = {name: self._view(*row) for name, row in directory["arrays"].items()}
            self._sums = {name: row[3] for name, row in directory["arrays"].items()}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self._damaged(f"has a directory that makes no sense ({error!r})") from error

    def __getitem__(self, name: str) -> Array:
        try:
            return self._arrays[name]
        except KeyError:
            raise self._damaged(f"has no array {name}") from None

    def get(self, name: str) -> Array | None:
        """Return an array that a file may lack."""
        return self._arrays.get(name)

    def check(self) -> Self:
        """Compare every array with its sum; raises IndexDamaged."""
        for name, array in self._arrays.items():
            if zlib.crc32(array.view(np.uint8).data) != self._sums[name]:
                raise self._damaged(f"is not what was written: the array {name} has another sum")
        return self

    def _read_directory(self) -> dict[str, Any]:
        size = len(self._map)
        if size < len(_HEAD) + _TAIL.size or self._map[: len(_HEAD)] != _HEAD:
            raise self._damaged("is not one of Izla's, or cut short")
        start, length, sum_, version, head = _TAIL.unpack(self._map[size - _TAIL.size :])
        if head != _HEAD or start + length + _TAIL.size != size:
            raise self._damaged("is cut short, or something was added to it")
        if version != VERSION:
            raise self._damaged(f"has format {version}; this software reads {VERSION}")
        directory = self._map[start : start + length]
        if zlib.crc32(directory) != sum_:
            raise self._damaged("has a directory that is not what was written")
        parsed: dict[str, Any] = json.loads(directory)
        self._end = start
        return parsed

    def _view(self, kind: str, start: int, count: int, _sum: int) -> Array:
        dtype = _KINDS[kind]
        if count < 0 or start % _ALIGNED or not len(_HEAD) <= start <= self._end - count * dtype.itemsize:
            raise ValueError(f"an array of {count} at {start}")
        return np.frombuffer(self._map, dtype, count, start)

    def _damaged(self, reason: str) -> IndexDamaged:
        return IndexDamaged(f"the index file {self.path.name} {reason}", REMEDY)
