"""The readers, one a format: each gives the releases of a file, and BadRelease for what is none."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from index.readers import json_lines, text_file
from index.readers.record import Finding, ReadRelease
from search.errors import BadRelease

__all__ = ["SUFFIXES", "Finding", "ReadRelease", "is_release_file", "read_releases"]

# The one table of formats: the suffix of a file's name → its reader.
SUFFIXES: Final[dict[str, Callable[[Path], Iterator[ReadRelease | BadRelease]]]] = {
    ".txt": text_file.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
}


def is_release_file(name: str) -> bool:
    """Say by its name whether a file holds releases; any of them may be packed with gzip."""
    return _suffix(name) in SUFFIXES


def read_releases(path: Path) -> Iterator[ReadRelease | BadRelease]:
    """Read the releases of one file in order; what is broken comes as a value, so that the rest can follow."""
    return SUFFIXES[_suffix(path.name)](path)


def _suffix(name: str) -> str:
    return Path(name.lower().removesuffix(".gz")).suffix
