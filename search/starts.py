"""Where the words of a release begin, kept beside it: what an index found can be marked without analysing the text."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

_HEAD: Final = 2  # bytes: how many positions the title has

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """For each position of the title, and of the text, the code point at which its piece begins."""

    title: Array
    body: Array


def pack(title: bytes | None, body: bytes | None) -> bytes:
    """Write the `starts` of `search.analyzer.Placed`; nothing when either is unknown."""
    if title is None or body is None or len(title) >= 1 << 8 * _HEAD:
        return b""
    return len(title).to_bytes(_HEAD, "little") + title + body


def unpack(packed: bytes) -> Starts | None:
    """Read what `pack` wrote; None where it wrote nothing."""
    if not packed:
        return None
    steps = np.frombuffer(packed, np.uint8, offset=_HEAD)
    title = int.from_bytes(packed[:_HEAD], "little")
    return Starts(steps[:title].cumsum(dtype=np.int64), steps[title:].cumsum(dtype=np.int64))
