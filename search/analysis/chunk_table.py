"""The chunk table: the distinct chunks of many texts, each analysed once and kept as numbers.

A text is then an array of row numbers: it is split at white space, each piece is one look-up, and everything after that
(terms, positions, tokens for the taggers) is taken from the rows by NumPy. A row is known by its chunk as it stands
between white space, signs and all (`shahrida,`), and has the terms of the bare chunk (`shahrida`), which is a row too.
The new chunks of a batch become rows together, so that only their language is done one by one.
"""

import re
from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from search.analysis.analyzer import Analyzer
from search.analysis.chunk_numbers import ChunkNumbers, joined
from search.analysis.chunks import Chunk, WordChunk, analyze_as_one, analyze_chunk
from search.analysis.growing_arrays import GrowingArray, TermRuns
from search.analysis.text_tokens import CAPITAL, signs
from search.array_types import Array, Ints
from search.ragged import runs
from search.uzbek import SIGNS, is_one_word

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

# The runs of terms that a row has: of the two fields and of its text tokens
EXACT_TERMS: Final = "exact"
LEMMA_TERMS: Final = "lemma"
TEXT_TOKENS: Final = "token"
_RUNS: Final = (EXACT_TERMS, LEMMA_TERMS, TEXT_TOKENS)
_ROW: Final = np.dtype(
    [
        ("positions", np.uint32),  # how many positions its tokens take
        ("length", np.uint32),  # code points
        *((f"{run}_{of}", np.uint32) for run in _RUNS for of in ("start", "count")),
        ("facts", np.uint8),
        ("before", np.uint8),  # the signs before its first token, all of it where there is none
        ("after", np.uint8),  # the signs after its last token
    ],
    align=True,
)


class _Terms(dict[str, int]):
    """Terms → numbers in the order of their first appearance.

    `lemmas` has by term the term that is its one lemma, _NOT_KNOWN where no chunk told.
    """

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self.lemmas = array("I")

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self.written)
        self.written.append(term)
        self.lemmas.append(_NOT_KNOWN)
        return number


class _Signs(dict[str, int]):
    """What stands before or after a chunk → the bits of its signs."""

    def __missing__(self, between: str) -> int:
        bits = self[between] = signs(between)
        return bits


class _Other(NamedTuple):
    """The tokens of a chunk that is not one word of one lemma: terms and their values, run by run."""

    terms: tuple[Sequence[int], ...]
    values: tuple[Sequence[int], ...]
    positions: int
    facts: int
    before: int
    after: int


