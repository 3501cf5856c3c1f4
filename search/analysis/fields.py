"""The fields that every engine indexes: written forms and lemmas of title and text, lemmas of the source's names.

A release that is not in Uzbek has no lemmas: the rules of Uzbek endings would take its words for others. An office is
called the same in any text, so its names have theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.analysis import token_offsets
from search.analysis.analyzer import Analyzer
from search.analysis.chunk_table import EXACT_TERMS, LEMMA_TERMS, ChunkTable
from search.analysis.text_batch import TextBatch, read_further
from search.array_types import Ints, Mask
from search.ragged import any_in, before, renumbered, runs
from search.ranking import TITLE_WEIGHT
from search.release import Release

Array = npt.NDArray[Any]

EXACT: Final = "exact"
LEMMA: Final = "lemma"
SOURCE: Final = "source"
_LARGEST_DISTANCE: Final = 255  # between two starts: more no byte can say
BODY_START: Final = 1000  # position of the text's first word: below it lies the title, and no phrase spans the gap


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """What one field holds of a release, in the order of positions: terms, where they stand, and what they weigh."""

    terms: list[str]
    positions: list[int]
    weights: Array


@dataclass(frozen=True, slots=True, eq=False)
class Indexed:
    """What an index holds of a release: its fields, and where its words begin (`search.analysis.token_offsets`)."""

    exact: Occurrences
    lemma: Occurrences
    source: Occurrences
    starts: bytes


def indexed(release: Release, analyzer: Analyzer) -> Indexed:
    """Return what an index holds of a release: title words stand at 0, 1, …, the text's from `body_start` on."""
    title = analyzer.field_terms(release.title)
    body = analyzer.field_terms(release.searched, body_start(title.end))
    source = analyzer.field_terms(source_names(release))
    return Indexed(
        _occurrences(title.exact, title.exact_positions, body.exact, body.exact_positions),
        _occurrences(title.lemmas, title.lemma_positions, body.lemmas, body.lemma_positions)
        if release.is_uzbek
        else _occurrences([], [], [], []),
        Occurrences(source.lemmas, source.lemma_positions, np.ones(len(source.lemmas), np.float32)),
        token_offsets.pack(title.starts, body.starts),
    )


def source_names(release: Release) -> str:
    """Return all that the source of a release is called, a name a line: as shown, as written, and its other names."""
    return "\n".join(dict.fromkeys(filter(None, (release.office, release.source, *release.office_names))))


def body_start(title_end: int) -> int:
    """Return the position of a text's first word, after a title of so many.

    A title of more than BODY_START words (none known) pushes the text on; its words from there on are found as text,
    not by `sarlavha:`.
    """
    return max(BODY_START, title_end + 1)


def _occurrences(
    title: list[str], title_positions: list[int], body: list[str], body_positions: list[int]
) -> Occurrences:
    weights = np.ones(len(title) + len(body), np.float32)
    weights[: len(title)] = TITLE_WEIGHT
    return Occurrences(title + body, title_positions + body_positions, weights)


@dataclass(frozen=True, slots=True, eq=False)
class IndexedField:
    """What one field holds of many releases, one after another, each in the order of positions.

    `terms` are numbers of the vocabulary, `counts` says how many tokens each release has.
    """

    vocabulary: list[str]
    terms: Array
    counts: Ints
    positions: Ints
    weights: Array


@dataclass(frozen=True, slots=True, eq=False)
class IndexedBatch:
    """What an index holds of many releases: as `Indexed`, and equal to it release by release."""

    exact: IndexedField
    lemma: IndexedField
    source: IndexedField
    starts: list[bytes]


