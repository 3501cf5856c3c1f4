"""The columns of a manifest's entries: numbers and digests packed one after another, and how JSON holds them."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from index.json_arrays import blocks, to_bytes, to_text
from search.array_types import Ints, Mask
from search.ragged import renumbered

_HASH: Final = 16  # bytes of a content hash
_DIGEST: Final = 12  # bytes of the digest of a record, or of a release's words
_NUMBERS: Final[Mapping[str, tuple[str, str]]] = {  # the type of each column of numbers, in memory and in JSON
    "file_numbers": ("I", "<u4"),
    "lines": ("I", "<u4"),
    "first_seen": ("q", "<i8"),
    "changed": ("q", "<i8"),
}
_DIGESTS: Final[Mapping[str, int]] = {"hashes": _HASH, "raws": _DIGEST, "contents": _DIGEST}

Findings = tuple[tuple[str, str], ...]  # what was odd about a release: kinds and texts


class FileFacts(NamedTuple):
    """A file as a run found it: its absolute path, its size (bytes), its time, and whether it lay below a NAMUNA."""

    path: str
    size: int
    mtime_ns: int
    sample: bool


class DigestColumn:
    """Digests of one length, a row each, as hexadecimal digits; "" is none, of which all bits in `data` are zero."""

    def __init__(self, size: int, data: bytes = b"") -> None:
        if len(data) % size:
            raise ValueError(f"{len(data)} bytes are no digests of {size}")
        self._size = size
        self._none = bytes(size)
        self.data = bytearray(data)

    def append(self, digits: str) -> None:
        """Add a row; raises ValueError for what is no digest of this length."""
        digest = bytes.fromhex(digits) if digits else self._none
        if len(digest) != self._size:
            raise ValueError(f"{digits!r} is no digest of {self._size} bytes")
        self.data += digest

    def __len__(self) -> int:
        return len(self.data) // self._size

    def __getitem__(self, row: int) -> str:
        digest = self.data[row * self._size : (row + 1) * self._size]
        return "" if digest == self._none else digest.hex()

    def __iter__(self) -> Iterator[str]:
        digits, width, none = self.data.hex(), 2 * self._size, self._none.hex()
        rows = (digits[start : start + width] for start in range(0, len(digits), width))
        return ("" if row == none else row for row in rows)

    def differs(self, rows: Ints, other: "DigestColumn", others: Ints) -> Mask:
        """Say of each of some rows whether it is another digest than the row in the same place of `others`."""
        mine, theirs = (np.frombuffer(column.data, np.uint8).reshape(-1, self._size) for column in (self, other))
        found: Mask = (mine[rows] != theirs[others]).any(axis=1)
        return found

    def extend(self, other: "DigestColumn") -> None:
        """Add the rows of another column of the same length of digests."""
        self.data += other.data

    def part(self, rows: Ints) -> "DigestColumn":
        """Return some rows, in the order given."""
        return DigestColumn(self._size, np.frombuffer(self.data, f"V{self._size}")[rows].tobytes())


class EntryColumns:
    """The columns of entries, a row for each, by the ids in `rows`.

    `file_numbers` are places in `files`, `lines` count from 1 (0 for a file that is the release), `first_seen` and
    `changed` are seconds since 1970, and `findings` has only the rows of releases that something was odd about.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.rows: dict[str, int] = {}
        self.files: list[FileFacts] = []
        self.file_numbers = array("I")
        self.lines = array("I")
        self.first_seen = array("q")
        self.changed = array("q")
        self.hashes = DigestColumn(_HASH)
        self.raws = DigestColumn(_DIGEST)
        self.contents = DigestColumn(_DIGEST)
        self.findings: dict[int, Findings] = {}

    def part(self, rows: Ints) -> "EntryColumns":
        """Return some rows, in the order given, and the files that they are of."""
        part = EntryColumns()
        listed = rows.tolist()
        part.names = [self.names[row] for row in listed]
        part.rows = {name: at for at, name in enumerate(part.names)}
        for name, (kind, _) in _NUMBERS.items():
            setattr(part, name, array(kind, np.asarray(getattr(self, name))[rows].tobytes()))
        for name in _DIGESTS:
            setattr(part, name, getattr(self, name).part(rows))
        files, numbers = renumbered(np.asarray(part.file_numbers), len(self.files))
        part.files = [self.files[number] for number in files.tolist()]
        part.file_numbers = array("I", numbers.astype("I").tobytes())
        part.findings = {at: self.findings[row] for at, row in enumerate(listed) if row in self.findings}
        return part

    def extend(self, other: "EntryColumns") -> None:
        """Add the rows of other columns behind these; raises ValueError where an id comes twice."""
        rows, files = len(self.names), len(self.files)
        self.names += other.names
        self.rows.update((name, rows + at) for at, name in enumerate(other.names))
        if len(self.rows) < len(self.names):
            raise ValueError("an id comes twice")
        self.files += other.files
        self.file_numbers.extend(files + number for number in other.file_numbers)
        for name in ("lines", "first_seen", "changed", *_DIGESTS):
            getattr(self, name).extend(getattr(other, name))
        self.findings.update((rows + at, found) for at, found in other.findings.items())

    def to_values(self) -> list[dict[str, Any]]:
        """Return the columns as JSON holds them, in blocks of rows."""
        return [self.part(rows)._to_block() for rows in blocks(len(self.names))]

    @classmethod
    def from_values(cls, values: Iterable[Mapping[str, Any]]) -> "EntryColumns":
        """Read what `to_values` gave; raises KeyError, TypeError or ValueError for what is not that."""
        columns = cls()
        for block in values:
            columns.extend(cls._of_block(block))
        return columns

    def _to_block(self) -> dict[str, Any]:
        numbers = {name: to_text(np.asarray(getattr(self, name), kind)) for name, (_, kind) in _NUMBERS.items()}
        digests = {name: to_text(getattr(self, name).data) for name in _DIGESTS}
        findings = [[row, *found] for row, found in self.findings.items()]
        files = [list(facts) for facts in self.files]
        return {"ids": self.names, "files": files, **numbers, **digests, "findings": findings}

    @classmethod
    def _of_block(cls, values: Mapping[str, Any]) -> "EntryColumns":
        columns = cls()
        columns.names = [str(name) for name in values["ids"]]
        columns.files = [FileFacts(*facts) for facts in values["files"]]
        for name, (kind, written) in _NUMBERS.items():
            numbers = np.frombuffer(to_bytes(values[name]), written)
            setattr(columns, name, array(kind, numbers.astype(kind).tobytes()))
        for name, size in _DIGESTS.items():
            setattr(columns, name, DigestColumn(size, to_bytes(values[name])))
        columns.findings = {row: tuple((kind, text) for kind, text in found) for row, *found in values["findings"]}
        if {len(getattr(columns, name)) for name in (*_NUMBERS, *_DIGESTS)} != {len(columns.names)}:
            raise ValueError("the columns of the entries are not of one length")
        if max(columns.file_numbers, default=-1) >= len(columns.files):
            raise ValueError("an entry is of a file that nobody named")
        return columns
