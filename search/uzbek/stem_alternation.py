"""The stem before its ending: what a stem may have been before the ending changed it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from search.uzbek import data_files
from search.uzbek.letters import VOWELS
from search.uzbek.suffix_automaton import NOUN, VERB

_SOFTENED: Final = {"g": "k", "ğ": "q"}
_HARDENED: Final = {"k": "g", "q": "ğ"}
_CHANGING: Final = {NOUN: frozenset("gğkq"), VERB: frozenset("kqou")}


def changed(seen: str, kind: str) -> bool:
    """Say whether a stem in the shape `seen` may have been changed by its ending."""
    return seen[-1] in _CHANGING[kind] or (kind == NOUN and seen in _dropped())


def stems(seen: str, rest: str, kind: str) -> Sequence[tuple[str, float]]:
    """Return the stems that may stand before `rest` in the shape `seen`, each with what the change costs."""
    found = [(seen, 0.0)]
    if not rest or len(seen) < 2:
        return found
    last = seen[-1]
    if kind == NOUN and rest[0] in VOWELS:
        if last in _SOFTENED:
            found.append((seen[:-1] + _SOFTENED[last], 0.05))
        if full := _dropped().get(seen):
            found.append((full, -0.1))
    if last in _HARDENED and rest[0] == last:
        found.append((seen[:-1] + _HARDENED[last], 0.1))  # toqqa, tekkan
    if kind != NOUN and rest[0] == "v":
        if last == "o":
            found.append((seen[:-1] + "a", 0.1))  # işlovçi
        elif last == "u":
            found.append((seen[:-1] + "i", 0.1))  # öquvçi
    return found


@cache
def _dropped() -> Mapping[str, str]:
    """Return the shortened stems of the nouns that lose a vowel before one: şahr for şahar."""
    return {short: full for full, short in data_files.rows("dropped.txt")}
