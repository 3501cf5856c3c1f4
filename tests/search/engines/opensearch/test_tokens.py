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
    all_fit,
    code_of,
    fit,
    length_of_byte,
    positioned,
    weighted,
)
from search.ranking import LENGTHS, TITLE_WEIGHT, length_codes


def texts(*releases: dict[int, str]) -> list[list[str]]:
    """Return the texts of releases, of each of which the terms of each position are given, one letter a term."""
    tokens = [[(position, term) for position, terms in each.items() for term in terms] for each in releases]
    flat = [token for each in tokens for token in each]
    terms = sorted({term for _, term in flat})
    return positioned(
        terms,
        np.array([terms.index(term) for _, term in flat], np.int64),
        np.array([position for position, _ in flat], np.int64),
        np.array([*map(len, tokens)], np.int64),
    )


def test_terms_stand_at_their_positions_with_gaps_filled() -> None:
    assert texts({0: "ab", 3: "c"}) == [["a\x80b\x7f\x81\x7f\x81\x7fc"]]
    assert texts({1: "a"}) == [["\x81\x7fa"]]
    assert texts({0: "a", 30: "b"}) == [["a\x7f" + "\x81\x7f" * 29 + "b"]]
    assert texts({}) == [[]]


def test_a_wide_gap_is_left_between_two_texts() -> None:
    assert texts({2: "a", 2 + GAP + 1: "b"}) == [["\x81\x7f\x81\x7fa", "b"]]
    assert texts({0: "a", GAP + 3: "b"}) == [["a", "\x81\x7f\x81\x7fb"]]
    assert texts({GAP: "a"}) == [["\x81\x7f" * GAP + "a"]]


def test_releases_are_apart() -> None:
    assert texts({}, {5: "a", 6: "b"}, {}, {0: "b", 2000: "a"}, {0: "c"}, {}) == [
        [],
        ["\x81\x7f" * 5 + "a\x7fb"],
        [],
        ["b", "\x81\x7f" * (1999 - GAP) + "a"],
        ["c"],
        [],
    ]


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


@given(st.lists(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 1100)), max_size=4))
def test_frequencies_and_pad_add_up_to_the_length(releases: list[dict[str, int]]) -> None:
    lengths = [sum(frequencies.values()) for frequencies in releases]
    terms = sorted({term for frequencies in releases for term in frequencies})
    made = weighted(
        terms,
        np.array([terms.index(term) for frequencies in releases for term in frequencies], np.int64),
        np.array([count for frequencies in releases for count in frequencies.values()], np.int64),
        np.array([*map(len, releases)], np.int64),
        lengths,
    )
    for frequencies, length, text in zip(releases, lengths, made, strict=True):
        counted = dict(each.split("\x80") for each in text.split("\x7f") if each)
        code = min(int(length_codes(np.array([length]))[0]), LAST_CODE)
        assert sum(map(int, counted.values())) == (length_of_byte(code + SHIFT) if frequencies else 0)
        assert {term: int(count) for term, count in counted.items() if term != PAD} == frequencies


def test_a_term_is_cut_to_what_lucene_takes_and_freed_of_our_separators() -> None:
    assert fit("quyosh") == "quyosh"
    assert fit("a\x80b\x7fc") == "abc"
    assert len(fit("oʻ" * LONGEST).encode()) <= LONGEST


@given(st.lists(st.text("a\x7f\x80\x81\x82я") | st.just("y" * LONGEST), max_size=4))
def test_all_fit_as_each_does(terms: list[str]) -> None:
    assert all_fit(terms) == [*map(fit, terms)]
