"""The safe spelling folds: doubles of one word that an index may join without joining two words."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from search.uzbek import data_files
from search.uzbek.letters import TUTUQ

_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile("ts(?=i[yo])"), "s"),  # konstitutsiya, konstitusiya
    (re.compile("lya(?=si[yo])"), "la"),  # izolyatsiya, izolatsiya
    (re.compile("yev"), "ev"),  # Mirziyoyev, Mirziyoev
    (re.compile("oye"), "oe"),
    (re.compile("tyabr"), "tabr"),  # oktyabr, oktabr
    (re.compile("ö" + TUTUQ), "ö"),  # moʻʼjiza, moʻjiza
)
_ANY_RULE: Final = re.compile("|".join(rule.pattern for rule, _ in _RULES))
_IN_ANY_RULE: Final = ("ya", "ye", "ts", "ö" + TUTUQ)  # every rule has one of them: looked for first, much faster
_SHORTEST: Final = 3
_LETTERS: Final = re.compile("[^\\W\\d_]+(?:ʼ[^\\W\\d_]+)*")


def folded(word: str) -> str:
    """Return the one spelling of a word written in the one-letter alphabet."""
    while True:
        again = _ruled(_respelled(word) if word.isalpha() else _LETTERS.sub(_respelled_part, word))
        if again == word:
            return word
        word = again


def _ruled(word: str) -> str:
    ya, ye, ts, marked = _IN_ANY_RULE
    if (ya in word or ye in word or ts in word or marked in word) and _ANY_RULE.search(word):
        for rule, new in _RULES:
            word = rule.sub(new, word)
    return word


def _respelled_part(match: re.Match[str]) -> str:
    return _respelled(match[0])


def _respelled(word: str) -> str:
    variants, longest, beginnings = _variants()
    if word[:_SHORTEST] not in beginnings:
        return word
    for end in range(min(len(word), longest), _SHORTEST - 1, -1):
        if new := variants.get(word[:end]):
            return new + word[end:]
    return word


@cache
def _variants() -> tuple[Mapping[str, str], int, frozenset[str]]:
    pairs = {_ruled(variant): _ruled(chosen) for variant, chosen in data_files.rows("spellings.txt")}
    pairs = {variant: chosen for variant, chosen in pairs.items() if variant != chosen}
    return pairs, max(map(len, pairs)), frozenset(variant[:_SHORTEST] for variant in pairs)
