"""The chunk table: the distinct chunks of many texts, each analysed once and kept as numbers.

A text is then an array of row numbers: it is split at white space, each piece is one look-up, and everything after that
(terms, positions, tokens for the taggers) is taken from the rows by NumPy. A row is known by its chunk as it stands
between white space, signs and all (`shahrida,`), and has the terms of the bare chunk (`shahrida`), which is a row too.
"""

import re
from array import array
from collections.abc import Iterable
from typing import Final

import numpy as np

from search.analysis.analyzer import Analyzer
from search.analysis.chunks import SIGNS, Chunk, WordChunk, analyze_as_one, analyze_chunk
from search.analysis.text_tokens import CAPITAL, signs
from search.array_types import Array

ROWS: Final = 1 << 18  # rows, some 220 bytes each with their terms: those of some 30,000 releases
_LONGEST_KEPT: Final = 64  # code points of a chunk: longer ones (addresses) are hardly ever met again

_NOT_KNOWN: Final = 0xFFFFFFFF

# What is known of a row's chunk besides its terms, as bits
OPENS_QUOTATION: Final = 1  # as in search.uzbek.TokenizedText
ENDS_IN_LETTER_MARK: Final = 2
DIGIT_FIRST: Final = 4
DIGIT_LAST: Final = 8
MIXED_SCRIPTS: Final = 16  # Latin and Cyrillic letters stand in it

_LATIN: Final = re.compile("[A-Za-z]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")


class Ragged:
    """Runs of terms that rows have, each with a value: row after row, where its run begins and how long it is."""

    def __init__(self) -> None:
        self.starts = array("I")
        self.counts = array("I")
        self.terms = array("I", [0])  # no buffer is ever empty
        self.values = array("I", [0])

    def put(self, terms: Iterable[int], values: Iterable[int]) -> None:
        """Append the run of a row."""
        start = len(self.terms)
        self.terms.extend(terms)
        self.values.extend(values)
        self.starts.append(start)
        self.counts.append(len(self.terms) - start)

    def put_one(self, term: int, value: int) -> None:
        """Append the run of a row that has one term."""
        self.starts.append(len(self.terms))
        self.counts.append(1)
        self.terms.append(term)
        self.values.append(value)

    def put_again(self, row: int) -> None:
        """Append a row with the run of an earlier one."""
        self.starts.append(self.starts[row])
        self.counts.append(self.counts[row])


class _Numbers(dict[str, int]):
    """Chunks → numbers of their rows; one that is not there is analysed."""

    def __init__(self, table: "ChunkTable") -> None:
        super().__init__()
        self._table = table

    def __missing__(self, written: str) -> int:
        number = self._table.add(written)
        if len(written) <= _LONGEST_KEPT:
            self[written] = number
        return number


