"""The boundaries of endings in a word: every place from which the automaton of endings reads the rest of it.

A word is read once, backwards, by the automaton of `suffix_automaton` reversed and made deterministic: few words leave
more than a handful of places to look for a stem before, and only there a lexicon need be asked.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from search.uzbek.suffix_automaton import NOUN, VERB, Step, automaton

_KINDS: Final = (NOUN, VERB)


class _Unread(NamedTuple):
    """An ending met from its end: what of it is still to be read, the letters it may follow, where it leads from."""

    left: str
    after: str
    state: str


class _Place(dict[str, "tuple[tuple[str, ...], _Place | None]"]):
    """A place in a word, by what may be read of it backwards: for the letter before, the kinds and the place there.

    The kinds are those whose endings begin here, after that letter; no place is left where nothing can be read on.
    Filled on demand with the letters that endings have or may follow, so that it stays a small table.
    """

    def __init__(self, unread: Iterable[_Unread]) -> None:
        super().__init__()
        self._unread: Final = tuple(unread)

    def __missing__(self, letter: str) -> tuple[tuple[str, ...], "_Place | None"]:
        begun = {item.state for item in self._unread if not item.left and (not item.after or letter in item.after)}
        unread = {item for item in self._unread if item.left} | {
            item for state in begun for item in _leading_to().get(state, ())
        }
        on = frozenset(item._replace(left=item.left[:-1]) for item in unread if item.left[-1] == letter)
        found = tuple(kind for kind in _KINDS if kind in begun), _place(on) if on else None
        if letter in _letters():
            self[letter] = found
        return found


def boundaries(word: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return where the endings of a word may begin, the latest first, each with the kinds whose endings they are.

    Places count code points; the first is the end of the word, the last is never its beginning. `cost` of what follows
    such a place is possible for these kinds, and for nothing else.
    """
    found = []
    place: _Place | None = _end()
    at = len(word)
    while place is not None and at:
        kinds, place = place[word[at - 1]]
        if kinds:
            found.append((at, kinds))
        at -= 1
    return found


@cache
def _place(unread: frozenset[_Unread]) -> _Place:
    """Return the one place of what may be read: there are as many as the endings make, not as there are words."""
    return _Place(unread)


@cache
def _end() -> _Place:
    _, finals = automaton()
    return _place(frozenset(_Unread("", "", state) for state in finals))


@cache
def _leading_to() -> dict[str, list[_Unread]]:
    """Return the endings by where they lead to."""
    leading: dict[str, list[_Unread]] = {}
    for (state, _), steps in automaton()[0].items():
        for step in steps:
            leading.setdefault(step.to, []).append(_Unread(step.ending, step.after, state))
    return leading


@cache
def _letters() -> frozenset[str]:
    steps: list[Step] = [step for row in automaton()[0].values() for step in row]
    return frozenset("".join(step.ending + step.after for step in steps))
