"""A batch of texts read once: the rows of their chunks, and what fields and taggers take from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from search.analysis.chunk_numbers import code_points
from search.analysis.chunk_table import (
    DIGIT_FIRST,
    DIGIT_LAST,
    ENDS_IN_LETTER_MARK,
    MIXED_SCRIPTS,
    OPENS_QUOTATION,
    TEXT_TOKENS,
    ChunkTable,
)
from search.analysis.chunks import WHITE
from search.analysis.text_tokens import AFTER_COMMA, AFTER_END, TextTokens
from search.array_types import Array, Ints, Mask
from search.ragged import any_in, before

_GROUP_SPACES: Final = np.array([ord(space) for space in " \u00a0\u2009\u202f"])  # within a number: 1 234,5


@dataclass(frozen=True, slots=True, eq=False)
class TextBatch:
    """Texts as rows of a chunk table.

    `chunks` are the rows of all texts, `bounds` (texts + 1) where each text's begin. `begins` says how many code points
    after its text's beginning a chunk stands, `broken` whether a line break stands before it. `whole` texts were
    analysed as one chunk, since what stands in one could change another (see `search.analysis.chunks`).
    """

    table: ChunkTable
    chunks: Ints
    bounds: Ints
    begins: Ints
    broken: Mask
    whole: Mask

    def mixes_scripts(self) -> Mask:
        """Say of each text whether a chunk of it has both Latin and Cyrillic letters."""
        return any_in(self.table.column("facts")[self.chunks] & MIXED_SCRIPTS > 0, self.bounds)

    def tokens(self) -> "TokenBatch":
        """Return the text tokens of all texts."""
        table, chunks = self.table, self.chunks
        counts, terms, values = table.taken(TEXT_TOKENS, chunks)
        bits = values.astype(np.uint8)
        signs_before = table.column("before")[chunks] | AFTER_END * self.broken.astype(np.uint8)
        signs_after = table.column("after")[chunks]
        texts = np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))
        with_tokens = np.flatnonzero(counts)
        previous, current = with_tokens[:-1], with_tokens[1:]
        follows = texts[previous] == texts[current]  # the first token of a text has nothing before it
        first = before(counts)
        for bit in (AFTER_COMMA, AFTER_END):
            seen = np.cumsum(signs_before & bit > 0)
            between = (signs_after[previous] & bit > 0) | (seen[current] > seen[previous])
            bits[first[current[follows & between]]] |= bit
        return TokenBatch(table, terms, bits, first[self.bounds])


@dataclass(frozen=True, slots=True, eq=False)
class TokenBatch:
    """The text tokens of a batch: numbers of the table's terms, bits, and where each text's begin (texts + 1)."""

    table: ChunkTable
    terms: Array
    bits: Array
    bounds: Ints

    def of(self, text: int) -> TextTokens:
        """Return the tokens of a text by its number."""
        start, end = self.bounds[text], self.bounds[text + 1]
        table = self.table
        return TextTokens(table.terms, table.lemmas_of, self.terms.data[start:end], self.bits[start:end].tobytes())


def read_texts(texts: Sequence[str], table: ChunkTable) -> TextBatch:
    """Read texts as rows of a table; the batch before must not be used any more, its rows may be forgotten."""
    table.make_room()
    return read_further(texts, table)


def read_further(texts: Sequence[str], table: ChunkTable) -> TextBatch:
    """Read texts as `read_texts` does, beside a batch that stays in use; for a few short ones."""
    text = "\n".join(texts)
    codes = code_points(text)
    white = WHITE.take(np.minimum(codes, len(WHITE) - 1))
    turns = np.diff(white, prepend=1, append=1)
    starts, ends = np.flatnonzero(turns < 0), np.flatnonzero(turns > 0)
    chunks = table.rows_at(text, codes, starts, ends)
    text_starts = before(np.fromiter((len(one) + 1 for one in texts), np.int64, len(texts)))
    bounds = np.searchsorted(starts, text_starts)
    broken = np.diff(np.cumsum(codes == ord("\n"))[starts], prepend=0) > 0
    begins = starts - np.repeat(text_starts[:-1], np.diff(bounds))

    kept = np.ones(len(chunks), bool)
    _join_numbers(text, codes, starts, chunks, kept, table)
    facts = table.column("facts")[chunks]
    whole = any_in(kept & (facts & ENDS_IN_LETTER_MARK > 0), bounds) & any_in(
        kept & (facts & OPENS_QUOTATION > 0), bounds
    )
    for number in np.flatnonzero(whole).tolist():
        first, last = bounds[number], bounds[number + 1]
        chunks[first] = table.row_of_whole(texts[number])
        begins[first] = 0
        kept[first] = True
        kept[first + 1 : last] = False
    if kept.all():
        return TextBatch(table, chunks, bounds, begins, broken, whole)
    return TextBatch(table, chunks[kept], before(kept)[bounds], begins[kept], broken[kept], whole)


def _join_numbers(text: str, codes: Array, starts: Ints, chunks: Ints, kept: Mask, table: ChunkTable) -> None:
    """Make one chunk of the groups of a number, as of 1 234,5; all but the first chunk are dropped."""
    if len(chunks) < 2:
        return
    facts = table.column("facts")[chunks]
    ends = starts + table.column("length")[chunks]
    joined = (facts[:-1] & DIGIT_LAST > 0) & (facts[1:] & DIGIT_FIRST > 0) & (starts[1:] == ends[:-1] + 1)
    groups = np.flatnonzero(joined)
    groups = groups[np.isin(codes[ends[groups]], _GROUP_SPACES)]
    numbers: list[tuple[int, str]] = []
    for run in np.split(groups, np.flatnonzero(np.diff(groups) > 1) + 1):
        if len(run):
            first, last = run[0], run[-1] + 1
            numbers.append((first, text[starts[first] : ends[last]]))
            kept[first + 1 : last + 1] = False
    if numbers:
        chunks[[first for first, _ in numbers]] = table.rows_of([number for _, number in numbers])
