"""The words that the furniture of web pages is called by, and the folded form in which they are compared."""

import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from search.uzbek import key, skeleton

_FILE: Final = Path(__file__).with_name("words.toml")
_WORD: Final = re.compile(r"[^\W\d_](?:[\w'ʻʼ‘’`´′]*[^\W\d_])?")
_PART: Final = re.compile(r"[a-z]+[0-9]*|[A-Z]+(?![a-z])|[A-Z][a-z]+", re.ASCII)
_NOT_OF_IT: Final = ("no", "has", "with", "without", "not", "is")  # has-sidebar says nothing of what is within

_WORDS_OF_A_SITE: Final = 9
_WORDS_OF_A_LINE: Final = 60
_VERB_ENDINGS: Final = ("di", "moqda")  # of a headline: no name of an office has them

Words = tuple[str, ...]


def fold(text: str) -> Words:
    """Return the words of a line as they are compared: one script, no capitals, no marks, no numbers."""
    return tuple(skeleton(key(word)) for word in _WORD.findall(text))


def names(text: str) -> frozenset[str]:
    """Return the names in a line as a set."""
    return frozenset(text.split())


@cache
def phrases(name: str) -> frozenset[Words]:
    """Return the phrases of a list of words.toml, folded."""
    return frozenset(fold(phrase) for phrase in _table()[name])


@cache
def single_words(name: str) -> frozenset[str]:
    """Return all words of the phrases of a list of words.toml, folded."""
    return frozenset(word for phrase in phrases(name) for word in phrase)


@cache
def class_parts(name: str) -> frozenset[str]:
    """Return the parts of class names of a list of words.toml."""
    return frozenset(_table()[name])


def begins_with(words: Words, name: str) -> int:
    """Return how many words the longest phrase of a list has that a line begins with, 0 without one."""
    known = phrases(name)
    return next((length for length in range(min(len(words), _longest(name)), 0, -1) if words[:length] in known), 0)


def holds(words: Words, name: str) -> bool:
    """Say whether a phrase of a list stands anywhere in a line; a long line is text, whatever it holds."""
    if len(words) > _WORDS_OF_A_LINE:
        return False
    known, longest = phrases(name), _longest(name)
    return any(
        words[start : start + length] in known
        for start in range(len(words))
        for length in range(1, min(longest, len(words) - start) + 1)
    )


def names_a_site(words: Words) -> bool:
    """Say whether a title is a site's or an office's name: it begins or ends with a word of such names."""
    if not 0 < len(words) <= _WORDS_OF_A_SITE:
        return False
    if any(word.endswith(_VERB_ENDINGS) for word in words):
        return False
    return words[-1] in single_words("site") or begins_with(words, "site_first") > 0


def class_name_parts(names: str) -> Collection[str]:
    """Return the parts of an element's class names and id, in small letters, and each whole name, also after "="."""
    parts: set[str] = set()
    for name in names.split():
        own = [part.lower() for part in _PART.findall(name)]
        if own and own[0] not in _NOT_OF_IT:
            parts.update(own)
            parts.add(name.lower())
            parts.add(f"={name.lower()}")
    return parts


@cache
def _longest(name: str) -> int:
    return max(map(len, phrases(name)))


@cache
def _table() -> dict[str, Sequence[str]]:
    table: dict[str, Sequence[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return table
