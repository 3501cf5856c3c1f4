"""The chunk numbers: which row of a chunk table a chunk has, looked up for all chunks of a batch without a string each.

Nearly every chunk has at most sixteen code points, all of the Basic Multilingual Plane: four words of 64 bits, its key.
Keys stand in a hash table with linear probing (D. Knuth, The Art of Computer Programming, 6.4), which NumPy probes for
a whole batch in a few passes; longer and stranger chunks stand in a dict. Keys are compared whole, so the hash, another
one in every table, decides nothing but the time: nobody can write texts whose chunks all want the same place.
"""

import secrets
from collections.abc import Sequence
from typing import Final

import numpy as np

from search.analysis.growing_arrays import GrowingArray
from search.array_types import Array, Ints, Mask
from search.ragged import before

_LONGEST: Final = 16  # code points of a chunk with a key, 16 bits each
_WORDS: Final = _LONGEST * 16 // 64
_LAST_UNIT: Final = 0xFFFF
# by the length of a chunk, the bits of its key that are its own
_MASKS: Final = (np.tri(_LONGEST + 1, _LONGEST, -1, np.uint16) * np.uint16(_LAST_UNIT)).view(np.uint64)
_EMPTY: Final = -1
_LEAST_BITS: Final = 12  # of the number of slots
_SPARE: Final = 2  # slots for each key, at least
_KEY: Final = np.dtype((np.uint64, _WORDS))
_ALL_WORDS: Final = np.ones(_WORDS, bool).view(np.uint32)[0]  # the truth of each word, as one number


class ChunkNumbers:
    """Chunks → numbers of their rows, none of which is negative."""

    def __init__(self) -> None:
        self._factors = np.array([secrets.randbits(64) | 1 for _ in range(_WORDS + 1)], np.uint64)
        self._keys = GrowingArray(_KEY)
        self._numbers = GrowingArray(np.int64)  # the row of each key
        self._others: dict[str, int] = {}
        self._make_slots(_LEAST_BITS)

    def find(self, text: str, codes: Array, starts: Ints, ends: Ints) -> Ints:
        """Return the number of each chunk of a text, -1 where it has none.

        `codes` are the code points of the text; chunks stand from `starts` up to `ends`.
        """
        lengths = ends - starts
        with_key = _have_keys(codes, starts, ends)
        if with_key.all():
            return self._probe(_keys(codes, starts, lengths))
        found = np.full(len(starts), _EMPTY, np.int64)
        found[with_key] = self._probe(_keys(codes, starts[with_key], lengths[with_key]))
        for at in np.flatnonzero(~with_key).tolist():
            found[at] = self._others.get(text[starts[at] : ends[at]], _EMPTY)
        return found

    def add(self, chunks: Sequence[str], numbers: Ints) -> None:
        """Enter chunks that have no number yet, each of them once."""
        codes, starts, ends = joined(chunks)
        with_key = _have_keys(codes, starts, ends)
        for at in np.flatnonzero(~with_key).tolist():
            self._others[chunks[at]] = int(numbers[at])
        keys = _keys(codes, starts[with_key], (ends - starts)[with_key])
        first = len(self._keys)
        self._keys.extend(keys, len(keys))
        self._numbers.extend(numbers[with_key], len(keys))
        if len(self._keys) * _SPARE > len(self._slots):
            self._make_slots((len(self._keys) * _SPARE * 2).bit_length())
            first = 0
        self._enter(first)

    def _make_slots(self, bits: int) -> None:
        self._bits = bits
        self._slots = np.full(1 << bits, _EMPTY, np.int32)

    def _enter(self, first: int) -> None:
        """Give slots to all keys from the one of that number on."""
        waiting = np.arange(first, len(self._keys))
        slots = self._first_slots(self._keys.values[first:])
        while len(waiting):
            free = self._slots[slots] == _EMPTY
            self._slots[slots[free]] = waiting[free]  # of several for one slot the last has it
            left = self._slots[slots] != waiting
            waiting, slots = waiting[left], (slots[left] + 1) & (len(self._slots) - 1)

    def _probe(self, keys: Array) -> Ints:
        found = np.full(len(keys), _EMPTY, np.int64)
        slots = self._first_slots(keys)
        waiting = np.arange(len(keys))
        known, numbers = self._keys.values, self._numbers.values
        while len(waiting):
            held = self._slots[slots]
            used = held != _EMPTY
            if not used.all():
                waiting, slots, held, keys = waiting[used], slots[used], held[used], keys[used]
            same = (known[held] == keys).view(_ALL_WORDS.dtype)[:, 0] == _ALL_WORDS
            found[waiting[same]] = numbers[held[same]]
            other = ~same
            waiting, slots, keys = waiting[other], (slots[other] + 1) & (len(self._slots) - 1), keys[other]
        return found

    def _first_slots(self, keys: Array) -> Ints:
        """Return where to begin looking for keys: the upper bits of a sum of products, mixed once more."""
        mixed: Array = keys @ self._factors[:_WORDS]
        mixed ^= mixed >> np.uint64(32)
        mixed *= self._factors[_WORDS]
        return (mixed >> np.uint64(64 - self._bits)).astype(np.int64)


def code_points(text: str) -> Array:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def joined(chunks: Sequence[str]) -> tuple[Array, Ints, Ints]:
    """Return the code points of chunks put one after another, and where each begins and ends."""
    bounds = before(np.fromiter(map(len, chunks), np.int64, len(chunks)))
    return code_points("".join(chunks)), bounds[:-1], bounds[1:]


def _have_keys(codes: Array, starts: Ints, ends: Ints) -> Mask:
    """Say of each chunk whether it has a key: short, and of code points that are more than 0 and have 16 bits."""
    with_key: Mask = ends - starts <= _LONGEST
    strange = (codes > _LAST_UNIT) | (codes == 0)
    if strange.any():
        sums = before(strange)
        with_key &= sums[starts] == sums[ends]
    return with_key


def _keys(codes: Array, starts: Ints, lengths: Ints) -> Array:
    """Return the keys of chunks: their code points in order, the first in the lowest bits, and zeros after the last."""
    units = np.zeros(len(codes) + _LONGEST, np.uint16)
    units[: len(codes)] = codes
    keys: Array = np.lib.stride_tricks.sliding_window_view(units, _LONGEST)[starts].view(np.uint64)
    keys &= _MASKS[lengths]
    return keys