class ChunkTable:
    """The chunk table of one analyzer; no thread may use it while another does.

    `terms` are those of both fields and of the text tokens, by number. A table that has more than `rows` rows is
    emptied by `make_room`.
    """

    def __init__(self, analyzer: Analyzer, rows: int = ROWS) -> None:
        self.analyzer = analyzer
        self._most = rows
        self._signs = _Signs()
        self._empty()

    def __len__(self) -> int:
        return len(self._rows)

    def make_room(self) -> bool:
        """Forget all rows when they are too many; say whether that was so: all numbers are then without meaning."""
        if len(self) <= self._most:
            return False
        self._empty()
        return True

    def _empty(self) -> None:
        self._numbers = ChunkNumbers()
        self._terms = _Terms()
        self._rows = GrowingArray(_ROW)
        # with each term of a field its position from that of the row on, with each key of a token its bits as
        # search.analysis.text_tokens has them
        self._runs = {run: TermRuns() for run in _RUNS}

    @property
    def terms(self) -> list[str]:
        """The terms by number; the same list until the table is emptied."""
        return self._terms.written

    def lemmas_of(self, term: int) -> tuple[str, ...]:
        """Return the lemmas of a word whose key is that term."""
        lemma = self._terms.lemmas[term]
        return self.analyzer.lemmas(self.terms[term]) if lemma == _NOT_KNOWN else (self.terms[lemma],)

    def rows_at(self, text: str, codes: Array, starts: Ints, ends: Ints) -> Ints:
        """Return the numbers of the rows of the chunks of a text as they stand between white space; makes new ones.

        `codes` are the code points of the text; chunks stand from `starts` up to `ends`.
        """
        found = self._numbers.find(text, codes, starts, ends)
        unknown = np.flatnonzero(found < 0)
        if len(unknown):
            places = zip(starts[unknown].tolist(), ends[unknown].tolist(), strict=True)
            found[unknown] = self._new_rows([text[start:end] for start, end in places])
        return found

    def rows_of(self, written: Sequence[str]) -> Ints:
        """Return the numbers of the rows of chunks; makes those that are new."""
        return self.rows_at("".join(written), *joined(written))

    def row_of_whole(self, text: str) -> int:
        """Analyse a text as one chunk, white space and all; return the number of its new row, which nobody looks up."""
        number = len(self._rows)
        self._rows.extend(0, 1)
        self._put_others(np.array([number]), [text], [analyze_as_one(text, self.analyzer.lemmatizer)])
        return number

    def column(self, name: str) -> Array:
        """Return one number of every row: "positions", "length", "facts", "before" or "after"; not copied."""
        return self._rows.values[name]

    def taken(self, run: str, rows: Ints) -> tuple[Ints, Array, Array]:
        """Return the runs of some rows: how many terms each has, all their terms, and their values."""
        counts = self.column(f"{run}_count")[rows].astype(np.int64)
        at = runs(self.column(f"{run}_start")[rows], counts)
        return counts, self._runs[run].terms.values[at], self._runs[run].values.values[at]

    def _new_rows(self, written: Sequence[str]) -> list[int]:
        """Make rows of chunks that have none, one of equal chunks; return their numbers."""
        first = len(self._rows)
        kept: dict[str, int] = {}
        texts: list[str] = []
        numbers = []
        for text in written:
            number = kept.get(text)
            if number is None:
                number = first + len(texts)
                texts.append(text)
                if len(text) <= _LONGEST_KEPT:
                    kept[text] = number
            numbers.append(number)
        self._numbers.add(list(kept), np.fromiter(kept.values(), np.int64, len(kept)))
        self._rows.extend(0, len(texts))
        self._rows.values["length"][first:] = np.fromiter(map(len, texts), np.int64, len(texts))
        stripped = [text.strip(SIGNS) for text in texts]
        bare = [at for at, text in enumerate(texts) if text == stripped[at]]
        signed = [at for at, text in enumerate(texts) if text != stripped[at]]
        self._analyse([texts[at] for at in bare], np.array(bare, np.int64) + first)
        if signed:  # they have the terms of the bare ones
            bases = self.rows_of([stripped[at] for at in signed])
            self._copy([texts[at] for at in signed], np.array(signed, np.int64) + first, bases)
        return numbers

    def _analyse(self, texts: Sequence[str], numbers: Ints) -> None:
        """Make the rows of bare chunks."""
        lemmatizer = self.analyzer.lemmatizer
        terms, lemmas = self._terms, self._terms.lemmas
        words: list[int] = []  # places in `texts`
        word_terms: list[int] = []
        word_lemmas: list[int] = []
        others: list[int] = []
        for place, text in enumerate(texts):
            if len(text) > _LONGEST_KEPT or not is_one_word(text) or not (key := lemmatizer.uncached_key(text)):
                others.append(place)
                continue
            term = terms[text if text == key else key]  # one string instead of two equal ones
            lemma = lemmas[term]
            if lemma == _NOT_KNOWN:
                found = lemmatizer.uncached_lemmas(key)
                if len(found) != 1:
                    others.append(place)
                    continue
                lemma = lemmas[term] = terms[found[0]]
            words.append(place)
            word_terms.append(term)
            word_lemmas.append(lemma)
        self._put_words(numbers[words], [texts[place] for place in words], word_terms, word_lemmas)
        chunks = [analyze_chunk(texts[place], lemmatizer) for place in others]
        self._put_others(numbers[others], [texts[place] for place in others], chunks)

    def _put_words(self, numbers: Ints, texts: Sequence[str], terms: Sequence[int], lemmas: Sequence[int]) -> None:
        """Fill the rows of chunks that are one word of one lemma, letters and marks only."""
        rows = np.zeros(len(texts), _ROW)
        rows["positions"] = 1
        rows["length"] = self.column("length")[numbers]
        rows["facts"] = [0 if text.isascii() else _mixed_scripts(text) for text in texts]
        self._runs[EXACT_TERMS].put(rows, EXACT_TERMS, np.ones(len(texts), np.int64), terms, 0)
        self._runs[LEMMA_TERMS].put(rows, LEMMA_TERMS, np.ones(len(texts), np.int64), lemmas, 0)
        capitals = CAPITAL * np.array([text[0].isupper() for text in texts], np.uint32)
        self._runs[TEXT_TOKENS].put(rows, TEXT_TOKENS, np.ones(len(texts), np.int64), terms, capitals)
        self._rows.values[numbers] = rows

    def _put_others(self, numbers: Ints, texts: Sequence[str], chunks: Sequence[WordChunk | Chunk]) -> None:
        """Fill the rows of all other bare chunks."""
        others = [self._other(text, chunk) for text, chunk in zip(texts, chunks, strict=True)]
        rows = np.zeros(len(others), _ROW)
        rows["length"] = [*map(len, texts)]
        rows["positions"] = [other.positions for other in others]
        rows["facts"] = [other.facts for other in others]
        rows["before"] = [other.before for other in others]
        rows["after"] = [other.after for other in others]
        for at, run in enumerate(_RUNS):
            counts = np.array([len(other.terms[at]) for other in others], np.int64)
            terms = [term for other in others for term in other.terms[at]]
            values = [value for other in others for value in other.values[at]]
            self._runs[run].put(rows, run, counts, terms, values)
        self._rows.values[numbers] = rows

    def _other(self, text: str, chunk: WordChunk | Chunk) -> _Other:
        terms = self._terms
        facts = _mixed_scripts(text)
        if text:
            facts |= DIGIT_FIRST * text[0].isdecimal() | DIGIT_LAST * text[-1].isdecimal()
        if isinstance(chunk, WordChunk):
            exact, lemma = terms[chunk.exact], terms[chunk.lemma]
            if len(text) <= _LONGEST_KEPT:
                terms.lemmas[exact] = lemma
            capital = CAPITAL * text[0].isupper()
            return _Other(((exact,), (lemma,), (exact,)), ((0,), (0,), (capital,)), 1, facts, 0, 0)
        facts |= OPENS_QUOTATION * chunk.opens_quotation | ENDS_IN_LETTER_MARK * chunk.ends_in_letter_mark
        words = [token for token in chunk.tokens if not token.joined]
        ends = [words[0].start if words else 0, *(word.end for word in words)]
        bits = [
            CAPITAL * text[word.start].isupper() | signs(text[end : word.start])
            for word, end in zip(words, ends, strict=False)
        ]
        return _Other(
            (
                [terms[term] for term in chunk.exact],
                [terms[term] for term in chunk.lemmas],
                [terms[word.exact] for word in words],
            ),
            (chunk.exact_positions, chunk.lemma_positions, bits),
            chunk.position_count,
            facts,
            signs(text[: words[0].start] if words else text),
            signs(text[ends[-1] :]) if words else 0,
        )

    def _copy(self, texts: Sequence[str], numbers: Ints, bases: Ints) -> None:
        """Fill the rows of chunks with signs around them, given the rows of the bare ones."""
        rows = self._rows.values[bases]
        leading = [text[: len(text) - len(text.lstrip(SIGNS))] for text in texts]
        trailing = [
            text[len(lead) + length :]
            for text, lead, length in zip(texts, leading, rows["length"].tolist(), strict=True)
        ]
        lead_bits = np.array([self._signs[lead] for lead in leading], np.uint8)
        trail_bits = np.array([self._signs[trail] for trail in trailing], np.uint8)
        with_tokens = rows["token_count"] > 0
        rows["before"] |= np.where(with_tokens, lead_bits, lead_bits | trail_bits)
        rows["after"] |= np.where(with_tokens, trail_bits, np.uint8(0))
        rows["facts"] &= ~np.where(np.array([*map(bool, leading)], bool), np.uint8(DIGIT_FIRST), np.uint8(0))
        rows["facts"] &= ~np.where(np.array([*map(bool, trailing)], bool), np.uint8(DIGIT_LAST), np.uint8(0))
        rows["length"] = self.column("length")[numbers]
        self._rows.values[numbers] = rows


def _mixed_scripts(text: str) -> int:
    return MIXED_SCRIPTS * bool(not text.isascii() and _CYRILLIC.search(text) and _LATIN.search(text))
