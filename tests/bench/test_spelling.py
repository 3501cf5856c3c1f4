import re

from hypothesis import given
from hypothesis import strategies as st

from tests.bench.spelling import spell, units, unspell

words = st.text(st.one_of(st.sampled_from("abwxzöğşçʼ-09"), st.characters()), min_size=1)


@given(words)
def test_a_spelled_word_is_plain_and_comes_back(word: str) -> None:
    spelled = spell(word)
    assert re.fullmatch("[a-z0-9]+", spelled)
    assert unspell(spelled) == word


@given(words)
def test_every_letter_is_one_unit(word: str) -> None:
    assert units(spell(word)) == [spell(letter) for letter in word]


@given(words, words)
def test_words_begin_alike_exactly_when_their_spellings_do(word: str, other: str) -> None:
    assert spell(word).startswith(spell(other)) == word.startswith(other)
    assert spell(word + other).startswith(spell(word))


def test_plain_words_stay_as_they_are() -> None:
    assert spell("quyosh2026") == "quyosh2026"
    assert spell("öquvçi") == "woquvwci"
