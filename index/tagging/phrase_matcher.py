"""The phrase matcher finds the stems of a table, phrases of one or more words, in running text of any form and script.

A token matches a stem's word by its lemma, or by its key where what follows the stem is an ending or a derivation: so
`diplomat` reaches `diplomatiya` and `hokimli` reaches `hokimligi`, but `olim` not `olimpiada`, `elektr` not `elektron`
and `konsul` not `konsultatsiya`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from search.analysis.analyzer import Analyzer
from search.analysis.text_batch import TokenBatch
from search.analysis.text_tokens import AFTER_END, TextTokens
from search.array_types import Array
from search.uzbek import words

_SHORTEST: Final = 4  # letters of a stem's word that may match by its key; a shorter one begins too many other words
_ENDING: Final = re.compile(
    "(?:lar|ning|ni|ga|gi|da|dan|si|i|im"  # inflection
    "|lik|lig|li|chi|siz|xona|kor|viy|iy|lash|lan|ish"  # derivation
    "|iya|ik|ika|us|al|iz).*".replace("sh", "ş").replace("ch", "ç")  # words that came with both endings
)

Phrase = tuple[str, ...]  # a stem as the keys of its words
_CACHED: Final = 1 << 16  # words whose stems are kept: many more than one release has
_UNKNOWN: Final = 0xFF  # of a term that was not looked at yet
_NO_TOKENS: Final = TextTokens((), lambda _: (), (), ())


@dataclass(frozen=True, slots=True)
class Match:
    """A stem found in a text: what it names, the number of its first token, and the stem."""

    name: str
    position: int
    stem: Phrase


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The tokens of a text, and those of them (`positions`, ascending) that may begin a stem: `marks` say whose.

    A mark is the sum of the bits of the matchers of whose stems the token's word may be the first.
    """

    tokens: TextTokens
    positions: list[int]
    marks: list[int]

    def beginnings(self, bit: int) -> list[int]:
        """Return the positions where a stem of the matcher of that bit may begin."""
        return [position for position, mark in zip(self.positions, self.marks, strict=True) if mark & bit]

    def part(self, start: int, end: int) -> "MarkedText":
        """Return the tokens from `start` up to `end` as a text of their own."""
        inside = [
            (position - start, mark)
            for position, mark in zip(self.positions, self.marks, strict=True)
            if start <= position < end
        ]
        return MarkedText(self.tokens[start:end], [at for at, _ in inside], [mark for _, mark in inside])


class PhraseMatcher:
    """Finds stems in texts; they are given by what they name. `bit` is its own among the matchers of one tagger."""

    def __init__(self, stems: Mapping[str, Iterable[str]], analyzer: Analyzer, bit: int) -> None:
        self.bit: Final = bit
        self._analyzer = analyzer
        by_first: dict[str, list[tuple[str, Phrase]]] = {}
        for name, texts in stems.items():
            for text in texts:
                if stem := phrase(text, analyzer):
                    by_first.setdefault(stem[0], []).append((name, stem))
        self._by_first = {first: tuple(rows) for first, rows in by_first.items()}
        self._stems_of = lru_cache(_CACHED)(self._find_stems)
        self._longest_first = lru_cache(_CACHED)(self._find_longest_first)

    @property
    def first_words(self) -> Collection[str]:
        """The first words of the stems, as keys."""
        return self._by_first.keys()

    def matches(self, text: MarkedText) -> Iterator[Match]:
        """Give the matches; of overlapping stems with one name only the longest at its first position."""
        taken: dict[str, int] = {}
        for position in text.beginnings(self.bit):
            best: dict[str, Phrase] = {}
            for name, stem in self._stems_of(text.tokens.key(position)):
                longer = len(stem) > len(best.get(name, ())) and taken.get(name, 0) <= position
                if longer and self._stands_at(position, stem, text.tokens):
                    best[name] = stem
            for name, stem in best.items():
                taken[name] = position + len(stem)
                yield Match(name, position, stem)

    def longest(self, text: MarkedText) -> Iterator[Match]:
        """Give the matches, at one position only the longest stem, whatever it names; none overlaps another."""
        end = 0  # of the match before
        for position in text.beginnings(self.bit):
            if position < end:
                continue
            for name, stem in self._longest_first(text.tokens.key(position)):
                if self._stands_at(position, stem, text.tokens):
                    yield Match(name, position, stem)
                    end = position + len(stem)
                    break

    def _stands_at(self, position: int, stem: Phrase, tokens: TextTokens) -> bool:
        """Say whether a stem, the first word of which stands at a position, stands there whole."""
        return len(stem) == 1 or _goes_on(stem, tokens, position)

    def _find_stems(self, word: str) -> tuple[tuple[str, Phrase], ...]:
        """Return the stems whose first word a word, by its key, may be, each after what it names."""
        return tuple(row for first in self._find_first_words(word) for row in self._by_first[first])

    def _find_longest_first(self, word: str) -> tuple[tuple[str, Phrase], ...]:
        return tuple(sorted(self._find_stems(word), key=lambda row: -len(row[1])))

    def _find_first_words(self, word: str) -> tuple[str, ...]:
        """Return the first words of stems that a word, by its key, may be."""
        beginnings = (word[:end] for end in range(_SHORTEST, len(word)))
        candidates = dict.fromkeys((word, *self._analyzer.lemmas(word), *beginnings))
        return tuple(first for first in candidates if first in self._by_first and _is_form(first, word, self._analyzer))


