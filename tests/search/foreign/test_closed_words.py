import pytest

from search.foreign import closed_words, language_of, telling_words
from search.uzbek import key, stop_words


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "в на о об по с и для от из к за при у во со"), ("en", "the of in and on for")]
)
def test_a_language_has_its_closed_words(language: str, words: str) -> None:
    assert set(words.split()) <= closed_words(language)
    assert all(word == word.lower() and language_of(word) == language for word in closed_words(language))


def test_another_language_is_named() -> None:
    with pytest.raises(ValueError, match="not of 'uz'"):
        closed_words("uz")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_telling_word_is_closed_and_no_closed_word_of_uzbek(language: str) -> None:
    assert telling_words(language)
    assert telling_words(language) <= closed_words(language)
    assert not stop_words() & set(map(key, telling_words(language)))
