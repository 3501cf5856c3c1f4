"""Terms and their positions as the text that an analyzer of the cluster cuts into just these tokens again.

Our analyzer stays ours: a field is sent as its finished terms, joined by characters that no term has. What stands at
one position is joined by AND_HERE, positions by NEXT, and a position where nothing stands is filled with NOTHING,
which a stop filter takes out again and leaves the gap. They are control characters that JSON writes in a byte or two.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

import numpy as np

from search.ranking import length_codes

NEXT: Final = "\x7f"  # between two positions
AND_HERE: Final = "\x80"  # between two terms of one position
NOTHING: Final = "\x81"  # the term of a position that has none
GAP: Final = 900  # positions that the index leaves out between two texts of a field: most of those before the body
PAD: Final = "\x82"  # the term whose frequency makes the length of a field what its code says
TIMES: Final = AND_HERE  # between a term and how often it counts
LONGEST: Final = 32_000  # bytes of a term: Lucene takes no more than 32,766
SHIFT: Final = 60  # what is added to a length's code, so that the frequencies of all terms fit below it
LAST_CODE: Final = 255 - SHIFT  # the greatest code that is told apart: some 15,000 words
_FREE: Final = 24  # the lengths that Lucene's byte has for itself, from 0 on
_SPECIAL: Final = frozenset((NEXT, AND_HERE, NOTHING, PAD))


def fit(term: str) -> str:
    """Return a term as the cluster holds it: without our separators, cut to what Lucene takes."""
    if not _SPECIAL.isdisjoint(term):
        term = "".join(letter for letter in term if letter not in _SPECIAL)
    if len(term) * 4 <= LONGEST:
        return term
    return term.encode()[:LONGEST].decode(errors="ignore")


def positioned(terms: Sequence[str], positions: Sequence[int]) -> list[str]:
    """Return the texts of a field's terms, which fit and stand at ascending positions.

    Between two texts the index leaves out GAP positions by itself, so that most of a gap need not be filled.
    """
    texts: list[list[str]] = [[]]
    for term, position, last in zip(terms, positions, chain((-1,), positions), strict=False):
        step = position - last
        if step < len(_BEFORE):
            texts[-1] += (_BEFORE[step], term)
            continue
        if texts[-1] and step > GAP:
            texts.append([])
            step -= GAP
        texts[-1] += (_filled(step), term)
    return ["".join(parts).removeprefix(NEXT) for parts in texts if parts]


def _filled(step: int) -> str:
    """Return what stands before a term that is so many positions, one at least, after the last one."""
    return NEXT + (NOTHING + NEXT) * (step - 1)


_BEFORE: Final = (AND_HERE, *map(_filled, range(1, 16)))


def weighted(terms: Iterable[str], frequencies: Iterable[int], length: int) -> str:
    """Return the text of a field's terms, which fit, each with its weighted frequency, and the pad for its length.

    `length` is how many tokens the field has; a field without any has no text.
    """
    counted = [*frequencies]
    if not counted:
        return ""
    pad = length_of_byte(code_of(length) + SHIFT) - sum(counted)
    return NEXT.join(f"{term}{TIMES}{count}" for term, count in zip((*terms, PAD), (*counted, pad), strict=True))


def length_of_byte(byte: int) -> int:
    """Return the length that Lucene reads from the byte in which it keeps one (SmallFloat.byte4ToInt)."""
    if byte < _FREE:
        return byte
    bits, shift = (byte - _FREE) & 7, ((byte - _FREE) >> 3) - 1
    return _FREE + (bits if shift < 0 else (bits | 8) << shift)


@lru_cache(maxsize=4096)
def code_of(length: int) -> int:
    """Return the code of the length that the formula works with for a field of so many tokens."""
    return min(int(length_codes(np.array([length]))[0]), LAST_CODE)
