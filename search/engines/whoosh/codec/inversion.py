"""Inversion: tokens in the order of documents → postings in the order of terms, by a vectorised radix sort."""

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


def invert(tokens: Tokens, vocabulary: Sequence[bytes]) -> Inverted:
    """Return the postings of tokens whose terms are numbers of a vocabulary, in any order of terms."""
    order = sorted(range(len(vocabulary)), key=vocabulary.__getitem__)
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    ranks = rank[tokens.terms]
    at = _order(ranks)
    ranks = ranks[at]
    documents = np.repeat(np.arange(len(tokens.counts), dtype=np.int32), tokens.counts)[at]
    new = np.ones(len(at), bool)  # tokens that begin a posting
    if len(at):
        np.not_equal(ranks[1:], ranks[:-1], out=new[1:])
        new[1:] |= documents[1:] != documents[:-1]
    first = np.flatnonzero(new)
    starts = np.zeros(len(order) + 1, np.int64)
    np.cumsum(np.bincount(ranks[first], minlength=len(order)), out=starts[1:])
    return Inverted(
        terms=[vocabulary[number] for number in order],
        starts=starts,
        documents=documents[first],
        frequencies=np.diff(first, append=len(at)),
        weights=None if tokens.weights is None or not len(at) else np.add.reduceat(tokens.weights[at], first),
        positions=None if tokens.positions is None else tokens.positions[at],
    )


def _order(numbers: Array) -> Ints:
    """Return the order of 32-bit numbers, equal ones as they stand: by the lower half, then by the upper one.

    NumPy sorts 16 bits by counting, the two passes cost a third of one sort by comparing.
    """
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    upper = (numbers >> np.uint32(16)).astype(np.uint16)
    return order[np.argsort(upper[order], kind="stable")] if upper.any() else order
