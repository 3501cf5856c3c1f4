"""Documents on their way into a segment: many of them as columns and arrays of tokens, in batches and then together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import numpy as np

from search.array_types import Ints
from search.engines.whoosh.codec.columns import LENGTHS, BytesKind, columns_of, values_of
from search.engines.whoosh.codec.document import Document, FieldTokens
from search.engines.whoosh.codec.inversion import Tokens
from search.engines.whoosh.codec.layout import Field, Layout
from search.ragged import renumbered

# bytes, about, in memory: what tells a writer when to spill; too low an estimate would break IZLA_MEMORY
_TERM: Final = 200  # a term of the vocabulary: its string, its entry in the dict
_DOCUMENT: Final = 350  # a document's id, day, facets and numbers
_TOKEN: Final = 6  # a token: its term (u4) and its position (u2, mostly)
_WEIGHT: Final = 4  # the weight of a token (f4)


@dataclass(frozen=True, slots=True, eq=False)
class FieldBatch:
    """The tokens of one field of many documents; `terms` of the tokens are numbers of the vocabulary."""

    vocabulary: list[str]
    tokens: Tokens

    def part(self, numbers: Ints) -> FieldBatch:
        """Return the tokens of some documents, by their numbers, and the terms that those have."""
        tokens = self.tokens.reordered(numbers)
        used, terms = renumbered(tokens.terms, len(self.vocabulary))
        return FieldBatch([self.vocabulary[number] for number in used.tolist()], replace(tokens, terms=terms))


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Documents as columns and tokens, to be handed from one process to another.

    `columns` are those of `columns.COLUMNS` by their names on disk; `fields` are in the layout's order.
    """

    ids: list[str]
    columns: dict[str, list[Any]]
    fields: tuple[FieldBatch, ...]

    def part(self, numbers: Ints) -> Batch:
        """Return some of the documents, by their numbers."""
        listed = numbers.tolist()
        return Batch(
            [self.ids[number] for number in listed],
            {name: [values[number] for number in listed] for name, values in self.columns.items()},
            tuple(field.part(numbers) for field in self.fields),
        )


class _Vocabulary(dict[str, int]):
    """Terms → numbers in the order of their first appearance."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def batch(documents: Iterable[Document], layout: Layout) -> Batch:
    """Return documents as columns and tokens."""
    listed = list(documents)
    return batch_of(
        listed,
        [_field_batch([document.fields[at] for document in listed], field) for at, field in enumerate(layout.fields)],
        layout,
    )


def batch_of(documents: Sequence[Document], fields: Sequence[FieldBatch], layout: Layout) -> Batch:
    """Return documents as columns, and their tokens, which were made of all of them at once."""
    columns = values_of(documents, layout)
    for name, field in zip(LENGTHS.names(layout), fields, strict=True):
        columns[name] = field.tokens.counts.tolist()
    return Batch([document.id for document in documents], columns, tuple(fields))


def _field_batch(documents: Sequence[FieldTokens], field: Field) -> FieldBatch:
    vocabulary = _Vocabulary()
    counts = np.array([len(tokens.terms) for tokens in documents], np.uint32)
    total = int(counts.sum())
    every_term = chain.from_iterable(tokens.terms for tokens in documents)
    terms = np.fromiter(map(vocabulary.__getitem__, every_term), np.uint32, total)
    positions = np.concatenate(
        [np.arange(len(tokens.terms)) if tokens.positions is None else tokens.positions for tokens in documents],
        dtype=np.uint32,
        casting="unsafe",
    )
    weights = None
    if field.weighted:
        weights = np.concatenate(
            [np.ones(len(tokens.terms)) if tokens.weights is None else tokens.weights for tokens in documents],
            dtype=np.float32,
            casting="same_kind",
        )
    if positions.max(initial=0) <= np.iinfo(np.uint16).max:
        positions = positions.astype(np.uint16)
    return FieldBatch(list(vocabulary), Tokens(terms, counts, positions, weights))


class Gathered:
    """The documents of a segment to be: batches put together under one vocabulary a field.

    `bytes` is about how much memory they take.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.ids: list[str] = []
        self.columns: dict[str, list[Any]] = values_of((), layout) | {name: [] for name in LENGTHS.names(layout)}
        self.bytes = 0
        self._tokens = [0 for _ in layout.fields]
        self._vocabularies = [_Vocabulary() for _ in layout.fields]
        self._parts: list[list[Tokens]] = [[] for _ in layout.fields]

    @property
    def most_tokens(self) -> int:
        """How many tokens the field has that has most; fields are sorted one after another."""
        return max(self._tokens)

    def add(self, batch: Batch) -> None:
        """Take over a batch."""
        self.ids += batch.ids
        for name, values in batch.columns.items():
            self.columns[name] += values
        self.bytes += _DOCUMENT * len(batch.ids)
        for row, _, name in columns_of(self.layout):
            if isinstance(row.kind, BytesKind):
                self.bytes += sum(map(len, batch.columns[name]))
        for at, (vocabulary, parts, field) in enumerate(
            zip(self._vocabularies, self._parts, batch.fields, strict=True)
        ):
            before = len(vocabulary)
            number = np.fromiter(map(vocabulary.__getitem__, field.vocabulary), np.uint32, len(field.vocabulary))
            tokens = replace(field.tokens, terms=number[field.tokens.terms])
            parts.append(tokens)
            self._tokens[at] += len(tokens.terms)
            self.bytes += _TERM * (len(vocabulary) - before)
            self.bytes += len(tokens.terms) * (_TOKEN if tokens.weights is None else _TOKEN + _WEIGHT)

    def wide(self, number: int) -> bool:
        """Say whether a position of a field may be over 65,535."""
        return any(part.positions is not None and part.positions.dtype.itemsize > 2 for part in self._parts[number])

    def field(self, number: int) -> tuple[Tokens, list[bytes]]:
        """Return the tokens of a field and its vocabulary."""
        parts = self._parts[number]
        tokens = Tokens(
            np.concatenate([part.terms for part in parts]),
            np.concatenate([part.counts for part in parts]),
            np.concatenate([part.positions for part in parts if part.positions is not None]),
            np.concatenate([part.weights for part in parts if part.weights is not None])
            if self.layout.fields[number].weighted
            else None,
        )
        return tokens, [term.encode() for term in self._vocabularies[number]]
