"""The data files beside the code: plain text, one entry a line, # opens a comment."""

from functools import cache
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).resolve().parent / "data"


@cache
def text(name: str) -> str:
    """Return a data file as it stands."""
    return (_DATA / name).read_text(encoding="utf-8")


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the entries of a data file, each split at white space."""
    lines = (line.split("#", 1)[0].split() for line in text(name).splitlines())
    return tuple(tuple(line) for line in lines if line)


@cache
def entries(name: str) -> frozenset[str]:
    """Return every word of a data file that is a mere list."""
    return frozenset(word for row in rows(name) for word in row)


def line(name: str, entry: str, *, first: bool = False) -> int:
    """Return the number of the line that has an entry (with `first`, that begins with it), 0 when none has."""
    for number, written in enumerate(text(name).splitlines(), 1):
        row = written.split("#", 1)[0].split()
        if entry in (row[:1] if first else row):
            return number
    return 0
