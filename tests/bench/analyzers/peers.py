"""The peers: each takes a word and returns its key; imported in an environment of their own."""

from functools import cache
from typing import Any


@cache
def _zirhuzmorph() -> Any:
    import zirhuzmorph

    return zirhuzmorph.Analyzer()


@cache
def _uzmorphanalyser() -> Any:
    from UzMorphAnalyser import UzMorphAnalyser

    return UzMorphAnalyser()


@cache
def _turkish() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("turkish")


def zirhuzmorph(word: str) -> str:
    """Return the lemma of the best analysis, the word where there is none."""
    found = _zirhuzmorph().best(word)
    return str(getattr(found, "lemma", None) or found.stem) if found is not None else word.lower()


def uzmorphanalyser(word: str) -> str:
    """Return the lemma."""
    return str(_uzmorphanalyser().lemmatize(word)).lower()


def turkish(word: str) -> str:
    """Return Snowball's stem."""
    return str(_turkish().stemWord(word.lower()))
