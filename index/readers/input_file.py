"""An input file: what a splitter reads, be it a file on disk, one in an archive, or standard input."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any, Final

import orjson

from index.records.encodings import Decoded, decode
from index.records.identity import namespace_of
from index.records.record import RawRecord

MAX_WHOLE: Final = (
    512 << 20
)  # bytes of a file that can only be read whole; larger exports are split by whoever has them
RECORD: Final = "record"  # the format of a record of named values
_DIGEST: Final = 12  # bytes
_DEEPEST: Final = 30  # values within each other: no field of a release lies deeper
_LONGEST_NUMBER: Final = 10_000  # bits of a number that is worth its digits


class Unreadable(ValueError):
    """A file cannot be read as what it is; the text names the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to be split into records.

    `path` is the one on disk, `name` the file's own, also within an archive; `file` gives its bytes, unpacked, and
    `tell` how many bytes of `path` were read so far. Records have digests unless nobody asks for them.
    """

    path: str
    name: str
    file: IO[bytes]
    tell: Callable[[], int]
    digests: bool = True

    @property
    def stem(self) -> str:
        """The file's name without folders and suffixes."""
        name = PurePath(self.name.replace("\\", "/")).name
        return PurePath(name.removesuffix(".gz")).stem

    @property
    def namespace(self) -> str:
        """What the export calls itself on any day."""
        return namespace_of(self.stem)

    def read_whole(self) -> bytes:
        """Return all bytes; raises Unreadable where they are too many to be read at once."""
        data = self.file.read(MAX_WHOLE + 1)
        if len(data) > MAX_WHOLE:
            raise Unreadable(f"it is larger than {MAX_WHOLE >> 20} MiB; split it, or export it as JSON lines")
        return data

    def read_text(self) -> Decoded:
        """Return all of it as text, and its encoding; raises Unreadable."""
        try:
            return decode(self.read_whole())
        except ValueError as error:
            raise Unreadable(str(error)) from None

    def record(self, number: int, values: dict[str, Any], place: str = "", **hints: Any) -> RawRecord:
        """Return a record of named values; `hints` are fields of `index.records.understanding.Given`."""
        hints.setdefault("namespace", self.namespace)
        try:
            data = _dumped([values, hints])
        except TypeError:  # half letters, numbers of more than 64 bits, lists within lists without end
            data = _dumped(_writable([values, hints]))
        return self.raw(number, data, RECORD, place)

    def raw(self, number: int, data: bytes, format_: str, place: str = "") -> RawRecord:
        """Return a record of bytes that the reader of a format understands."""
        known_by = digest(data) if self.digests else ""
        return RawRecord(self.path, number, self.tell(), data, known_by, format_, place)


def _dumped(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS, default=str)


def _writable(value: Any, depth: int = 0) -> Any:
    """Return a value without what JSON cannot hold; what lies deeper than any field is left out."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >> 63:
        return str(value) if value.bit_length() < _LONGEST_NUMBER else None
    if isinstance(value, dict | list) and depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {_writable(str(key)): _writable(inner, depth + 1) for key, inner in value.items()}
    return [_writable(inner, depth + 1) for inner in value] if isinstance(value, list) else value


def digest(data: bytes) -> str:
    """Return a digest of a record's bytes, compared among the records of one file."""
    return hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()


def repeats() -> Callable[[str], int]:
    """Return a function that says how often it was asked for a key before: so records without an id are told apart."""
    seen: dict[str, int] = {}

    def count(key: str) -> int:
        name = digest(key.encode(errors="surrogatepass"))
        seen[name] = seen.get(name, -1) + 1
        return seen[name]

    return count
