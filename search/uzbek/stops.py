"""The stop words: closed-class words that tell a query little."""

from functools import cache

from search.uzbek import tables
from search.uzbek.keys import key


@cache
def stop_words() -> frozenset[str]:
    """Return the keys of the stop words."""
    return frozenset(map(key, tables.entries("stopwords_uz.txt")))
