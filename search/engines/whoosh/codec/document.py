"""A document as it is written into a segment, before any array is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.array_types import Array

Pairs = tuple[tuple[str, str], ...]  # the (value, label) pairs of one facet


@dataclass(frozen=True, slots=True)
class FieldTokens:
    """The terms of one field of a document, in the order of their positions.

    `positions` None means 0, 1, 2, …; `weights` None means 1 each.
    """

    terms: Sequence[str]
    positions: Sequence[int] | None = None
    weights: Sequence[float] | Array | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What is written of one release: `day` is a proleptic Gregorian ordinal, 0 for undated.

    `facets`, `fields` and `numbers` are in the order of the layout's names; `stored` and `starts` (where its words
    begin) are kept as they are, unread. `fields` are empty where the tokens of many documents are made at once.
    """

    id: str
    day: int
    facets: tuple[Pairs, ...]
    stored: bytes
    fields: tuple[FieldTokens, ...] = ()
    starts: bytes = b""
    numbers: tuple[int, ...] = ()
