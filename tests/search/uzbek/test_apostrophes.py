import pytest

from search.uzbek.apostrophes import settled
from search.uzbek.lexicon import Lexicon

LEXICON = Lexicon()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("talim", "taʼlim"),
        ("talimning", "taʼlimning"),
        ("subʼyekt", "subyekt"),
        ("davo", "davo"),
        ("facebookʼda", "facebookda"),
        ("isʼhoq", "isʼhoq"),
        ("", ""),
    ],
)
def test_the_tutuq_is_restored_or_dropped_as_the_lexicon_has_it(word: str, expected: str) -> None:
    assert settled(word, LEXICON) == expected


@pytest.mark.parametrize("word", ["talim" * 20, "ʼ" * 100])
def test_what_is_too_long_for_a_word_is_left_alone(word: str) -> None:
    assert settled(word, LEXICON) == word
