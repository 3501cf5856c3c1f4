"""The language by itself: key and lemmas of a word where no site's words have a say; its tables are made when asked."""

from typing import Final

from search.uzbek import explain
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import Lexicon

PLAIN: Final = Lemmatizer(Lexicon())


def key(word: str) -> str:
    """Return the key of a word: small, Latin, one apostrophe, one letter for oʻ gʻ sh ch, one spelling of doubles."""
    return PLAIN.key(word)


def lemmas(word: str) -> tuple[str, ...]:
    """Return the keys of the lemmas of a word: mostly one, two for a true homograph."""
    return PLAIN.lemmas(word)


def why(word: str) -> tuple[str, ...]:
    """Return what gave a word its key and its lemmas, one step after another, each in a line."""
    return explain.steps(word, PLAIN)
