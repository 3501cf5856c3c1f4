"""The analyzer: text to tokens, what the two indexed fields hold, and what a query looks for in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from operator import sub
from typing import Final, cast

from search.analysis.chunks import (
    AnalyzedToken,
    Chunk,
    WordChunk,
    analyze_as_one,
    analyze_chunk,
    chunk_at,
    independent,
    split,
)
from search.uzbek import explain
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import UserDictionary

__all__ = ["AnalyzedToken", "Analyzer", "FieldTerms", "WantedChunks"]

_CACHED: Final = 1 << 17  # chunks: most of those that a large corpus has more than once
_LONGEST_CACHED: Final = 64  # code points of a chunk: longer ones (addresses) are hardly ever met again


@dataclass(slots=True)
class FieldTerms:
    """The terms of a text as the two fields hold them: keys and lemmas, each with its position.

    `end` is the position after the last token. `starts` says for every position how many code points what stands there
    between white space begins after that of the position before (after the text's beginning, the first); it is None
    where a byte cannot say it, and where the chunks of the text are not independent.
    """

    exact: list[str]
    exact_positions: list[int]
    lemmas: list[str]
    lemma_positions: list[int]
    end: int
    starts: bytes | None


class WantedChunks(dict[WordChunk | Chunk, bool]):
    """Whether a chunk has any of some keys, lemmas and beginnings; found out once for each, over all texts it meets."""

    def __init__(self, exact: frozenset[str], lemmas: frozenset[str], prefixes: tuple[str, ...]) -> None:
        super().__init__()
        self._exact = exact
        self._lemmas = lemmas
        self._prefixes = prefixes

    def __missing__(self, chunk: WordChunk | Chunk) -> bool:
        if isinstance(chunk, WordChunk):
            exact: tuple[str, ...] = (chunk.exact,)
            lemmas: tuple[str, ...] = (chunk.lemma,)
        else:
            exact, lemmas = chunk.exact, chunk.lemmas
        has = self[chunk] = (
            not self._exact.isdisjoint(exact)
            or not self._lemmas.isdisjoint(lemmas)
            or (bool(self._prefixes) and any(key.startswith(self._prefixes) for key in exact))
        )
        return has


class Analyzer:
    """The analyzer of one site: the language, the site's user dictionary, and a cache of chunks.

    Made once for a site, a run or a worker process and handed to all that analyse: its caches are what makes it fast.
    Two of different dictionaries can live in one process. Safe to share between threads.
    """

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self.lemmatizer: Final = lemmatizer
        self.key: Final = lemmatizer.key
        self.lemmas: Final = lemmatizer.lemmas
        self._cached_chunk = lru_cache(maxsize=_CACHED)(partial(analyze_chunk, lemmatizer=lemmatizer))

    @property
    def user_dictionary(self) -> UserDictionary:
        """The site's own words; all that another process needs to make the same analyzer."""
        return self.lemmatizer.lexicon.user

    def why(self, word: str) -> tuple[str, ...]:
        """Return what gave a word its key and its lemmas, one step after another, each in a line."""
        return explain.steps(word, self.lemmatizer)

    def chunk(self, text: str) -> WordChunk | Chunk:
        """Return the analysis of a chunk, cached if it is not long."""
        if len(text) <= _LONGEST_CACHED:
            return self._cached_chunk(text)
        return analyze_chunk(text, self.lemmatizer)

    def analyze(self, text: str, wanted: "WantedChunks | None" = None) -> list[AnalyzedToken]:
        """Return the tokens of a text in the order of their positions, a joined compound before its parts.

        Those of chunks without any that is `wanted` may be left out, which is much faster.
        """
        texts, starts = split(text)
        chunks = self._chunks(texts)
        if not independent(chunks):
            return analyze_as_one(text, self.lemmatizer).tokens_at(0, 0, len(text))
        tokens: list[AnalyzedToken] = []
        position = 0
        for chunk, begin in zip(chunks, starts, strict=True):
            if wanted is None or wanted[chunk]:
                written, start = chunk_at(text, begin)
                tokens += chunk.tokens_at(position, start, start + len(written))
            position += chunk.position_count
        return tokens

    def field_terms(self, text: str, position: int = 0) -> FieldTerms:
        """Return what `analyze` finds, without offsets, from a position on; much faster."""
        texts, begins = split(text)
        chunks = self._chunks(texts)
        chunks_independent = independent(chunks)
        if not chunks_independent:
            chunks, begins = [analyze_as_one(text, self.lemmatizer)], [0]
        terms = FieldTerms([], [], [], [], position, None)
        starts: list[int] = []
        done = 0
        for at, chunk in [(at, chunk) for at, chunk in enumerate(chunks) if isinstance(chunk, Chunk)]:
            _add_words(terms, chunks[done:at])
            starts += begins[done:at]
            starts += begins[at : at + 1] * chunk.position_count
            terms.exact += chunk.exact
            terms.exact_positions += [terms.end + offset for offset in chunk.exact_positions]
            terms.lemmas += chunk.lemmas
            terms.lemma_positions += [terms.end + offset for offset in chunk.lemma_positions]
            terms.end += chunk.position_count
            done = at + 1
        _add_words(terms, chunks[done:])
        starts += begins[done:]
        terms.starts = _distances(starts) if chunks_independent else None
        return terms

    def _chunks(self, texts: Sequence[str]) -> list[WordChunk | Chunk]:
        return [*map(self._cached_chunk if max(map(len, texts), default=0) <= _LONGEST_CACHED else self.chunk, texts)]


def _add_words(terms: FieldTerms, chunks: Sequence[WordChunk | Chunk]) -> None:
    words = cast("Sequence[WordChunk]", chunks)  # those between two others
    positions = range(terms.end, terms.end + len(words))
    terms.exact += [word.exact for word in words]
    terms.exact_positions += positions
    terms.lemmas += [word.lemma for word in words]
    terms.lemma_positions += positions
    terms.end = positions.stop


def _distances(starts: list[int]) -> bytes | None:
    """Return how far each start is from the one before, None where a byte cannot say it."""
    try:
        return bytes(map(sub, starts, chain((0,), starts)))
    except ValueError:
        return None
