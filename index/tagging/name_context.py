"""The context of a name: whether the words around a place's name say that something else, or more, is meant.

All are predicates over the tokens of a text and where the name stands in it, from `start` up to `end`.
"""

from typing import Final

from search.analysis.text_tokens import TextTokens
from search.uzbek import key

# Before the name of a person: titles of honour, and the article of Arabic names (al-Xorazmiy, at-Termiziy)
_HONOURS: Final = frozenset(
    map(key, ("hazrat", "hazrati", "imom", "mir", "shayx", "xoja", "mavlono", "abu", "ibn", "al", "at", "an", "as"))
)
# After the name of a person, or of a street or neighbourhood that has a place's name
_NAMED_AFTER: Final = tuple(map(key, ("nomidagi", "nomli", "nomini", "nomiga", "koʻchasi", "mahallasi", "MFY")))
_PROVINCE: Final = key("viloyat")
_PROVINCES: Final = key("viloyatlar")
_JOINING: Final = frozenset(map(key, ("va", "hamda")))
_LONGEST_LIST: Final = 24  # tokens from the first name of a list to its "viloyatlari"; there are fourteen regions


def names_another_thing(tokens: TextTokens, start: int, end: int) -> bool:
    """Say whether a name is a person's, a street's or a neighbourhood's: A.Navoiy, Navoiy nomidagi, Bobur mahallasi."""
    return _after_initial_or_honour(tokens, start) or _before_what_is_named(tokens, end)


def heads_list_of_provinces(tokens: TextTokens, end: int) -> bool:
    """Say whether a name is one of a list that ends in "viloyatlari": Toshkent va Samarqand viloyatlarida."""
    for token in tokens[end : end + _LONGEST_LIST]:
        if token.key.startswith(_PROVINCES):
            return True
        if token.after_end or not (token.capital or token.key in _JOINING):
            return False
    return False


def joins_its_province(tokens: TextTokens, end: int) -> bool:
    """Say whether a city's name goes on with its province: Toshkent shahri va viloyatida."""
    if len(tokens) < end + 2 or tokens[end].after_end or tokens[end + 1].after_end:
        return False
    head = tokens.keys[end + 1]
    return tokens.keys[end] in _JOINING and head.startswith(_PROVINCE) and not head.startswith(_PROVINCES)


def _after_initial_or_honour(tokens: TextTokens, start: int) -> bool:
    if start == 0:
        return False
    before = tokens[start - 1]
    if len(before.key) == 1 and before.key.isalpha() and before.capital:
        return True
    return before.key in _HONOURS and not tokens[start].after_end and not tokens[start].after_comma


def _before_what_is_named(tokens: TextTokens, end: int) -> bool:
    if end >= len(tokens) or tokens[end].after_end or tokens[end].after_comma:
        return False
    return tokens.keys[end].startswith(_NAMED_AFTER)
