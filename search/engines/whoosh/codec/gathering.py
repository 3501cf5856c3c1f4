"""Documents on their way into a segment: what each one is, and many of them as arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.inverting import Tokens
from search.engines.whoosh.codec.layout import Layout

Array = npt.NDArray[Any]
Pairs = tuple[tuple[str, str], ...]  # the (value, label) pairs of one facet


@dataclass(frozen=True, slots=True)
class FieldTokens:
    """The terms of one field of a document, in the order of their positions.

    `positions` None means 0, 1, 2, …; `weights` None means 1 each.
    """

    terms: Sequence[str]
    positions: Sequence[int] | None = None
    weights: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What is written of one release: `day` is a proleptic Gregorian ordinal, 0 for undated; facets are by row.

    `stored` and `starts` (where its words begin) are kept as they are, unread.
    """

    id: str
    day: int
    facets: tuple[Pairs, ...]
    stored: bytes
    fields: tuple[FieldTokens, ...]
    starts: bytes = b""


@dataclass(slots=True)
class _Column:
    """The tokens of one field as arrays, with a vocabulary of their own."""

    vocabulary: list[str] = field(default_factory=list)
    terms: array[int] = field(default_factory=lambda: array("I"))
    counts: array[int] = field(default_factory=lambda: array("I"))
    positions: array[int] = field(default_factory=lambda: array("I"))
    weights: array[float] = field(default_factory=lambda: array("f"))


@dataclass(slots=True)
class Batch:
    """Documents as arrays, to be handed from one process to another."""

    ids: list[str]
    days: list[int]
    facets: list[tuple[Pairs, ...]]
    stored: list[bytes]
    starts: list[bytes]
    columns: list[_Column]


class _Numbers(dict[str, int]):
    """Words → numbers in the order of their first appearance."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def batch(documents: Iterable[Document], layout: Layout) -> Batch:
    """Return documents as arrays."""
    made = Batch([], [], [], [], [], [_Column() for _ in layout.fields])
    numbers = [_Numbers() for _ in layout.fields]
    for document in documents:
        made.ids.append(document.id)
        made.days.append(document.day)
        made.facets.append(document.facets)
        made.stored.append(document.stored)
        made.starts.append(document.starts)
        for kind, column, known, own in zip(layout.fields, made.columns, numbers, document.fields, strict=True):
            column.terms.extend(map(known.__getitem__, own.terms))
            column.counts.append(len(own.terms))
            column.positions.extend(range(len(own.terms)) if own.positions is None else own.positions)
            if kind.weighted:
                column.weights.extend([1.0] * len(own.terms) if own.weights is None else own.weights)
    for column, known in zip(made.columns, numbers, strict=True):
        column.vocabulary = list(known)
    return made


class Gathered:
    """The documents of a segment to be: batches put together under one vocabulary a field."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.ids: list[str] = []
        self.days: list[int] = []
        self.facets: list[tuple[Pairs, ...]] = []
        self.stored: list[bytes] = []
        self.starts: list[bytes] = []
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
        self.bytes += sum(map(len, batch.stored)) + sum(map(len, batch.starts)) + 350 * len(batch.ids)
        for kind, known, own, column in zip(
            self.layout.fields, self._numbers, self._columns, batch.columns, strict=True
        ):
            number = np.fromiter(map(known.__getitem__, column.vocabulary), np.uint32, len(column.vocabulary))
            positions = np.frombuffer(column.positions, np.uint32) if column.positions else np.zeros(0, np.uint32)
            terms = np.frombuffer(column.terms, np.uint32) if column.terms else np.zeros(0, np.uint32)
            weights = np.frombuffer(column.weights, np.float32) if column.weights else np.zeros(0, np.float32)
            tokens = Tokens(
                number[terms],
                np.frombuffer(column.counts, np.uint32),
                positions if len(positions) and positions.max() > 0xFFFF else positions.astype(np.uint16),
                weights if kind.weighted else None,
            )
            own.append(tokens)
            self.tokens += len(terms)
            self.bytes += len(terms) * (10 if kind.weighted else 6)

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
