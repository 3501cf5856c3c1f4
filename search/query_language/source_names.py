"""Source names: which words of a query name an office whose releases a generation holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final

from search.foreign import stem, stems_of_base
from search.uzbek import words

Sense = tuple[str, ...]  # the first lemma of each word, without apostrophes
Aliases = Mapping[str, tuple[str, ...]]  # the name of an office that is shown → its other names

_BEFORE: Final = ("", "Oʻzbekiston Respublikasi ")  # what stands around a name where an office writes it in full
_BEHIND: Final = ("", " matbuot xizmati", " axborot xizmati")
# the same in Russian and English
_STATE: Final = ("", " Республика Узбекистан", " Узбекистан", " of the Republic of Uzbekistan", " of Uzbekistan")
_HOKIMLIK: Final = "hokimlik"
_AREAS: Final = frozenset({"tuman", "viloyat", "shahar"})  # left out when people name the office of one


class SourceNames:
    """What the sources of one generation are called, in any form, script and order of words.

    `labels` are value → label of the facet `source`, `aliases` the site's table, `sense_of` reads a name as an analyzer
    does; a Russian or English one is known by its stems as well. A name that several offices have stands for all.
    """

    def __init__(self, labels: Mapping[str, str], aliases: Aliases, sense_of: Callable[[str], Sense]) -> None:
        self._by_sense: dict[Sense, list[str]] = {}
        self._by_stems: dict[Sense, list[str]] = {}
        self._first_stem: dict[str, str] = {}  # of a word's stems: the one that stands for all of them
        self._sense_of = sense_of
        around = [tuple(map(sense_of, pair)) for pair in product(_BEFORE, _BEHIND)]
        for value, label in labels.items():
            for name in (label, *aliases.get(label, ())):
                for short in _shortened(sense_of(name)):
                    for before, behind in around:
                        if any(map(str.isalpha, "".join(sense := (*before, *short, *behind)))):
                            _add(self._by_sense, value, sense)
                for state in _STATE:
                    if stems := self._foreign_sense(name + state):
                        _add(self._by_stems, value, stems)
        self.longest: Final = max(map(len, (*self._by_sense, *self._by_stems)), default=0)

    def named_by(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the values that words name together, those of the alphabet's order first."""
        by_sense = self._by_sense.get(tuple(sorted(self._sense_of(" ".join(texts)))), ())
        return tuple(by_sense or self._by_stems.get(tuple(sorted(map(self._stem, texts))), ()))

    def _stem(self, text: str) -> str:
        return self._first_stem.get(stem(text), stem(text))

    def _foreign_sense(self, name: str) -> Sense:
        """Return the stems of a name of Russian or English words, nothing for another one."""
        texts = [token.text for token in words(name) if not token.joined]
        if not all(map(stem, texts)):
            return ()
        for text in texts:
            for other in stems_of_base(text):
                self._first_stem.setdefault(other, self._stem(text))
        return tuple(map(self._stem, texts))


def _add(known: dict[Sense, list[str]], value: str, sense: Sense) -> None:
    values = known.setdefault(tuple(sorted(sense)), [])
    if value not in values:
        values.append(value)


def _shortened(sense: Sense) -> Iterator[Sense]:
    """Yield a name, and that of a hokimlik without the kind of its area: Boysun hokimligi."""
    yield sense
    if _HOKIMLIK in sense and len(short := tuple(word for word in sense if word not in _AREAS)) > 1 and short != sense:
        yield short
