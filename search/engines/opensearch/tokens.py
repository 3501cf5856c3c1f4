"""Terms and their positions as the text that an analyzer of the cluster cuts into just these tokens again.

Our analyzer stays ours: a field is sent as its finished terms, joined by characters that no term has. What stands at
one position is joined by AND_HERE, positions by NEXT, and a position where nothing stands is filled with NOTHING,
which a stop filter takes out again and leaves the gap. They are control characters that JSON writes in a byte or two.
"""

from collections.abc import Iterable
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


def positioned(terms: Iterable[str], positions: Iterable[int]) -> list[str]:
    """Return the texts of a field's terms, which stand at ascending positions.

    Between two texts the index leaves out GAP positions by itself, so that most of a gap need not be filled.
    """
    texts: list[list[str]] = [[]]
    at = -1
    for term, position in zip(terms, positions, strict=True):
        if position == at:
            texts[-1].append(AND_HERE + fit(term))
            continue
        empty = position - at - 1
        if texts[-1] and empty >= GAP:
            texts.append([])
            empty -= GAP
        separator = NEXT if texts[-1] else ""
        texts[-1].append(separator + (NOTHING + NEXT) * empty + fit(term))
        at = position
    return ["".join(parts) for parts in texts if parts]


def weighted(frequencies: Iterable[tuple[str, int]], length: int) -> str:
    """Return the text of a field's terms, each with its weighted frequency, and the pad that tells its length.

    `length` is how many tokens the field has; a field without any has no text.
    """
    parts = []
    total = 0
    for term, frequency in frequencies:
        parts.append(f"{fit(term)}{TIMES}{frequency}")
        total += frequency
    if not parts:
        return ""
    pad = length_of_byte(code_of(length) + SHIFT) - total
    return NEXT.join((*parts, f"{PAD}{TIMES}{pad}"))


def length_of_byte(byte: int) -> int:
    """Return the length that Lucene reads from the byte in which it keeps one (SmallFloat.byte4ToInt)."""
    if byte < _FREE:
        return byte
    bits, shift = (byte - _FREE) & 7, ((byte - _FREE) >> 3) - 1
    return _FREE + (bits if shift < 0 else (bits | 8) << shift)


def code_of(length: int) -> int:
    """Return the code of the length that the formula works with for a field of so many tokens."""
    return min(int(length_codes(np.array([length]))[0]), LAST_CODE)