def indexed_batch(texts: TextBatch, releases: Ints, sources: Sequence[str], uzbek: Mask) -> IndexedBatch:
    """Return what an index holds of some releases: texts 2n and 2n + 1 are the title and the body of release n.

    `sources` are the `source_names` of each of those releases, `uzbek` says which of them are in Uzbek.
    """
    table = texts.table
    pairs = np.stack((2 * releases, 2 * releases + 1), axis=1).ravel()
    first, sizes = texts.bounds[pairs], texts.bounds[pairs + 1] - texts.bounds[pairs]
    chosen = runs(first, sizes)
    chunks, bounds = texts.chunks[chosen], before(sizes)
    lengths = table.column("positions")[chunks].astype(np.int64)
    positions = before(lengths)  # of each chunk, counted through all texts
    text_positions = positions[bounds]
    title_ends = np.diff(text_positions)[::2]
    offsets = np.zeros(len(pairs), np.int64)
    offsets[1::2] = np.maximum(BODY_START, title_ends + 1)
    stands_at = positions[:-1] + np.repeat(offsets - text_positions[:-1], sizes)
    weights = np.ones(len(pairs), np.float32)
    weights[::2] = TITLE_WEIGHT
    lemma_chunks, lemma_bounds, lemmas_at = chunks, bounds, stands_at
    if not uzbek.all():
        own_sizes = np.where(np.repeat(uzbek, 2), sizes, 0)
        own = np.repeat(np.repeat(uzbek, 2), sizes)
        lemma_chunks, lemma_bounds, lemmas_at = chunks[own], before(own_sizes), stands_at[own]
    return IndexedBatch(
        _field_tokens(table, EXACT_TERMS, chunks, bounds, stands_at, weights),
        _field_tokens(table, LEMMA_TERMS, lemma_chunks, lemma_bounds, lemmas_at, weights),
        _source_tokens(sources, table),
        _packed_starts(np.repeat(texts.begins[chosen], lengths), text_positions, texts.whole[pairs]),
    )


def _source_tokens(sources: Sequence[str], table: ChunkTable) -> IndexedField:
    numbers = {names: number for number, names in enumerate(dict.fromkeys(sources))}
    texts = read_further(list(numbers), table)
    chosen = np.array([numbers[names] for names in sources], np.int64)
    sizes = np.diff(texts.bounds)[chosen]
    chunks, bounds = texts.chunks[runs(texts.bounds[chosen], sizes)], before(sizes)
    positions = before(table.column("positions")[chunks].astype(np.int64))
    stands_at = positions[:-1] - np.repeat(positions[bounds[:-1]], sizes)
    weights = np.ones(len(chosen), np.float32)
    return _field_tokens(table, LEMMA_TERMS, chunks, bounds, stands_at, weights, texts_each=1)


def _field_tokens(
    table: ChunkTable, run: str, chunks: Ints, bounds: Ints, stands_at: Ints, weights: Array, *, texts_each: int = 2
) -> IndexedField:
    counts, numbers, values = table.taken(run, chunks)
    per_text = np.diff(before(counts)[bounds])
    used, own = renumbered(numbers, len(table.terms))
    return IndexedField(
        vocabulary=[*map(table.terms.__getitem__, used.tolist())],
        terms=own,
        counts=per_text.reshape(-1, texts_each).sum(axis=1),
        positions=np.repeat(stands_at, counts) + values,
        weights=np.repeat(weights, per_text),
    )


def _packed_starts(begins: Ints, bounds: Ints, unknown: Array) -> list[bytes]:
    """Return the packed starts of releases, of where the chunk of every position begins in its text."""
    distances = np.diff(begins, prepend=0)
    at = bounds[:-1][bounds[:-1] < bounds[1:]]  # the first positions of texts
    distances[at] = begins[at]
    unknown = unknown | any_in((distances < 0) | (distances > _LARGEST_DISTANCE), bounds)
    run = distances.astype(np.uint8).tobytes()
    starts = [
        None if hidden else run[start:end]
        for start, end, hidden in zip(bounds[:-1].tolist(), bounds[1:].tolist(), unknown.tolist(), strict=True)
    ]
    return [token_offsets.pack(title, body) for title, body in zip(starts[::2], starts[1::2], strict=True)]
