"""Where the words of a release begin, kept beside it: what an index found can be marked without analysing the text."""

from dataclasses import dataclass
from typing import Final

_HEAD: Final = 2  # bytes: how many positions the title has


@dataclass(frozen=True, slots=True)
class Starts:
    """For each position of the title, and of the text, how far what holds it begins after the position before."""

    title: bytes
    body: bytes


def pack(title: bytes | None, body: bytes | None) -> bytes:
    """Write the `starts` of `search.analysis.analyzer.FieldTerms`; nothing when either is unknown."""
    if title is None or body is None or len(title) >= 1 << 8 * _HEAD:
        return b""
    return len(title).to_bytes(_HEAD, "little") + title + body


def unpack(packed: bytes) -> Starts | None:
    """Read what `pack` wrote; None where it wrote nothing."""
    if not packed:
        return None
    body = _HEAD + int.from_bytes(packed[:_HEAD], "little")
    return Starts(packed[_HEAD:body], packed[body:])
