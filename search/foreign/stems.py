"""Stems of Russian and English words: what all cases and numbers of a word share, by the Snowball algorithms."""

import re
import threading
from functools import cache, lru_cache
from typing import Any, Final

RUSSIAN: Final = "ru"
ENGLISH: Final = "en"
SHORTEST: Final = 3  # letters; what would be shorter stays whole: США, суд, rail

_CACHED: Final = 1 << 13  # words of queries
_LONGEST: Final = 64  # code points: longer ones are no words
_RUSSIAN_WORD: Final = re.compile("[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_ENGLISH_WORD: Final = re.compile("[A-Za-z]+(?:[-'’][A-Za-z]+)*['’]?")
_CONSONANTS: Final = "бвгджзклмнпрстфхцчшщ"
_NAMES: Final = {RUSSIAN: "russian", ENGLISH: "english"}
# how a Russian noun that ends so goes on in the cases whose stems differ; the first ending that fits, adjectives none
_RUSSIAN_FORMS: Final = (
    *((ending, ()) for ending in ("ый", "ий", "ой", "ая", "яя", "ое")),
    ("ок", ("ка",)),
    ("ец", ("ца",)),
    ("ия", ("ии", "ией")),
    ("ие", ("ия",)),
    ("а", ("ы", "е", "ой")),
    ("я", ("и",)),
    ("о", ("а", "ом")),
    ("е", ("я",)),
    ("ь", ("и",)),
    ("й", ("я",)),
    *((consonant, (f"{consonant}а", f"{consonant}ом")) for consonant in _CONSONANTS),
)
_LOCK: Final = threading.Lock()  # a Snowball stemmer keeps the word that it works on


def language_of(word: str) -> str:
    """Return what language a word could be of by its letters alone: "ru", "en", empty for neither."""
    if _RUSSIAN_WORD.fullmatch(word):
        return RUSSIAN
    return ENGLISH if _ENGLISH_WORD.fullmatch(word) else ""


@lru_cache(_CACHED)
def stem(word: str) -> str:
    """Return the stem of a word in small letters, empty for one that is neither Russian nor English by its letters."""
    language = language_of(word) if len(word) <= _LONGEST else ""
    if not language:
        return ""
    small = word.lower().replace("ё", "е").replace("’", "'")
    with _LOCK:
        stemmed: str = _stemmer(language).stemWord(small)
    return stemmed if len(stemmed) >= SHORTEST else small


def stems_of_base(word: str) -> frozenset[str]:
    """Return the stems that the forms of a word have, given the form that a dictionary shows.

    The algorithm takes some nominatives for verbs (Казахстан, визит) and knows no fleeting vowel (рынок, рынка): so the
    forms of a Russian noun are made by its last letters, and each is stemmed.
    """
    small = word.lower()
    found = {stem(small)}
    if language_of(word) == RUSSIAN:
        for ending, others in _RUSSIAN_FORMS:
            if small.endswith(ending):
                found |= {stem(small.removesuffix(ending) + other) for other in others}
                break
    return frozenset(found)


@cache
def _stemmer(language: str) -> Any:
    # made when a query first needs it: what only indexes does not load the algorithms of thirty languages
    import snowballstemmer

    return snowballstemmer.stemmer(_NAMES[language])
