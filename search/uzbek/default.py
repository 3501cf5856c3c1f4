"""The default lemmatizer: what the module functions `key`, `lemmas` and `why` ask, which are given no lexicon."""

from typing import Final

from search.uzbek import explain
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import Lexicon

PLAIN: Final = Lemmatizer(Lexicon())  # the language alone, without any site's words

_lemmatizer = PLAIN


def lemmatizer() -> Lemmatizer:
    """Return the lemmatizer that the functions of this module ask."""
    return _lemmatizer


def use(lemmatizer: Lemmatizer) -> None:
    """Have the functions of this module ask another lemmatizer; only for callers that are not yet given one."""
    global _lemmatizer
    _lemmatizer = lemmatizer


def key(word: str) -> str:
    """Return the key of a word: small, Latin, one apostrophe, one letter for oʻ gʻ sh ch, one spelling of doubles."""
    return _lemmatizer.key(word)


def lemmas(word: str) -> tuple[str, ...]:
    """Return the keys of the lemmas of a word: mostly one, two for a true homograph."""
    return _lemmatizer.lemmas(word)


def why(word: str) -> tuple[str, ...]:
    """Return what gave a word its key and its lemmas, one step after another, each in a line."""
    return explain.steps(word, _lemmatizer)
