"""Inversion: tokens in the order of documents → postings in the order of terms, by one sort of 64-bit numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.array_types import Array, Ints
from search.engines.whoosh.codec.postings import Inverted, spread


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of one field, document after document.

    `terms` are numbers of a vocabulary; `counts` says how many tokens each document has. `positions` None means that
    the field has none; `weights` None means 1 each.
    """

    terms: Array
    counts: Array
    positions: Array | None
    weights: Array | None

    def reordered(self, order: Ints) -> "Tokens":
        """Return the tokens of some documents, mostly all: document order[i] in place i."""
        if len(order) == len(self.counts) and (order[1:] > order[:-1]).all():
            return self
        at = spread(np.cumsum(self.counts, dtype=np.int64) - self.counts, self.counts, order)
        return Tokens(
            self.terms[at],
            self.counts[order],
            None if self.positions is None else self.positions[at],
            None if self.weights is None else self.weights[at],
        )


def invert(tokens: Tokens, documents: Ints, vocabulary: Sequence[bytes]) -> Inverted:
    """Return the postings of tokens whose terms are numbers of a vocabulary, in any order of terms.

    `documents` are the numbers that the documents have there, in any order.
    """
    order = sorted(range(len(vocabulary)), key=vocabulary.__getitem__)
    rank = np.empty(len(order), np.uint64)
    rank[order] = np.arange(len(order), dtype=np.uint64)
    bits = np.uint64(len(documents).bit_length())
    postings = rank[tokens.terms]  # of each token: the rank of its term, and below it the number of its document
    postings <<= bits
    postings |= np.repeat(documents.astype(np.uint64), tokens.counts)
    postings, at = _sorted(postings, len(order) << int(bits))
    new = np.ones(len(at), bool)  # tokens that begin a posting
    np.not_equal(postings[1:], postings[:-1], out=new[1:])
    first = np.flatnonzero(new)
    postings = postings[first]
    return Inverted(
        terms=[vocabulary[number] for number in order],
        starts=postings.searchsorted(np.arange(len(order) + 1, dtype=np.uint64) << bits),
        documents=_low(postings, bits).astype(np.int32),
        frequencies=np.diff(first, append=len(at)),
        weights=None if tokens.weights is None or not len(at) else np.add.reduceat(tokens.weights[at], first),
        positions=None if tokens.positions is None else tokens.positions[at],
    )


def _sorted(numbers: Array, limit: int) -> tuple[Array, Ints]:
    """Return numbers below a limit (uint64) ascending, and where each of them stood; equal ones stay as they stand.

    With its place below it every number is another one. NumPy sorts 64 bits in the processor's wide registers (from
    AVX2 on): in a third of the time that an order of them takes. The numbers are sorted where they are.
    """
    bits = np.uint64(len(numbers).bit_length())
    if limit << int(bits) > 1 << 64:
        at = np.argsort(numbers, kind="stable")
        return numbers[at], at
    numbers <<= bits
    numbers |= np.arange(len(numbers), dtype=np.uint64)
    numbers.sort()
    at = _low(numbers, bits).view(np.int64)
    numbers >>= bits
    return numbers, at


def _low(numbers: Array, bits: np.uint64) -> Array:
    """Return the lowest bits of numbers."""
    low: Array = numbers & ((np.uint64(1) << bits) - np.uint64(1))
    return low
