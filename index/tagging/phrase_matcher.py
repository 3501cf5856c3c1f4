"""Names and stems in running text: where a word, in whatever form and script, is one that a table lists.

A word matches a stem's word by its lemma, or by its key where what follows the stem is an ending or a derivation: so
`diplomat` reaches `diplomatiya` and `hokimli` reaches `hokimligi`, but `olim` not `olimpiada`, `elektr` not `elektron`
and `konsul` not `konsultatsiya`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from search.uzbek import key, lemmas, words

_SHORTEST: Final = 4  # letters of a stem's word that may match by its key and not by the lemma alone
_CONTINUED: Final = re.compile(
    "(?:lar|ning|ni|ga|gi|da|dan|si|i|im"  # inflection
    "|lik|lig|li|chi|siz|xona|kor|viy|iy|lash|lan|ish"  # derivation
    "|iya|ik|ika|us|al|iz).*".replace("sh", "ş").replace("ch", "ç")  # words that came with both endings
)
_SENTENCE_END: Final = re.compile(r"[.!?…;:\n]")

Pattern = tuple[str, ...]  # a stem as the keys of its words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its key, whether it begins with a capital, and what stands before it."""

    key: str
    capital: bool
    after_comma: bool
    after_end: bool


@dataclass(frozen=True, slots=True)
class Match:
    """What a stem names, where it stands (number of its first word) and the stem."""

    name: str
    place: int
    stem: Pattern


class Stems:
    """Stems by what they name, ready to be found."""

    def __init__(self, stems: Mapping[str, Iterable[str]]) -> None:
        found: dict[str, list[tuple[str, Pattern]]] = {}
        for name, phrases in stems.items():
            for phrase in phrases:
                if pattern := tuple(word.key for word in read_words(phrase)):
                    found.setdefault(pattern[0], []).append((name, pattern))
        self._by_first = {first: tuple(rows) for first, rows in found.items()}
        self._starts = lru_cache(1 << 16)(self._find_starts)

    def matches(self, text: list[Word]) -> Iterator[Match]:
        """Give what matches, of stems with one name at one place only the longest."""
        taken: dict[str, int] = {}
        for place in range(len(text)):
            best: dict[str, Pattern] = {}
            for name, stem in self._at(text, place):
                if len(stem) > len(best.get(name, ())) and taken.get(name, 0) <= place:
                    best[name] = stem
            for name, stem in best.items():
                taken[name] = place + len(stem)
                yield Match(name, place, stem)

    def longest(self, text: list[Word]) -> Iterator[Match]:
        """Give what matches, at one place only the longest stem, whatever it names; none overlaps another."""
        place = 0
        while place < len(text):
            name, stem = max(self._at(text, place), key=lambda own: len(own[1]), default=("", ()))
            if stem:
                yield Match(name, place, stem)
            place += len(stem) or 1

    def _at(self, text: list[Word], place: int) -> Iterator[tuple[str, Pattern]]:
        for first in self._starts(text[place].key):
            for name, stem in self._by_first[first]:
                if _stands(stem, text, place):
                    yield name, stem

    def _find_starts(self, word: str) -> tuple[str, ...]:
        """Return the first words of stems that a word, by its key, may be."""
        candidates = dict.fromkeys((word, *lemmas(word), *(word[:end] for end in range(_SHORTEST, len(word)))))
        return tuple(first for first in candidates if first in self._by_first and _is(first, word))


def read_words(text: str) -> list[Word]:
    """Return the words of a text."""
    tokens = [token for token in words(text) if not token.joined]
    between = ["", *(text[before.end : after.start] for before, after in pairwise(tokens))]
    return [
        Word(key(token.text), token.text[0].isupper(), "," in gap, bool(_SENTENCE_END.search(gap)))
        for token, gap in zip(tokens, between, strict=bool(tokens))
    ]


def _stands(stem: Pattern, text: list[Word], place: int) -> bool:
    return len(text) - place >= len(stem) and all(
        _is(part, text[place + offset].key) and not (offset and text[place + offset].after_end)
        for offset, part in enumerate(stem)
    )


@lru_cache(1 << 16)
def _is(part: str, word: str) -> bool:
    """Say whether a word, by its key, is an inflected form or a derivation of a stem's word."""
    if part == word or part in lemmas(word):
        return True
    return len(part) >= _SHORTEST and word.startswith(part) and bool(_CONTINUED.fullmatch(word, len(part)))
