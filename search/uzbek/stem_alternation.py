"""The stem before its ending: what a stem may have been before the ending changed it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from search.uzbek import data_files
from search.uzbek.letters import VOWELS
from search.uzbek.suffix_automaton import NOUN

# What a change costs, in the unit of suffixes.txt (an ordinary ending costs 1): enough to decide between equals only.
_SOFTENED_COST: Final = 0.05  # vazirlig-i: the regular case
_FULL_COST: Final = -0.1  # şahr-i: listed in dropped.txt, so surer than the stem as it stands
_RARER_COST: Final = 0.1  # toq-qa, öquv-çi: rarer than a stem that merely ends so

_SOFTENED: Final = {"g": "k", "ğ": "q"}
_HARDENED: Final = {"k": "g", "q": "ğ"}
# The last letter of a stem that may have been changed, and the first of the endings after it.
NOUN_MEETINGS: Final = frozenset(("kk", "qq", *(last + vowel for last in _SOFTENED for vowel in VOWELS)))
VERB_MEETINGS: Final = frozenset(("kk", "qq", "ov", "uv"))


def stems(surface: str, endings: str, kind: str) -> Sequence[tuple[str, float]]:
    """Return the stems that may stand before `endings` in the shape `surface`, each with what the change costs."""
    candidates = [(surface, 0.0)]
    if not endings or len(surface) < 2:
        return candidates
    last = surface[-1]
    if kind == NOUN and endings[0] in VOWELS:
        if last in _SOFTENED:
            candidates.append((surface[:-1] + _SOFTENED[last], _SOFTENED_COST))
        if full := dropped().get(surface):
            candidates.append((full, _FULL_COST))
    if last in _HARDENED and endings[0] == last:
        candidates.append((surface[:-1] + _HARDENED[last], _RARER_COST))  # toqqa, tekkan
    if kind != NOUN and endings[0] == "v":
        if last == "o":
            candidates.append((surface[:-1] + "a", _RARER_COST))  # işlovçi
        elif last == "u":
            candidates.append((surface[:-1] + "i", _RARER_COST))  # öquvçi
    return candidates


@cache
def dropped() -> Mapping[str, str]:
    """Return the nouns that lose a vowel before one, by the shape they then have: şahar by şahr."""
    return {short: full for full, short in data_files.rows("dropped.txt")}
