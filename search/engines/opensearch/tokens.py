"""Terms and their positions as the text that an analyzer of the cluster cuts into just these tokens again.

Our analyzer stays ours: a field is sent as its finished terms, joined by characters that no term has. What stands at
one position is joined by AND_HERE, positions by NEXT, and a position where nothing stands is filled with NOTHING,
which a stop filter takes out again and leaves the gap. They are control characters that JSON writes in a byte or two.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np

from search.array_types import Array, Ints
from search.ragged import before
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
_SPECIAL: Final = re.compile(f"[{NEXT}{AND_HERE}{NOTHING}{PAD}]")


def fit(term: str) -> str:
    """Return a term as the cluster holds it: without our separators, cut to what Lucene takes."""
    term = _SPECIAL.sub("", term)
    if len(term) * 4 <= LONGEST:
        return term
    return term.encode()[:LONGEST].decode(errors="ignore")


def all_fit(terms: list[str]) -> list[str]:
    """Return terms as the cluster holds them, each as `fit` does."""
    if max(map(len, terms), default=0) * 4 <= LONGEST and not _SPECIAL.search("".join(terms)):
        return terms
    return [*map(fit, terms)]


def positioned(terms: Sequence[str], numbers: Array, positions: Ints, counts: Ints) -> list[list[str]]:
    """Return the texts of a field of many releases, whose tokens are terms, which fit, by number.

    Each release has so many tokens as `counts` says, at ascending positions. Between two texts of a release the index
    leaves out GAP positions by itself, so that most of a gap need not be filled.
    """
    bounds = before(counts)
    first = bounds[:-1][counts > 0]
    steps = np.diff(positions, prepend=-1)
    steps[first] = positions[first] + 1
    begins = steps > GAP
    begins[first] = False
    steps[begins] -= GAP
    begins[first] = True
    parts = [""] * (2 * len(numbers))
    parts[::2] = [_FILLED[step] for step in np.minimum(steps, len(_FILLED) - 1).tolist()]
    parts[1::2] = [terms[number] for number in numbers.tolist()]
    for at in np.flatnonzero((steps >= len(_FILLED)) | begins).tolist():
        parts[2 * at] = _filled(int(steps[at]), begins=bool(begins[at]))
    starts = np.flatnonzero(begins)
    ends = (2 * np.append(starts, len(numbers))).tolist()
    texts = ["".join(parts[start:end]) for start, end in pairwise(ends)]
    return [texts[start:end] for start, end in pairwise(np.searchsorted(starts, bounds).tolist())]


def _filled(step: int, *, begins: bool = False) -> str:
    """Return what stands before a term that is so many positions after the last one, or before the first of a text."""
    if not step:
        return AND_HERE
    return ("" if begins else NEXT) + (NOTHING + NEXT) * (step - 1)


_FILLED: Final = tuple(map(_filled, range(16)))


def weighted(
    terms: Sequence[str], numbers: Array, frequencies: Ints, counts: Ints, lengths: Iterable[int]
) -> list[str]:
    """Return the text of a field of each of many releases: its terms with their weighted frequencies, and a pad.

    Each release has so many terms, which fit and are given by number, as `counts` says. Its pad, whose frequency
    brings the sum to what the code of its length says, comes last; a release without terms has no text.
    """
    parts = [""] * (2 * len(numbers))
    parts[::2] = [terms[number] for number in numbers.tolist()]
    parts[1::2] = [_times(frequency) for frequency in frequencies.tolist()]
    bounds = before(counts)
    sums = np.diff(before(frequencies)[bounds]).tolist()
    return [
        f"{''.join(parts[2 * start : 2 * end])}{PAD}{TIMES}{length_of_byte(code_of(length) + SHIFT) - total}"
        if start < end
        else ""
        for (start, end), total, length in zip(pairwise(bounds.tolist()), sums, lengths, strict=True)
    ]


@lru_cache(maxsize=1024)
def _times(frequency: int) -> str:
    """Return what stands between a term of this frequency and the next one."""
    return f"{TIMES}{frequency}{NEXT}"


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
