from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.opensearch.tokens import (
    GAP,
    LAST_CODE,
    LONGEST,
    PAD,
    SHIFT,
    code_of,
    fit,
    length_of_byte,
    positioned,
    weighted,
)
from search.ranking import LENGTHS, TITLE_WEIGHT, length_codes


def test_terms_stand_at_their_positions_with_gaps_filled() -> None:
    assert positioned(["a", "b", "c"], [0, 0, 3]) == ["a\x80b\x7f\x81\x7f\x81\x7fc"]
    assert positioned(["a"], [1]) == ["\x81\x7fa"]
    assert positioned(["a", "b"], [0, 30]) == ["a\x7f" + "\x81\x7f" * 29 + "b"]
    assert positioned([], []) == []


def test_a_wide_gap_is_left_between_two_texts() -> None:
    assert positioned(["a", "b"], [2, 2 + GAP + 1]) == ["\x81\x7f\x81\x7fa", "b"]
    assert positioned(["a", "b"], [0, GAP + 3]) == ["a", "\x81\x7f\x81\x7fb"]


def known_length(length: int) -> float:
    """Return the length that the formula works with for a field of so many tokens."""
    return float(LENGTHS[code_of(length)])


def test_a_length_is_the_next_that_the_formula_tells_apart() -> None:
    assert (known_length(0), known_length(7), known_length(31)) == (0, 7, 32)
    assert known_length(10**7) == LENGTHS[LAST_CODE]


def test_lengths_of_bytes_ascend() -> None:
    assert all(low < high for low, high in pairwise(map(length_of_byte, range(256))))


def test_frequencies_never_exceed_the_length_that_the_pad_makes() -> None:
    """The most that a field of a length can have is all its words in the title."""
    for code in range(1, LAST_CODE + 1):
        assert LENGTHS[code] * TITLE_WEIGHT < length_of_byte(code + SHIFT)


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 8), min_size=1))
def test_frequencies_and_pad_add_up_to_the_length(frequencies: dict[str, int]) -> None:
    length = len(frequencies)
    counted = dict(each.split("\x80") for each in weighted(frequencies, frequencies.values(), length).split("\x7f"))
    code = int(length_codes(np.array([length]))[0])
    assert sum(map(int, counted.values())) == length_of_byte(code + SHIFT)
    assert {term: int(count) for term, count in counted.items() if term != PAD} == frequencies


def test_a_term_is_cut_to_what_lucene_takes_and_freed_of_our_separators() -> None:
    assert fit("quyosh") == "quyosh"
    assert fit("a\x80b\x7fc") == "abc"
    assert len(fit("oʻ" * LONGEST).encode()) <= LONGEST
    assert weighted([], [], 0) == ""
