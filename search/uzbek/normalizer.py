"""The normalizer: the key of a word, one string for every way of spelling it (a lower-case and folding filter)."""

import re
from functools import lru_cache
from typing import Final

from search.uzbek.apostrophes import settled
from search.uzbek.homoglyphs import one_script
from search.uzbek.letters import MARKS, TUTUQ, composed, digraphs_joined, one_letter, small
from search.uzbek.lexicon import Lexicon
from search.uzbek.spelling_variants import folded
from search.uzbek.transliteration import latin_word

_NUMBER_SPACE: Final = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d)")
_SEPARATED: Final = re.compile(r"\d[.,]\d")
_FIGURE: Final = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)+")
_GROUPS: Final = re.compile(r"\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|(?:\.\d{3}){2,}(?:,\d+)?)")
_DECIMALS: Final = re.compile(r"\d+,\d+")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]+")
_UZBEK_CYRILLIC: Final = re.compile("[\0-&(-@А-Яа-яЁёЎўҚқҒғҲҳ]+")  # nothing to compose either
_UNMARKED: Final = str.maketrans({"ö": "o", "ğ": "g", TUTUQ: None})
_WRITTEN: Final = str.maketrans({"ö": "oʻ", "ğ": "gʻ", "ş": "sh", "ç": "ch"})
_DONE: Final = re.compile("[a-zöğşç0-9.,-]+")  # what another round changes only where it has a digraph
_LATIN: Final = re.compile(f"[\0-\x7föğşçÖĞŞÇ{re.escape(MARKS)}]+")  # nothing to compose or to write in Latin
_LONGEST_CACHED: Final = 64  # code points: longer ones are no words, and would fill the cache with text
_CACHED: Final = 1 << 14  # words: what most running text is written with


class Normalizer:
    """The normalizer of one lexicon: a word to its key, the one string for every way of spelling it.

    Safe to share between threads.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon: Final = lexicon
        self._cached_key = lru_cache(maxsize=_CACHED)(self.uncached_key)

    def key(self, word: str) -> str:
        """Return the key of a word: small, Latin, one apostrophe, one letter for oʻ gʻ sh ch, one spelling."""
        return self._cached_key(word) if len(word) <= _LONGEST_CACHED else self.uncached_key(word)

    def uncached_key(self, word: str) -> str:
        """Return what `key` does, for a caller that asks each word once."""
        while True:
            unsettled = spelled(word)
            settled_word = settled(unsettled, self.lexicon)
            if settled_word == word or (settled_word == unsettled and _done(settled_word)):
                return settled_word
            word = settled_word


def skeleton(key: str) -> str:
    """Return a key without its marks, for looking up what was typed without them."""
    return key.translate(_UNMARKED)


def readable(key: str) -> str:
    """Return a key as the alphabet of 1995 writes it, for showing to people."""
    return key.translate(_WRITTEN)


def spelled(word: str) -> str:
    """Return the key of a word but for what the lexicon must settle."""
    return folded(letters(word))


def letters(word: str) -> str:
    """Return a word in the small letters of keys, whatever script and marks it was written with."""
    if word.isalpha() and word.isascii():
        return digraphs_joined(word.lower())
    small_letters = _letters(word)
    return _FIGURE.sub(_one_figure, small_letters) if _SEPARATED.search(small_letters) else small_letters


def _one_figure(match: re.Match[str]) -> str:
    """Return a figure as one is written that has no groups, and a point before its decimals: 5,000,000 is 5000000."""
    figure = match[0]
    if _GROUPS.fullmatch(figure):
        groups = figure[-4] if figure[-4] in ".," else "," if figure.find(",") < figure.find(".") else "."
        return figure.replace(groups, "").replace(",", ".")
    return figure.replace(",", ".") if _DECIMALS.fullmatch(figure) else figure


def _letters(word: str) -> str:
    if _LATIN.fullmatch(word):
        return one_letter(_NUMBER_SPACE.sub("", word.lower()))
    if _UZBEK_CYRILLIC.fullmatch(word):
        latin = latin_word(word.lower()) if word.isalpha() else _CYRILLIC.sub(_latin, word.lower())
        return one_letter(_NUMBER_SPACE.sub("", latin))
    word = composed(word)
    if not word.isascii():
        word = small(one_script(word))
        # what is left are letters of other peoples' Cyrillic that have no Latin here
        word = _CYRILLIC.sub("", _CYRILLIC.sub(_latin, word))
    return one_letter(_NUMBER_SPACE.sub("", small(word)))


def _latin(match: re.Match[str]) -> str:
    return latin_word(match[0])


def _done(word: str) -> bool:
    """Say whether another round would leave a word as it is."""
    return bool(_DONE.fullmatch(word)) and "sh" not in word and "ch" not in word
