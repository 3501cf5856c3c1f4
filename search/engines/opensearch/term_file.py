"""The term file: the sorted terms of each field with how many releases hold them, written once and then mapped.

    magic (8 bytes), length of the head (8), head, then of each field counts (i32), ends (u64) and the terms themselves

The head is JSON: of each field its number of terms and where its three parts begin, and whatever else was given. All
numbers are little-endian; parts begin at multiples of 8. Terms are UTF-8, whose order by bytes is that by code points.
"""

import heapq
import mmap
import shutil
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import orjson

from search.array_types import Array
from search.errors import IndexDamaged

Counted = tuple[str, int]  # a term, and how many releases hold it

_MAGIC: Final = b"izlaterm"
_ALIGNED: Final = 8
_AT_ONCE: Final = 1 << 16  # terms whose numbers are written at once
_AFTER_ALL: Final = b"\xff"  # no UTF-8 has it


class Terms:
    """The terms of one field, in their order, and how many releases hold each."""

    def __init__(self, counts: Array, ends: Array, held: memoryview) -> None:
        self._counts = counts
        self._ends = ends
        self._held = held

    def __len__(self) -> int:
        return len(self._counts)

    def frequency(self, term: str) -> int:
        """Return how many releases hold a term."""
        written = term.encode()
        at = self._at(written)
        return int(self._counts[at]) if at < len(self) and self._written(at) == written else 0

    def starting(self, prefix: str) -> list[str]:
        """Return the terms that begin so, sorted."""
        written = prefix.encode()
        low, high = self._at(written), self._at(written + _AFTER_ALL)
        return [term for term, _ in self._between(low, high)]

    def begins(self, prefix: str) -> bool:
        """Say whether any term begins so."""
        written = prefix.encode()
        at = self._at(written)
        return at < len(self) and self._written(at).startswith(written)

    def __iter__(self) -> Iterator[Counted]:
        for low in range(0, len(self), _AT_ONCE):
            yield from self._between(low, min(low + _AT_ONCE, len(self)))

    def _between(self, low: int, high: int) -> list[Counted]:
        if low >= high:
            return []
        ends = self._ends[low:high].tolist()
        start = self._start(low)
        rows = []
        for end, count in zip(ends, self._counts[low:high].tolist(), strict=True):
            rows.append((str(self._held[start:end], "utf-8"), count))
            start = end
        return rows

    def _at(self, written: bytes) -> int:
        """Return where a term stands, or would."""
        return bisect_left(range(len(self)), written, key=self._written)

    def _written(self, at: int) -> bytes:
        return bytes(self._held[self._start(at) : int(self._ends[at])])

    def _start(self, at: int) -> int:
        return int(self._ends[at - 1]) if at else 0


class TermFile:
    """A term file that is mapped: the terms of its fields, and what else its head holds."""

    def __init__(self, path: Path) -> None:
        """Map a file; raises IndexDamaged when it is no term file."""
        try:
            with path.open("rb") as file:
                mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            if bytes(mapped[:8]) != _MAGIC:
                raise ValueError("it begins otherwise")
            size = int.from_bytes(mapped[8:16], "little")
            self.head: dict[str, Any] = orjson.loads(mapped[16 : 16 + size])
            self.fields: dict[str, Terms] = {
                name: _terms(mapped, _aligned(16 + size), place) for name, place in self.head["fields"].items()
            }
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"the vocabulary of the generation cannot be read ({error})") from error


def write(path: Path, fields: Mapping[str, Iterable[Counted]], head: Mapping[str, Any]) -> None:
    """Write a term file; the terms of each field are given in their order, each once."""
    with tempfile.TemporaryFile(dir=path.parent) as body, path.open("wb") as out:
        places = {name: _write_field(body, terms) for name, terms in fields.items()}
        written = orjson.dumps(
            {**head, "fields": places}, option=orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_SORT_KEYS, default=dict
        )
        out.write(_MAGIC + len(written).to_bytes(8, "little") + written)
        _align(out)
        body.seek(0)
        shutil.copyfileobj(body, out)


def _write_field(body: IO[bytes], terms: Iterable[Counted]) -> dict[str, int]:
    with tempfile.TemporaryFile() as ends_file, tempfile.TemporaryFile() as held:
        counts_at, number, end = body.tell(), 0, 0
        counts, ends = array("i"), array("Q")
        for term, count in terms:
            written = term.encode()
            held.write(written)
            end += len(written)
            counts.append(count)
            ends.append(end)
            number += 1
            if len(counts) == _AT_ONCE:
                _flush(counts, body)
                _flush(ends, ends_file)
        _flush(counts, body)
        _flush(ends, ends_file)
        ends_at = _align(body)
        _copy(ends_file, body)
        held_at = _align(body)
        _copy(held, body)
        _align(body)
    return {"terms": number, "counts": counts_at, "ends": ends_at, "held": held_at, "bytes": end}


def _terms(mapped: memoryview, base: int, place: Mapping[str, int]) -> Terms:
    number = place["terms"]
    held = base + place["held"]
    return Terms(
        np.frombuffer(mapped, "<i4", number, base + place["counts"]),
        np.frombuffer(mapped, "<u8", number, base + place["ends"]),
        mapped[held : held + place["bytes"]],
    )


def _flush(numbers: "array[int]", file: IO[bytes]) -> None:
    file.write(np.array(numbers, "<i4" if numbers.typecode == "i" else "<u8").tobytes())
    del numbers[:]


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    source.seek(0)
    shutil.copyfileobj(source, target)


def _align(file: IO[bytes]) -> int:
    at = file.tell()
    file.write(bytes(_aligned(at) - at))
    return _aligned(at)


def _aligned(at: int) -> int:
    return -(-at // _ALIGNED) * _ALIGNED


def merged(runs: Sequence[Iterable[Counted]]) -> Iterator[Counted]:
    """Yield the terms of several runs in their order, counts added up; what comes to nothing is left out."""
    before, total = "", 0
    for term, count in heapq.merge(*runs):
        if term != before:
            if total > 0:
                yield before, total
            before, total = term, 0
        total += count
    if total > 0:
        yield before, total
