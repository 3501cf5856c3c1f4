"""Documents on their way into a segment: what each one is, and many of them as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.inversion import Tokens
from search.engines.whoosh.codec.layout import Field, Layout

_WORD: Final = 200  # bytes, about, that a word of the vocabulary takes

Array = npt.NDArray[Any]
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
    """What is written of one release: `day` is a proleptic Gregorian ordinal, 0 for undated; facets are by row.

    `numbers` are by the layout's names; `stored` and `starts` (where its words begin) are kept as they are, unread.
    """

    id: str
    day: int
    facets: tuple[Pairs, ...]
    stored: bytes
    fields: tuple[FieldTokens, ...]
    starts: bytes = b""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """The tokens of one field of many documents; `terms` are numbers of its own vocabulary."""

    vocabulary: list[str]
    tokens: Tokens


@dataclass(slots=True)
class Batch:
    """Documents as arrays, to be handed from one process to another."""

    ids: list[str]
    days: list[int]
    facets: list[tuple[Pairs, ...]]
    stored: list[bytes]
    starts: list[bytes]
    numbers: list[tuple[int, ...]]
    columns: tuple[_Column, ...]


class _Numbers(dict[str, int]):
    """Words → numbers in the order of their first appearance."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def batch(documents: Iterable[Document], layout: Layout) -> Batch:
    """Return documents as arrays."""
    own = list(documents)
    return Batch(
        [document.id for document in own],
        [document.day for document in own],
        [document.facets for document in own],
        [document.stored for document in own],
        [document.starts for document in own],
        [document.numbers for document in own],
        tuple(_column([document.fields[at] for document in own], kind) for at, kind in enumerate(layout.fields)),
    )


def _column(fields: Sequence[FieldTokens], kind: Field) -> _Column:
    number = _Numbers()
    counts = np.array([len(own.terms) for own in fields], np.uint32)
    total = int(counts.sum())
    terms = np.fromiter(map(number.__getitem__, chain.from_iterable(own.terms for own in fields)), np.uint32, total)
    positions = np.concatenate(
        [np.arange(len(own.terms)) if own.positions is None else own.positions for own in fields],
        dtype=np.uint32,
        casting="unsafe",
    )
    weights = None
    if kind.weighted:
        weights = np.concatenate(
            [np.ones(len(own.terms)) if own.weights is None else own.weights for own in fields],
            dtype=np.float32,
            casting="same_kind",
        )
    if positions.max(initial=0) <= 0xFFFF:
        positions = positions.astype(np.uint16)
    return _Column(list(number), Tokens(terms, counts, positions, weights))


class Gathered:
    """The documents of a segment to be: batches put together under one vocabulary a field."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.ids: list[str] = []
        self.days: list[int] = []
        self.facets: list[tuple[Pairs, ...]] = []
        self.stored: list[bytes] = []
        self.starts: list[bytes] = []
        self.numbers: list[tuple[int, ...]] = []
        self._numbers = [_Numbers() for _ in layout.fields]
        self._columns: list[list[Tokens]] = [[] for _ in layout.fields]
        self.bytes = 0  # what is held, roughly
        self.tokens = 0

    def add(self, batch: Batch) -> None:
        """Take over a batch."""
        self.ids += batch.ids
        self.days += batch.days
        self.facets += batch.facets
        self.stored += batch.stored
        self.starts += batch.starts
        self.numbers += batch.numbers
        self.bytes += sum(map(len, batch.stored)) + sum(map(len, batch.starts)) + 350 * len(batch.ids)
        for known, own, column in zip(self._numbers, self._columns, batch.columns, strict=True):
            before = len(known)
            number = np.fromiter(map(known.__getitem__, column.vocabulary), np.uint32, len(column.vocabulary))
            tokens = replace(column.tokens, terms=number[column.tokens.terms])
            own.append(tokens)
            self.tokens += len(tokens.terms)
            self.bytes += _WORD * (len(known) - before)
            self.bytes += len(tokens.terms) * (10 if tokens.weights is not None else 6)

    def field(self, number: int) -> tuple[Tokens, list[bytes]]:
        """Return the tokens of a field and its vocabulary."""
        parts = self._columns[number]
        tokens = Tokens(
            np.concatenate([part.terms for part in parts]),
            np.concatenate([part.counts for part in parts]),
            np.concatenate([part.positions for part in parts if part.positions is not None]),
            np.concatenate([part.weights for part in parts if part.weights is not None])
            if self.layout.fields[number].weighted
            else None,
        )
        return tokens, [word.encode() for word in self._numbers[number]]
