"""Chunks: what stands between white space, analysed once and cached, because it nearly always means the same.

Why chunks are cached, and not words: a text of "Toshkent shahrida, kecha (5-mart) yig‘ilish boʻldi." is seven chunks,
and most chunks of a new text were met before: it is split at white space in C, the sentence's signs around each chunk
are stripped (shahrida, → shahrida; (5-mart) → 5-mart), and each is one look-up that gives tokens, keys, lemmas and
positions at once: some 2 µs a known chunk. To normalize and lemmatize a new one takes some 20 µs.

A text is not split inside a number of several groups (1 234,5). Only a quotation mark that looks like a letter's mark
can reach from one chunk into another: in ‘qogʻ dedi‘ a mark that is a letter by itself may close what another chunk
opened. A text where that may happen (see `independent`) is analysed as one chunk.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Final

import numpy as np

from search.uzbek import SIGNS, TokenizedText, is_one_word, tokenize
from search.uzbek.lemmatizer import Lemmatizer

_GROUPED: Final = re.compile(r"\d[ \u00a0\u2009\u202f]\d")
WHITE: Final = np.array([chr(code).isspace() for code in range(0x3002)], np.int8)  # none of Unicode's lies above
_CHUNK: Final = re.compile(r"\S+(?:(?<=\d)[ \u00a0\u2009\u202f](?=\d)\S+)*")


@dataclass(frozen=True, slots=True)
class AnalyzedToken:
    """A token of a text as the index knows it.

    `exact` is the key of the written form, `lemmas` the keys of its meanings (none for a joined compound that says no
    more than its parts). `start` and `end` are code points of the source; `position` counts tokens, a joined compound
    stands at its first part's position.
    """

    exact: str
    lemmas: tuple[str, ...]
    position: int
    start: int
    end: int
    joined: bool


@dataclass(slots=True, eq=False)
class WordChunk:
    """A chunk that is, as a whole, one token of one lemma; most are."""

    exact: str
    lemma: str
    position_count: ClassVar[int] = 1

    def tokens_at(self, position: int, start: int, end: int) -> list[AnalyzedToken]:
        """Return the token of the chunk where it stands in a text."""
        return [AnalyzedToken(self.exact, (self.lemma,), position, start, end, joined=False)]


@dataclass(slots=True, eq=False)
class Chunk:
    """Any other chunk (none, several or joined tokens): its tokens from its own beginning on.

    `position_count` says how many positions they take. Their keys and lemmas stand with their positions once more, as
    an index wants them. `opens_quotation` and `ends_in_letter_mark` are those of `search.uzbek.TokenizedText`.
    """

    tokens: tuple[AnalyzedToken, ...]
    position_count: int
    opens_quotation: bool
    ends_in_letter_mark: bool
    exact: tuple[str, ...]
    exact_positions: tuple[int, ...]
    lemmas: tuple[str, ...]
    lemma_positions: tuple[int, ...]

    def tokens_at(self, position: int, start: int, end: int) -> list[AnalyzedToken]:
        """Return the tokens of the chunk where it stands in a text."""
        return [
            AnalyzedToken(
                token.exact,
                token.lemmas,
                position + token.position,
                start + token.start,
                start + token.end,
                token.joined,
            )
            for token in self.tokens
        ]


def split(text: str) -> tuple[list[str], list[int]]:
    """Split a text: its chunks, and where what stands between white space begins, signs and all (code points)."""
    if _GROUPED.search(text):
        matches = [(match[0], match.start()) for match in _CHUNK.finditer(text)]
        return [written.strip(SIGNS) for written, _ in matches], [start for _, start in matches]
    return [written.strip(SIGNS) for written in text.split()], _starts(text)


def _starts(text: str) -> list[int]:
    """Return where every run between white space begins."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    white = WHITE.take(np.minimum(codes, len(WHITE) - 1))
    starts: list[int] = np.flatnonzero(np.diff(white, prepend=1) < 0).tolist()
    return starts


def chunk_at(text: str, start: int) -> tuple[str, int]:
    """Return the chunk of what begins at a place between white space, and where it begins without signs."""
    match = _CHUNK.match(text, start)
    written = match[0].lstrip(SIGNS) if match else ""
    return written.rstrip(SIGNS), (match.end() if match else start) - len(written)


def independent(chunks: Sequence[WordChunk | Chunk]) -> bool:
    """Whether the chunks of a text mean by themselves what they mean in it."""
    others = [chunk for chunk in chunks if isinstance(chunk, Chunk)]
    return not (any(chunk.ends_in_letter_mark for chunk in others) and any(chunk.opens_quotation for chunk in others))


def analyze_chunk(text: str, lemmatizer: Lemmatizer) -> WordChunk | Chunk:
    """Analyse a chunk."""
    if is_one_word(text):  # most are, and need no token
        exact, lemmas = lemmatizer.key_and_lemmas(text)
        if exact and len(lemmas) == 1:
            return _word_chunk(text, exact, lemmas[0])
    chunk = analyze_as_one(text, lemmatizer)
    if len(chunk.tokens) != 1 or chunk.position_count != 1 or chunk.ends_in_letter_mark or chunk.opens_quotation:
        return chunk
    (token,) = chunk.tokens
    if len(token.lemmas) != 1 or (token.start, token.end) != (0, len(text)):
        return chunk
    return _word_chunk(text, token.exact, token.lemmas[0])


def _word_chunk(text: str, exact: str, lemma: str) -> WordChunk:
    exact = text if text == exact else exact  # one string instead of two equal ones
    return WordChunk(exact, exact if exact == lemma else lemma)


def analyze_as_one(text: str, lemmatizer: Lemmatizer) -> Chunk:
    """Analyse a text as one chunk, white space and all."""
    tokenized = tokenize(text)
    tokens = _analyzed(tokenized, lemmatizer)
    return Chunk(
        tokens=tokens,
        position_count=tokenized.position_count,
        opens_quotation=tokenized.opens_quotation,
        ends_in_letter_mark=tokenized.ends_in_letter_mark,
        exact=tuple(token.exact for token in tokens),
        exact_positions=tuple(token.position for token in tokens),
        lemmas=tuple(lemma for token in tokens for lemma in token.lemmas),
        lemma_positions=tuple(token.position for token in tokens for _ in token.lemmas),
    )


def _analyzed(tokenized: TokenizedText, lemmatizer: Lemmatizer) -> tuple[AnalyzedToken, ...]:
    """Return the tokens in the order of their positions, a joined compound before its parts."""
    tokens = []
    for token in tokenized.tokens:
        exact, lemmas = lemmatizer.key_and_lemmas(token.text)
        if exact:
            tokens.append(AnalyzedToken(exact, lemmas, token.position, token.start, token.end, token.joined))
    tokens.sort(key=lambda token: (token.position, not token.joined))
    return tuple(_without_echo(tokens, at) if token.joined else token for at, token in enumerate(tokens))


def _without_echo(tokens: list[AnalyzedToken], at: int) -> AnalyzedToken:
    """Drop the lemmas that a part of a compound gives as well: 2022-yil is not a second yil."""
    joined = tokens[at]
    unsaid = set(joined.lemmas)
    for part in islice(tokens, at + 1, None):
        if part.start >= joined.end:
            break
        unsaid.difference_update(part.lemmas)
    lemmas = tuple(lemma for lemma in joined.lemmas if lemma in unsaid)
    return AnalyzedToken(joined.exact, lemmas, joined.position, joined.start, joined.end, joined=True)
