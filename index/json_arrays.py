"""Arrays as JSON holds them: Base64, in blocks of rows."""

import base64
from collections.abc import Iterator
from typing import Final

import numpy as np

from search.array_types import Array, Ints

# What an allocator was given back once, it keeps as much of from then on, in all processes of a run: nothing is to be
# large that is read of a manifest.
_BLOCK: Final = 10_000


def blocks(rows: int) -> Iterator[Ints]:
    """Give the numbers of rows, those of one block after another."""
    for start in range(0, rows, _BLOCK):
        yield np.arange(start, min(start + _BLOCK, rows))


def to_text(array: Array | bytes | bytearray) -> str:
    """Return the bytes of an array as Base64."""
    return base64.b64encode(array.tobytes() if isinstance(array, np.ndarray) else array).decode()


def to_bytes(text: str) -> bytes:
    """Return what `to_text` was given; raises ValueError or TypeError for what it did not give."""
    return base64.b64decode(text, validate=True)