def phrase(text: str, analyzer: Analyzer) -> Phrase:
    """Return the keys of the words of a stem, those of a compound each by itself."""
    return tuple(analyzer.key(token.text) for token in words(text) if not token.joined)


class TokenMarker:
    """Marks the tokens of texts that may begin a stem of some matchers; each term is looked at once."""

    def __init__(self, matchers: Iterable[PhraseMatcher]) -> None:
        self._bits: dict[str, int] = {}  # by the first word of stems
        for matcher in matchers:
            for first in matcher.first_words:
                self._bits[first] = self._bits.get(first, 0) | matcher.bit
        self._beginnings = frozenset(first[:_SHORTEST] for first in self._bits if len(first) >= _SHORTEST)
        self._terms: list[str] = []
        self._marks = np.zeros(0, np.uint8)

    def mark(self, batch: TokenBatch) -> "MarkedBatch":
        """Return a batch of texts with its tokens marked."""
        table = batch.table
        if table.terms is not self._terms:  # another table, or one that was emptied
            self._terms, self._marks = table.terms, np.zeros(0, np.uint8)
        more = len(table.terms) - len(self._marks)
        self._marks = np.concatenate((self._marks, np.full(more, _UNKNOWN, np.uint8)))
        unknown = np.zeros(len(self._marks), bool)
        unknown[batch.terms] = True
        unknown &= self._marks == _UNKNOWN
        for term in np.flatnonzero(unknown).tolist():
            self._marks[term] = self._mark(table.terms[term], table.lemmas_of(term))
        marks = self._marks[batch.terms]
        places = np.flatnonzero(marks)
        return MarkedBatch(batch, places, marks[places], np.searchsorted(places, batch.bounds))

    def _mark(self, word: str, lemmas: tuple[str, ...]) -> int:
        """Return the bits of the matchers of whose stems a word may be the first, as `_is_form` says."""
        mark = self._bits.get(word, 0)
        for lemma in lemmas:
            mark |= self._bits.get(lemma, 0)
        if word[:_SHORTEST] in self._beginnings:
            for end in range(_SHORTEST, len(word)):
                if (bits := self._bits.get(word[:end])) and _ENDING.fullmatch(word, end):
                    mark |= bits
        return mark


@dataclass(frozen=True, slots=True, eq=False)
class MarkedBatch:
    """The tokens of a batch of texts, which of them are marked, and how (`bounds`: where those of each text begin)."""

    tokens: TokenBatch
    places: Array
    marks: Array
    bounds: Array

    def of(self, text: int) -> MarkedText:
        """Return a text by its number; without any token where none is marked."""
        start, end = self.bounds[text], self.bounds[text + 1]
        if start == end:
            return MarkedText(_NO_TOKENS, [], [])
        positions = self.places[start:end] - self.tokens.bounds[text]
        return MarkedText(self.tokens.of(text), positions.tolist(), self.marks[start:end].tolist())


def _goes_on(stem: Phrase, tokens: TextTokens, position: int) -> bool:
    """Say whether a stem of several words, the first of which stands at a position, goes on after it."""
    if len(tokens) - position < len(stem):
        return False
    for at, part in enumerate(stem[1:], position + 1):  # a loop costs half of what all() does
        if tokens.bits[at] & AFTER_END:
            return False
        word = tokens.key(at)
        if part != word and part not in tokens.lemmas(at) and not _is_derived(part, word):
            return False
    return True


def _is_form(part: str, word: str, analyzer: Analyzer) -> bool:
    """Say whether a word, by its key, is an inflected form or a derivation of a stem's word."""
    return part == word or part in analyzer.lemmas(word) or _is_derived(part, word)


def _is_derived(part: str, word: str) -> bool:
    """Say whether a word, by its key, is a stem's word with an ending or a derivation."""
    return len(part) >= _SHORTEST and word.startswith(part) and bool(_ENDING.fullmatch(word, len(part)))
