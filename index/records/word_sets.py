"""Word sets: tables of words in code, written as a line of text is."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text with blanks between."""
    return frozenset(words.split())
