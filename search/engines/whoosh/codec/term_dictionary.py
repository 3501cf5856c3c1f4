"""The term dictionary: words in one run of bytes, the sorted terms of a field or the values of a facet."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Self

import numpy as np

from search.array_types import Array
from search.engines.whoosh.codec.arrays import ArrayFile, ArrayWriter

_REMEMBERED: Final = 65_536  # look-ups kept, some 10 MB; then all are forgotten, which costs less than an order of use


class TermDictionary:
    """Words by number, in the order of their bytes; `find` and `lower` are binary searches over the mapped bytes."""

    __slots__ = ("_bytes", "_ends", "_numbers", "size")

    def __init__(self, words: Array, ends: Array) -> None:
        self._bytes = words.data
        self._ends = ends.data
        self.size = len(ends) - 1
        self._numbers: dict[bytes, int] = {}

    @classmethod
    def read(cls, file: ArrayFile, name: str) -> Self:
        """Open what `write_words` wrote."""
        return cls(file[f"{name}.words"], file[f"{name}.ends"])

    def __getitem__(self, number: int) -> bytes:
        return self._bytes[self._ends[number] : self._ends[number + 1]].tobytes()

    def slice(self, low: int, high: int) -> list[bytes]:
        """Return the words from `low` up to `high`."""
        base = self._ends[low]
        run = self._bytes[base : self._ends[high]].tobytes()
        ends = self._ends[low : high + 1].tolist()
        return [run[a - base : b - base] for a, b in pairwise(ends)]

    def find(self, word: bytes) -> int:
        """Return the number of a word, -1 when it is not there."""
        number = self._numbers.get(word)
        if number is None:
            at = self.lower(word)
            number = at if at < self.size and self[at] == word else -1
            if len(self._numbers) >= _REMEMBERED:
                self._numbers = {}
            self._numbers[word] = number
        return number

    def lower(self, word: bytes) -> int:
        """Return the number of the first word that is not before this one; `size` when all are."""
        run, ends = self._bytes, self._ends
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if run[ends[middle] : ends[middle + 1]].tobytes() < word:
                low = middle + 1
            else:
                high = middle
        return low

    def beginning(self, start: bytes) -> tuple[int, int]:
        """Return the first number of the words that begin so, and the one after the last."""
        after = start.rstrip(b"\xff")
        high = self.lower(after[:-1] + bytes((after[-1] + 1,))) if after else self.size
        return self.lower(start), high


class WordsWriter:
    """Writes words, in one piece or in several, as one run of bytes and where each ends."""

    def __init__(self, writer: ArrayWriter, name: str) -> None:
        self._words = writer.grow(f"{name}.words", "u1")
        self._ends = writer.grow(f"{name}.ends", "u4")
        self._ends.add(np.zeros(1))
        self._length = 0

    def add(self, words: Sequence[bytes]) -> None:
        """Append words."""
        ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words))) + self._length
        self._words.add(np.frombuffer(b"".join(words), np.uint8))
        self._ends.add(ends)
        if len(ends):
            self._length = int(ends[-1])
        if self._length >= 1 << 32:
            raise ValueError("more than 4 GiB of words in one field")


def write_words(writer: ArrayWriter, name: str, words: Sequence[bytes]) -> None:
    """Write words, sorted or not."""
    WordsWriter(writer, name).add(words)
