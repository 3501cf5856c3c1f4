from hypothesis import given
from hypothesis import strategies as st

from search.uzbek.ending_boundaries import boundaries
from search.uzbek.suffix_automaton import IMPOSSIBLE, NOUN, VERB, cost


def test_the_end_of_a_word_comes_first_and_every_boundary_says_whose_endings_begin_there() -> None:
    assert boundaries("kitobi") == [(6, (NOUN, VERB)), (5, (NOUN,))]


def test_a_word_of_no_letters_has_no_boundary() -> None:
    assert boundaries("") == []


_PIECES = ["kitob", "ol", "lar", "im", "iz", "ga", "moq", "da", "gi", "ma", "gan", "lik", "ni", "ö", "x"]


@given(st.lists(st.sampled_from(_PIECES)).map("".join) | st.text())
def test_a_boundary_is_where_the_endings_after_it_can_be_read(word: str) -> None:
    possible = {}
    for end in range(1, len(word) + 1):
        if kinds := tuple(kind for kind in (NOUN, VERB) if cost(word[end:], word[end - 1], kind) < IMPOSSIBLE):
            possible[end] = kinds
    assert dict(boundaries(word)) == possible
