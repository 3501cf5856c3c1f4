"""The stem before its ending: what a stem may have been before the ending changed it."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from search.uzbek import tables
from search.uzbek.automaton import NOUN
from search.uzbek.letters import VOWELS

_SOFTENED: Final = {"g": "k", "ğ": "q"}
_HARDENED: Final = {"k": "g", "q": "ğ"}


def stems(seen: str, rest: str, kind: str) -> Iterator[tuple[str, float]]:
    """Yield the stems that may stand before `rest` in the shape `seen`, each with what the change costs."""
    yield seen, 0.0
    if not rest or len(seen) < 2:
        return
    last = seen[-1]
    if kind == NOUN and rest[0] in VOWELS:
        if last in _SOFTENED:
            yield seen[:-1] + _SOFTENED[last], 0.05
        if full := _dropped().get(seen):
            yield full, -0.1
    if last in _HARDENED and rest[0] == last:
        yield seen[:-1] + _HARDENED[last], 0.1  # toqqa, tekkan
    if kind != NOUN and rest[0] == "v":
        if last == "o":
            yield seen[:-1] + "a", 0.1  # işlovçi
        elif last == "u":
            yield seen[:-1] + "i", 0.1  # öquvçi


@cache
def _dropped() -> Mapping[str, str]:
    """Return the shortened stems of the nouns that lose a vowel before one: şahr for şahar."""
    return {short: full for full, short in tables.rows("dropped.txt")}
