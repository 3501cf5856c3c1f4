"""The phrase matcher finds the stems of a table, phrases of one or more words, in running text of any form and script.

A token matches a stem's word by its lemma, or by its key where what follows the stem is an ending or a derivation: so
`diplomat` reaches `diplomatiya` and `hokimli` reaches `hokimligi`, but `olim` not `olimpiada`, `elektr` not `elektron`
and `konsul` not `konsultatsiya`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from search.analysis.analyzer import Analyzer
from search.uzbek import words

_SHORTEST: Final = 4  # letters of a stem's word that may match by its key; a shorter one begins too many other words
_ENDING: Final = re.compile(
    "(?:lar|ning|ni|ga|gi|da|dan|si|i|im"  # inflection
    "|lik|lig|li|chi|siz|xona|kor|viy|iy|lash|lan|ish"  # derivation
    "|iya|ik|ika|us|al|iz).*".replace("sh", "ş").replace("ch", "ç")  # words that came with both endings
)
_SENTENCE_END: Final = re.compile(r"[.!?…;:\n]")

Phrase = tuple[str, ...]  # a stem as the keys of its words
_CACHED: Final = 1 << 16  # words whose stems are kept: many more than one release has


@dataclass(frozen=True, slots=True)
class TextToken:
    """A token of a text: its key, whether it begins with a capital, and what stands before it."""

    key: str
    capital: bool
    after_comma: bool
    after_end: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A stem found in a text: what it names, the number of its first token, and the stem."""

    name: str
    position: int
    stem: Phrase


class PhraseMatcher:
    """Finds stems in texts; they are given by what they name."""

    def __init__(self, stems: Mapping[str, Iterable[str]], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        by_first: dict[str, list[tuple[str, Phrase]]] = {}
        for name, texts in stems.items():
            for text in texts:
                if stem := tuple(token.key for token in tokenize(text, analyzer)):
                    by_first.setdefault(stem[0], []).append((name, stem))
        self._by_first = {first: tuple(rows) for first, rows in by_first.items()}
        self._first_words = lru_cache(_CACHED)(self._find_first_words)

    def matches(self, tokens: list[TextToken]) -> Iterator[Match]:
        """Give the matches; of overlapping stems with one name only the longest at its first position."""
        taken: dict[str, int] = {}
        for position in range(len(tokens)):
            best: dict[str, Phrase] = {}
            for name, stem in self._at(tokens, position):
                if len(stem) > len(best.get(name, ())) and taken.get(name, 0) <= position:
                    best[name] = stem
            for name, stem in best.items():
                taken[name] = position + len(stem)
                yield Match(name, position, stem)

    def longest(self, tokens: list[TextToken]) -> Iterator[Match]:
        """Give the matches, at one position only the longest stem, whatever it names; none overlaps another."""
        position = 0
        while position < len(tokens):
            name, stem = max(self._at(tokens, position), key=lambda row: len(row[1]), default=("", ()))
            if stem:
                yield Match(name, position, stem)
            position += len(stem) or 1

    def _at(self, tokens: list[TextToken], position: int) -> Iterator[tuple[str, Phrase]]:
        for first in self._first_words(tokens[position].key):
            for name, stem in self._by_first[first]:
                if _matches_at(stem, tokens, position, self._analyzer):
                    yield name, stem

    def _find_first_words(self, word: str) -> tuple[str, ...]:
        """Return the first words of stems that a word, by its key, may be."""
        beginnings = (word[:end] for end in range(_SHORTEST, len(word)))
        candidates = dict.fromkeys((word, *self._analyzer.lemmas(word), *beginnings))
        return tuple(first for first in candidates if first in self._by_first and _is_form(first, word, self._analyzer))


def tokenize(text: str, analyzer: Analyzer) -> list[TextToken]:
    """Return the tokens of a text, of a compound its parts and not the whole."""
    tokens = [token for token in words(text) if not token.joined]
    between = ["", *(text[before.end : after.start] for before, after in pairwise(tokens))]
    return [
        TextToken(analyzer.key(token.text), token.text[0].isupper(), "," in gap, bool(_SENTENCE_END.search(gap)))
        for token, gap in zip(tokens, between, strict=bool(tokens))
    ]


def _matches_at(stem: Phrase, tokens: list[TextToken], position: int, analyzer: Analyzer) -> bool:
    return len(tokens) - position >= len(stem) and all(
        _is_form(part, tokens[position + offset].key, analyzer) and not (offset and tokens[position + offset].after_end)
        for offset, part in enumerate(stem)
    )


@lru_cache(_CACHED)
def _is_form(part: str, word: str, analyzer: Analyzer) -> bool:
    """Say whether a word, by its key, is an inflected form or a derivation of a stem's word."""
    if part == word or part in analyzer.lemmas(word):
        return True
    return len(part) >= _SHORTEST and word.startswith(part) and bool(_ENDING.fullmatch(word, len(part)))
