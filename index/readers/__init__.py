"""The readers: one a format; each gives releases where they were found, and BadRelease for what is none."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from index.readers import json_lines, text_file
from index.readers.record import Found, Note
from search.errors import BadRelease

__all__ = ["SUFFIXES", "Found", "Note", "is_release_file", "read"]

SUFFIXES: Final[dict[str, Callable[[Path], Iterator[Found | BadRelease]]]] = {
    ".txt": text_file.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
}


def is_release_file(name: str) -> bool:
    """Say by its name whether a file holds releases; any of them may be packed with gzip."""
    return _suffix(name) in SUFFIXES


def read(path: Path) -> Iterator[Found | BadRelease]:
    """Read the releases of one file in order; what is broken comes as a value, so that the rest can follow."""
    return SUFFIXES[_suffix(path.name)](path)


def _suffix(name: str) -> str:
    return Path(name.lower().removesuffix(".gz")).suffix