class _Terms(dict[str, int]):
    """Terms → numbers in the order of their first appearance."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class ChunkTable:
    """The chunk table of one analyzer; no thread may use it while another does.

    `numbers` gives the row of a chunk, and makes it; `terms` are those of both fields and of the text tokens, by
    number. A table that has more than `rows` rows is emptied by `make_room`.
    """

    def __init__(self, analyzer: Analyzer, rows: int = ROWS) -> None:
        self.analyzer = analyzer
        self._most = rows
        self._empty()

    def __len__(self) -> int:
        return len(self._facts)

    def make_room(self) -> bool:
        """Forget all rows when they are too many; say whether that was so: all numbers are then without meaning."""
        if len(self) <= self._most:
            return False
        self._empty()
        return True

    def _empty(self) -> None:
        self.numbers = _Numbers(self)
        self._terms = _Terms()
        self._positions = array("I")  # how many positions a row's tokens take
        self._lengths = array("I")  # code points
        self._facts = array("B")
        self._before = array("B")  # the signs before its first token, all of it where there is none
        self._after = array("B")  # the signs after its last token
        self.exact = Ragged()  # with each term, its position from that of the row on
        self.lemma = Ragged()
        self.tokens = Ragged()  # with each key, its bits as search.analysis.text_tokens has them
        self.terms: list[str] = []
        self._word_lemmas = array("I")  # by term: the term that is its one lemma, _NOT_KNOWN where no chunk told

    def lemmas_of(self, term: int) -> tuple[str, ...]:
        """Return the lemmas of a word whose key is that term."""
        lemma = self._word_lemmas[term]
        return self.analyzer.lemmas(self.terms[term]) if lemma == _NOT_KNOWN else (self.terms[lemma],)

    def add(self, written: str) -> int:
        """Analyse a chunk as it stands between white space; return the number of its new row."""
        bare = written.strip(SIGNS)
        if bare == written:
            return self._add(written, analyze_chunk(written, self.analyzer.lemmatizer))
        base = self.numbers[bare]
        at = written.find(bare) if bare else len(written)
        before, after = signs(written[:at]), signs(written[at + len(bare) :])
        tokens = self.tokens.counts[base]
        for ragged in (self.exact, self.lemma, self.tokens):
            ragged.put_again(base)
        marks = self._facts[base] & (OPENS_QUOTATION | ENDS_IN_LETTER_MARK)
        if tokens:
            return self._finish(
                written, self._positions[base], marks, before | self._before[base], after | self._after[base]
            )
        return self._finish(written, self._positions[base], marks, before | after | self._before[base], 0)

    def add_whole(self, text: str) -> int:
        """Analyse a text as one chunk, white space and all; return the number of its new row, which nobody looks up."""
        return self._add(text, analyze_as_one(text, self.analyzer.lemmatizer))

    def column(self, name: str) -> Array:
        """Return one number of every row: "positions", "lengths", "facts", "before" or "after"; a copy."""
        return np.array(getattr(self, f"_{name}"))

    def _add(self, text: str, chunk: WordChunk | Chunk) -> int:
        if isinstance(chunk, WordChunk):
            exact = self._term(chunk.exact)
            lemma = self._word_lemmas[exact] = self._term(chunk.lemma)
            self.exact.put_one(exact, 0)
            self.lemma.put_one(lemma, 0)
            self.tokens.put_one(exact, CAPITAL * text[0].isupper())
            return self._finish(text, 1, 0, 0, 0)
        self.exact.put(map(self._term, chunk.exact), chunk.exact_positions)
        self.lemma.put(map(self._term, chunk.lemmas), chunk.lemma_positions)
        words = [token for token in chunk.tokens if not token.joined]
        ends = [words[0].start if words else 0, *(word.end for word in words)]
        bits = [
            CAPITAL * text[word.start].isupper() | signs(text[end : word.start])
            for word, end in zip(words, ends, strict=False)
        ]
        self.tokens.put([self._term(word.exact) for word in words], bits)
        marks = OPENS_QUOTATION * chunk.opens_quotation | ENDS_IN_LETTER_MARK * chunk.ends_in_letter_mark
        if not words:
            return self._finish(text, chunk.position_count, marks, signs(text), 0)
        return self._finish(text, chunk.position_count, marks, signs(text[: words[0].start]), signs(text[ends[-1] :]))

    def _term(self, term: str) -> int:
        number = self._terms[term]
        if number == len(self.terms):
            self.terms.append(term)
            self._word_lemmas.append(_NOT_KNOWN)
        return number

    def _finish(self, written: str, positions: int, marks: int, before: int, after: int) -> int:
        facts = marks
        if written:
            facts |= DIGIT_FIRST * written[0].isdecimal() | DIGIT_LAST * written[-1].isdecimal()
            if not written.isascii() and _CYRILLIC.search(written) and _LATIN.search(written):
                facts |= MIXED_SCRIPTS
        self._positions.append(positions)
        self._lengths.append(len(written))
        self._before.append(before)
        self._after.append(after)
        self._facts.append(facts)
        return len(self._facts) - 1
