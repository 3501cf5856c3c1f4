"""Name completions: the offices, sectors, regions and countries that typed words may go on to name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from search.answer import Completion
from search.uzbek import skeleton, words

MOST: Final = 2  # names offered beside other completions
_SHORT: Final = 3  # letters: a longer word may have another ending than the name has


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name of a value: its words as keys without marks, the value, its label, and how many releases have it."""

    words: tuple[str, ...]
    facet: str
    value: str
    label: str
    count: int


class NameCompletions:
    """Completes names of facet values; made once a generation.

    `names` are (facet, value, label, count, all names) of the values that any release has; `key` is the analyzer's.
    """

    def __init__(self, names: Iterable[tuple[str, str, str, int, Sequence[str]]], key: Callable[[str], str]) -> None:
        self._key = key
        self._by_beginning: dict[str, list[_Entry]] = {}
        for facet, value, label, count, called in names:
            for name in dict.fromkeys(called):
                entry = _Entry(tuple(self._words(name)), facet, value, label, count)
                for beginning in {word[:2] for word in entry.words} | {word[:1] for word in entry.words}:
                    self._by_beginning.setdefault(beginning, []).append(entry)

    def _words(self, text: str) -> list[str]:
        return [skeleton(self._key(token.text)) for token in words(text) if not token.joined]

    def complete(self, typed: str) -> list[Completion]:
        """Return the names that have all the typed words, the last one as a beginning; most releases first."""
        *head, last = self._words(typed) or [""]
        if not last:
            return []
        found: dict[tuple[str, str], _Entry] = {}
        for entry in self._by_beginning.get(last[:2], ()):
            if _goes_on(entry.words, head, last):
                found.setdefault((entry.facet, entry.value), entry)
        ordered = sorted(found.values(), key=lambda entry: (-entry.count, entry.label))[:MOST]
        return [Completion(entry.label, entry.count, named=(entry.facet, entry.value)) for entry in ordered]


def _goes_on(name: Sequence[str], head: Sequence[str], last: str) -> bool:
    """Say whether a name has the words before the last, in any form, and another one that begins as the last."""
    left = list(name)
    for word in head:
        own = next((own for own in left if own == word or (len(word) > _SHORT and own.startswith(word[:-1]))), None)
        if own is None:
            return False
        left.remove(own)
    return any(own.startswith(last) for own in left)
