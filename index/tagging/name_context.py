"""Name context: whether the words around a place's name say that a person, a street or nothing of the place is meant.

"A.Navoiy", "Hazrat Navoiy" and "al-Xorazmiy" are persons, "Guliston mahallasi" and "Toshkent koʻchasi" are anywhere,
and "korrupsiyaga qarshi" is a common word.
"""

from typing import Final

from index.tagging.phrase_matcher import Match
from search.analysis.text_tokens import TextTokens
from search.uzbek import key


def _keys(*words: str) -> tuple[str, ...]:
    return tuple(map(key, words))


_HEADS: Final = _keys("viloyat", "shahar", "shahri", "tuman")  # they make a name that of a place, whatever precedes it
_HONOURS: Final = frozenset(_keys("hazrat", "hazrati", "imom", "amir", "mir", "shayx", "mavlono", "shoir", "alloma"))
_ARTICLES: Final = frozenset(_keys("al", "at", "as", "ash", "an", "ar", "az", "ad"))  # Arabic, before a surname
_BEFORE_PERSONS: Final = _HONOURS | _ARTICLES
_SURNAME: Final = key("iy")  # Termiziy, Xorazmiy: who came from there
_NAMED: Final = frozenset(_keys("nomidagi", "nomli", "nomida"))
_LOCAL: Final = _keys("koʻchasi", "mahallasi", "MFY", "QFY", "OFY", "xiyoboni", "bogʻi", "qishlogʻi")
_LOCAL_PHRASES: Final = frozenset(
    (key(first), key(second)) for first, second in (("shoh", "koʻchasi"), ("tor", "koʻchasi"), ("mahalla", "fuqarolar"))
)
_POETS: Final = _keys(
    "Bobur", "Lutfiy", "Jomiy", "Nizomiy", "Fuzuliy", "Ogahiy", "Muqimiy", "Mashrab", "Yassaviy", "Qodiriy"
)  # fmt: skip
_POET: Final = _keys("Navoiy")  # a stem that is the name of a poet as well
_JOINING: Final = frozenset(_keys("va", "hamda", "bilan"))
_COMMON: Final = _keys("qarshi")  # a stem that is a common word as well
_CASES: Final = frozenset(_keys("da", "dan", "dagi", "ga", "gacha", "ning", "ni"))
_DATIVES: Final = _keys("ga", "ka", "qa")
_TOWN_FOLLOWERS: Final = frozenset(_keys("davlat", "shahar", "va", "hamda"))


def points_to_place(match: Match, tokens: TextTokens) -> bool:
    """Say whether a stem of a place, found with a capital letter, means the place."""
    after = match.position + len(match.stem)
    if match.stem[-1].startswith(_HEADS) or (after < len(tokens) and tokens.key(after).startswith(_HEADS)):
        return True
    if match.stem == _COMMON and not _is_town(match, tokens):
        return False
    return not (_is_person(match, tokens) or _is_local_name(tokens, after))


def _is_person(match: Match, tokens: TextTokens) -> bool:
    """Say whether an initial, a title of honour, an article or the name's own ending tells a person."""
    at, last = match.position, match.position + len(match.stem) - 1
    if tokens.key(last).removeprefix(match.stem[-1]).startswith(_SURNAME):
        return True
    if at:
        name, before = tokens[at], tokens[at - 1]
        if len(before.key) == 1 and before.capital and before.key.isalpha() and name.after_end:
            return True
        if before.key in _BEFORE_PERSONS and not (name.after_end or name.after_comma):
            return True
    return match.stem == _POET and _is_beside_poet(tokens, at)


def _is_beside_poet(tokens: TextTokens, at: int) -> bool:
    """Say whether a name is joined with a poet's: "Navoiy va Bobur", "Lutfiy, Navoiy"."""
    for step in (-1, 1):
        other = at + step
        if 0 <= other < len(tokens) and tokens.key(other) in _JOINING:
            other += step
        elif not (0 <= other < len(tokens) and tokens[max(at, other)].after_comma):
            continue
        if 0 <= other < len(tokens) and tokens.key(other).startswith(_POETS) and tokens[other].capital:
            return True
    return False


def _is_local_name(tokens: TextTokens, after: int) -> bool:
    """Say whether what follows names a street, a quarter or an institution after the place."""
    if after >= len(tokens) or tokens[after].after_end or tokens[after].after_comma:
        return False
    follower = tokens.key(after)
    if follower in _NAMED or follower.startswith(_LOCAL):
        return True
    return after + 1 < len(tokens) and any(
        follower == first and tokens.key(after + 1).startswith(second) for first, second in _LOCAL_PHRASES
    )


def _is_town(match: Match, tokens: TextTokens) -> bool:
    """Say whether a stem that is a common word too is a town: "Qarshida", "Qarshi, Buxoro", "yurtdoshlar Qarshi"."""
    at, after = match.position, match.position + len(match.stem)
    if tokens.key(at).removeprefix(match.stem[0]) in _CASES:
        return True
    if tokens.key(at) != match.stem[0]:
        return False
    if at and not tokens[at].after_end and tokens.key(at - 1).endswith(_DATIVES) and not tokens[at].after_comma:
        return False
    if at and not tokens[at].after_end:
        return True
    return after < len(tokens) and (tokens.key(after) in _TOWN_FOLLOWERS or tokens[after].after_comma)
