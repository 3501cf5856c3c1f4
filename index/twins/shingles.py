"""Shingles: the runs of three words of a text as numbers, and a sample of them by which like texts are found.

Sampled are the shingles whose number is small, so that what two texts share is in the samples of both (A. Broder, On
the resemblance and containment of documents, 1997). The shorter a text, the larger the share of it that is taken.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np

from search.analysis.growing_arrays import GrowingArray
from search.analysis.text_batch import TokenBatch
from search.array_types import Array, Ints
from search.ragged import runs

WORDS: Final = 3  # of a shingle
SAMPLED: Final = 16  # shingles of a text on average: of two that share four fifths some dozen are in both samples
_WHOLE: Final = 1 << 32  # numbers that a shingle may have
_FIRST, _SECOND, _THIRD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)


class Sampler:
    """Samples the shingles of texts that a process has read; keeps the numbers of the terms that it has met."""

    def __init__(self) -> None:
        self._terms: list[str] | None = None
        self._numbers = GrowingArray(np.uint64)

    def samples(self, tokens: TokenBatch, texts: Ints) -> list[Array]:
        """Return the sampled shingles of some texts of a batch, ascending."""
        self._number_terms(tokens.table.terms)
        sizes = np.maximum(tokens.bounds[texts + 1] - tokens.bounds[texts] - (WORDS - 1), 0)
        at = runs(tokens.bounds[texts], sizes)
        numbers = self._numbers.values[tokens.terms]
        found = _mixed(numbers[at], numbers[at + 1], numbers[at + 2])
        limits = np.minimum(_WHOLE * SAMPLED // np.maximum(sizes, 1), _WHOLE - 1)
        owners = np.repeat(np.arange(len(texts)), sizes)
        kept = found <= limits[owners]
        sampled, owners = found[kept], owners[kept]
        order = np.lexsort((sampled, owners))
        sampled, owners = sampled[order], owners[order]
        first = np.ones(len(sampled), bool)
        first[1:] = (sampled[1:] != sampled[:-1]) | (owners[1:] != owners[:-1])
        sampled, owners = sampled[first], owners[first]
        bounds = np.searchsorted(owners, np.arange(len(texts) + 1)).tolist()
        return [sampled[begin:end] for begin, end in pairwise(bounds)]

    def _number_terms(self, terms: list[str]) -> None:
        if terms is not self._terms:
            self._terms, self._numbers = terms, GrowingArray(np.uint64)
        new = terms[len(self._numbers) :]
        self._numbers.extend(_numbers_of(new), len(new))


def shingles_of(words: Sequence[str]) -> frozenset[int]:
    """Return all shingles of the words of a text."""
    if len(words) < WORDS:
        return frozenset()
    numbers = _numbers_of(words)
    return frozenset(_mixed(numbers[:-2], numbers[1:-1], numbers[2:]).tolist())


def _numbers_of(words: Sequence[str]) -> Array:
    return np.fromiter((crc32(word.encode(errors="surrogatepass")) for word in words), np.uint64, len(words))


def _mixed(first: Array, second: Array, third: Array) -> Array:
    """Return a number below 2^32 for each run of three."""
    mixed = (first + np.uint64(1)) * _FIRST ^ (second + np.uint64(1)) * _SECOND ^ (third + np.uint64(1)) * _THIRD
    mixed ^= mixed >> np.uint64(29)
    return np.asarray((mixed * _FIRST) >> np.uint64(32), np.uint32)
