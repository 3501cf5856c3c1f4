"""The stop words: closed-class words that tell a query little."""

from functools import cache

from search.uzbek import data_files
from search.uzbek.plain import PLAIN


@cache
def stop_words() -> frozenset[str]:
    """Return the keys of the stop words."""
    return frozenset(map(PLAIN.key, data_files.entries("stopwords_uz.txt")))


def is_initial(key: str) -> bool:
    """Say whether a key is one letter, as that of Sh. in Sh. Rashidov: it weighs as a closed-class word."""
    return len(key) == 1 and key.isalpha()
