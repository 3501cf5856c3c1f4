"""Source names: which words of a query name an office whose releases a generation holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Final

Sense = tuple[str, ...]  # the first lemma of each word, without apostrophes
Aliases = Mapping[str, tuple[str, ...]]  # the name of an office that is shown → its other names

_BEFORE: Final = ("", "Oʻzbekiston Respublikasi ")  # what stands around a name where an office writes it in full
_BEHIND: Final = ("", " matbuot xizmati", " axborot xizmati")
_HOKIMLIK: Final = "hokimlik"
_AREAS: Final = frozenset({"tuman", "viloyat", "shahar"})  # left out when people name the office of one


class SourceNames:
    """What the sources of one generation are called, in any form, script and order of words.

    `labels` are value → label of the facet `source`, `aliases` the site's table, `sense_of` reads a name as an analyzer
    does. A name that several offices have stands for all of them.
    """

    def __init__(self, labels: Mapping[str, str], aliases: Aliases, sense_of: Callable[[str], Sense]) -> None:
        self._by_sense: dict[Sense, list[str]] = {}
        around = [tuple(map(sense_of, pair)) for pair in product(_BEFORE, _BEHIND)]
        for value, label in labels.items():
            for name in (label, *aliases.get(label, ())):
                for short in _shortened(sense_of(name)):
                    for before, behind in around:
                        self._add(value, (*before, *short, *behind))
        self.longest: Final = max(map(len, self._by_sense), default=0)

    def _add(self, value: str, sense: Sense) -> None:
        if any(map(str.isalpha, "".join(sense))):
            known = self._by_sense.setdefault(tuple(sorted(sense)), [])
            if value not in known:
                known.append(value)

    def named_by(self, sense: Iterable[str]) -> tuple[str, ...]:
        """Return the values that words name together, those of the alphabet's order first."""
        return tuple(self._by_sense.get(tuple(sorted(sense)), ()))


def _shortened(sense: Sense) -> Iterator[Sense]:
    """Yield a name, and that of a hokimlik without the kind of its area: Boysun hokimligi."""
    yield sense
    if _HOKIMLIK in sense and len(short := tuple(word for word in sense if word not in _AREAS)) > 1 and short != sense:
        yield short
