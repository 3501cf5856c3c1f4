"""The readers, one a format: each gives the releases of a file, and BadRelease for what is none."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from index.readers import json_lines, text_file
from index.readers.record import Finding, RawRecord, ReadRelease
from search.errors import BadRelease

__all__ = [
    "SINGLE",
    "SPLIT",
    "SUFFIXES",
    "Finding",
    "RawRecord",
    "ReadRelease",
    "is_release_file",
    "read_releases",
    "suffix_of",
]

Splitter = Callable[[Path], Iterator[RawRecord | BadRelease]]
RecordReader = Callable[[RawRecord], ReadRelease | BadRelease | None]

# The one table of formats: the suffix of a file's name → its reader.
SUFFIXES: Final[dict[str, Callable[[Path], Iterator[ReadRelease | BadRelease]]]] = {
    ".txt": text_file.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
}

# Formats of a file that is one release, and of files that can be cut into records before any is parsed: these are
# read where they are analysed, many at once; a file of any other format is read by one process.
SINGLE: Final = frozenset({".txt"})
SPLIT: Final[dict[str, tuple[Splitter, RecordReader]]] = {
    ".jsonl": (json_lines.split, json_lines.read_record),
    ".ndjson": (json_lines.split, json_lines.read_record),
}


def is_release_file(name: str) -> bool:
    """Say by its name whether a file holds releases; any of them may be packed with gzip."""
    return suffix_of(name) in SUFFIXES


def read_releases(path: Path) -> Iterator[ReadRelease | BadRelease]:
    """Read the releases of one file in order; what is broken comes as a value, so that the rest can follow."""
    return SUFFIXES[suffix_of(path.name)](path)


def suffix_of(name: str) -> str:
    """Return the suffix that tells the format of a file, without that of its packing."""
    return Path(name.lower().removesuffix(".gz")).suffix
