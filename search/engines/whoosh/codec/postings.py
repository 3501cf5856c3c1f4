"""The postings of one field of one segment: which documents hold a term, how often, with what weight, and where."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from search.array_types import Array, Ints, Mask
from search.engines.whoosh.codec.arrays import ArrayFile, ArrayWriter
from search.engines.whoosh.codec.term_dictionary import TermDictionary, WordsWriter
from search.ragged import before, runs

BLOCK: Final = 1 << 16  # documents that share the upper half of their number, so that the lower one takes two bytes
_AT_ONCE: Final = 1 << 20  # postings that are looked at together: some MB
ESCAPE: Final = 255  # stands for a frequency or weight that a byte cannot hold; it is in an array of its own


@dataclass(frozen=True, slots=True, eq=False)
class Inverted:
    """Postings to be written, sorted by term, then document: `starts` (terms + 1) cut all but the positions.

    `positions` (None for a field without) are sorted by term, document and position; a posting has as many as its
    frequency says. `weights` None means that they are the frequencies.
    """

    terms: list[bytes]
    starts: Ints
    documents: Array
    frequencies: Array
    weights: Array | None
    positions: Array | None


def spread(starts: Array, counts: Array, chosen: Array) -> Ints:
    """Return the indices of some runs, `chosen` by their numbers, in that order."""
    return runs(starts[chosen], counts[chosen])


class FieldPostings:
    """The arrays of a field, mapped; a term is asked for by its number in `terms`."""

    __slots__ = (
        "_blocks",
        "_frequencies",
        "_heavy",
        "_large",
        "_low",
        "_position_starts",
        "_positions",
        "_starts",
        "_weights",
        "terms",
    )

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.terms = TermDictionary.read(file, name)
        self._starts = file[f"{name}.starts"].data
        self._low = file[f"{name}.documents"]
        blocks = file.get(f"{name}.blocks")
        self._blocks = None if blocks is None else blocks.reshape(self.terms.size, -1)
        self._frequencies = file[f"{name}.frequencies"]
        self._weights = file.get(f"{name}.weights")
        self._large = _Escapes.read(file, f"{name}.large")
        self._heavy = _Escapes.read(file, f"{name}.heavy") if self._weights is not None else self._large
        self._positions = file.get(f"{name}.positions")
        self._position_starts = file[f"{name}.position_starts"].data if self._positions is not None else None

    @property
    def positioned(self) -> bool:
        """Whether the field has positions."""
        return self._positions is not None

    @property
    def wide(self) -> bool:
        """Whether a position may be over 65,535."""
        return self._positions is not None and self._positions.dtype.itemsize > 2

    def count(self, number: int) -> int:
        """Return how many documents hold a term, deleted ones included."""
        return self._starts[number + 1] - self._starts[number]

    def span(self, low: int, high: int) -> int:
        """Return how many postings the terms from `low` up to `high` have."""
        return self._starts[high] - self._starts[low]

    def sizes(self) -> tuple[Ints, Ints]:
        """Return how many postings, and how many positions, the terms before each have, and at last all terms."""
        postings = np.asarray(self._starts, np.int64)
        if self._position_starts is None:
            return postings, np.zeros(len(postings), np.int64)
        return postings, np.asarray(self._position_starts, np.int64)

    def documents(self, number: int) -> Ints:
        """Return the documents of a term, ascending."""
        start, end = self._starts[number], self._starts[number + 1]
        documents = self._low[start:end].astype(np.int64)
        if self._blocks is not None and end - start:
            bounds = self._blocks[number]
            if bounds[0] < end - start:  # else all are in the first block
                documents += np.searchsorted(bounds, np.arange(end - start), "right") << 16
        return documents

    def documents_of(self, low: int, high: int) -> Ints:
        """Return the documents of the terms from `low` up to `high`, term after term."""
        start, end = self._starts[low], self._starts[high]
        documents = self._low[start:end].astype(np.int64)
        if self._blocks is not None:
            starts = np.asarray(self._starts[low:high], np.int64)[:, None] - start
            bounds = starts + self._blocks[low:high]
            step = np.zeros(end - start + 1, np.int64)
            np.add.at(step, bounds.ravel(), 1)
            ends = np.asarray(self._starts[low + 1 : high + 1], np.int64) - start
            np.subtract.at(step, ends, self._blocks.shape[1])
            documents += np.cumsum(step[:-1]) << 16
        return documents

    def held(self, live: Mask) -> Mask:
        """Return for each term whether a live document holds it (`live`: one element for each document).

        Only terms that have no more documents than are deleted need to be looked at.
        """
        starts = np.asarray(self._starts, np.int64)
        counts = starts[1:] - starts[:-1]
        held = np.ones(len(counts), bool)
        rare = np.flatnonzero(counts <= len(live) - np.count_nonzero(live))
        # some at a time: where most documents are deleted, most terms are looked at
        for part in np.split(rare, np.flatnonzero(np.diff(np.cumsum(counts[rare]) // _AT_ONCE)) + 1):
            if len(part):
                first = before(counts[part])[:-1]
                held[part] = np.logical_or.reduceat(live[self._documents_of_each(part, counts[part])], first)
        return held

    def _documents_of_each(self, numbers: Ints, counts: Ints) -> Ints:
        """Return the documents of terms given by their numbers, term after term."""
        documents = self._low[runs(np.asarray(self._starts, np.int64)[numbers], counts)].astype(np.int64)
        if self._blocks is not None:
            place = runs(np.zeros(len(counts), np.int64), counts)  # of a posting among those of its term
            for bounds in self._blocks[numbers].T:
                documents += (place >= np.repeat(bounds.astype(np.int64), counts)).astype(np.int64) << 16
        return documents

    def positions_in(self, low: int, high: int, documents: Ints) -> tuple[Ints, Array, Ints]:
        """Return where the terms from `low` up to `high` stand in some documents.

        The documents, one for every term that it holds; all positions; how many of them each document has.
        """
        if self._positions is None or self._position_starts is None:
            raise ValueError("the field has no positions")
        start, end = self._starts[low], self._starts[high]
        holding = self.documents_of(low, high)
        frequencies = self._large.applied(self._frequencies[start:end], start, np.uint32).astype(np.int64)
        starts = frequencies.cumsum() - frequencies + self._position_starts[low]
        at = np.flatnonzero(np.isin(holding, documents))
        return holding[at], self._positions[spread(starts, frequencies, at)], frequencies[at]

    def weights(self, number: int) -> Array:
        """Return the weight of a term in each of its documents: bytes where they fit, else float32."""
        start, end = self._starts[number], self._starts[number + 1]
        codes = (self._frequencies if self._weights is None else self._weights)[start:end]
        return self._heavy.applied(codes, start, np.float32)

    def frequencies(self, number: int) -> Array:
        """Return how often a term stands in each of its documents: bytes where they fit, else uint32."""
        start, end = self._starts[number], self._starts[number + 1]
        return self._large.applied(self._frequencies[start:end], start, np.uint32)

    def positions(self, number: int) -> Array:
        """Return where a term stands, document after document, ascending in each."""
        if self._positions is None or self._position_starts is None:
            raise ValueError("the field has no positions")
        return self._positions[self._position_starts[number] : self._position_starts[number + 1]]

    def inverted(self, low: int, high: int) -> Inverted:
        """Return the postings of the terms from `low` up to `high`, as they may be written again."""
        start, end = self._starts[low], self._starts[high]
        weights = (
            self._heavy.applied(self._weights[start:end], start, np.float32) if self._weights is not None else None
        )
        positions = None
        if self._positions is not None and self._position_starts is not None:
            positions = self._positions[self._position_starts[low] : self._position_starts[high]]
        return Inverted(
            terms=self.terms.slice(low, high),
            starts=np.asarray(self._starts[low : high + 1], np.int64) - start,
            documents=self.documents_of(low, high),
            frequencies=self._large.applied(self._frequencies[start:end], start, np.uint32),
            weights=weights,
            positions=positions,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Escapes:
    """What a byte could not hold: posting numbers, ascending, and their values."""

    at: Array
    values: Array

    @classmethod
    def read(cls, file: ArrayFile, name: str) -> Self:
        return cls(file[f"{name}_at"], file[name])

    def applied(self, codes: Array, start: int, wide: type[np.generic]) -> Array:
        """Return codes with the escaped values put in; the codes themselves when there is none among them."""
        if not len(self.at):
            return codes
        low, high = np.searchsorted(self.at, (start, start + len(codes)))
        if low == high:
            return codes
        widened = codes.astype(wide)
        widened[self.at[low:high].astype(np.int64) - start] = self.values[low:high]
        return widened


class PostingsWriter:
    """Writes the postings of a field of `documents` documents, in one piece or in several, sorted by term.

    With `wide` a position may be over 65,535. A field without positions (`positioned` false) holds mostly terms of a
    single document: its document numbers are written whole. `positions` counts what was written.
    """

    def __init__(
        self, writer: ArrayWriter, name: str, documents: int, *, positioned: bool, weighted: bool, wide: bool
    ) -> None:
        self._terms = WordsWriter(writer, name)
        self._starts = writer.grow(f"{name}.starts", "u8")
        self._starts.add(np.zeros(1))
        self._count = 0
        self._blocks = -(-documents // BLOCK)
        split = positioned and self._blocks > 1
        self._documents = writer.grow(f"{name}.documents", "u2" if split or documents <= BLOCK else "u4")
        self._bounds = writer.grow(f"{name}.blocks", "u4") if split else None
        self._frequencies = writer.grow(f"{name}.frequencies", "u1")
        self._large = _EscapesWriter(writer, f"{name}.large", "u4")
        self._weights = writer.grow(f"{name}.weights", "u1") if weighted else None
        self._heavy = _EscapesWriter(writer, f"{name}.heavy", "f4") if weighted else None
        self._positions = writer.grow(f"{name}.positions", "u4" if wide else "u2") if positioned else None
        self._position_starts = writer.grow(f"{name}.position_starts", "u8") if positioned else None
        self.positions = 0
        if self._position_starts is not None:
            self._position_starts.add(np.zeros(1))

    def add(self, inverted: Inverted) -> None:
        """Append the postings of terms that sort after all that were added."""
        starts = inverted.starts
        self._terms.add(inverted.terms)
        self._starts.add(starts[1:] + self._count)
        self._documents.add(inverted.documents & (BLOCK - 1) if self._bounds is not None else inverted.documents)
        if self._bounds is not None:
            self._bounds.add(_bounds(inverted, self._blocks))
        self._frequencies.add(self._large.escaped(inverted.frequencies, self._count))
        if self._weights is not None and self._heavy is not None:
            weights = inverted.frequencies if inverted.weights is None else inverted.weights
            self._weights.add(self._heavy.escaped(weights, self._count))
        if self._positions is not None and self._position_starts is not None and inverted.positions is not None:
            ends = np.zeros(len(inverted.frequencies) + 1, np.int64)
            np.cumsum(inverted.frequencies, out=ends[1:])
            self._position_starts.add(ends[starts[1:]] + self.positions)
            self._positions.add(inverted.positions)
            self.positions += len(inverted.positions)
        self._count += int(starts[-1])


def _bounds(inverted: Inverted, blocks: int) -> Array:
    """Return, for each term and each block but the first, how many of the term's documents lie before the block."""
    upper = inverted.documents >> 16
    terms = np.repeat(np.arange(len(inverted.terms)), np.diff(inverted.starts))
    counts = np.bincount(terms * blocks + upper, minlength=len(inverted.terms) * blocks)
    return np.cumsum(counts.reshape(-1, blocks), axis=1)[:, :-1].ravel()


class _EscapesWriter:
    """Writes beside bytes the values that no byte can hold."""

    def __init__(self, writer: ArrayWriter, name: str, kind: str) -> None:
        self._at = writer.grow(f"{name}_at", "u8")
        self._values = writer.grow(name, kind)

    def escaped(self, values: Array, start: int) -> Array:
        """Return values as bytes; ESCAPE for those that no byte can hold, which are written."""
        escaped: Mask = (values >= ESCAPE) | (values != np.floor(values))
        if not escaped.any():
            return values
        at = np.flatnonzero(escaped)
        self._at.add(at + start)
        self._values.add(values[at])
        return np.where(escaped, ESCAPE, values)
