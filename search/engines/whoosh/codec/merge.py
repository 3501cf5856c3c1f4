"""Several segments → one: the same sort, over runs of terms that fit the memory given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.arrays import ArrayWriter
from search.engines.whoosh.codec.columns import write_facet, write_lengths, write_stored
from search.engines.whoosh.codec.layout import ID, Layout
from search.engines.whoosh.codec.postings import FieldPostings, Inverted, PostingsWriter, spread
from search.engines.whoosh.codec.segment_files import DOCUMENTS, TERMS, SegmentFiles, in_order

_POSTING: Final = 110  # bytes that a posting takes while it is merged
_POSITION: Final = 40
_WORD: Final = 300
_RUNS: Final = 256  # a source's terms are cut into so many runs; as many as fit are merged at once

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A segment to be merged, and which of its documents live."""

    files: SegmentFiles
    live: npt.NDArray[np.bool_]


def merge(sources: Sequence[Source], folder: Path, name: str, layout: Layout, memory: int) -> int:
    """Write the live documents of segments as one segment, within about `memory` bytes; return how many they are."""
    documents = np.concatenate([np.flatnonzero(source.live) for source in sources])
    origin = np.repeat(np.arange(len(sources)), [int(source.live.sum()) for source in sources])
    words = [own.files.id(number).encode() for own, number in _each(sources, origin, documents)]
    by_id = sorted(range(len(words)), key=words.__getitem__)
    ranks = np.empty(len(words), np.int64)
    ranks[by_id] = np.arange(len(words))
    days = np.concatenate([source.files.days[source.live] for source in sources])
    order = in_order(days, ranks)
    target = np.empty(len(order), np.int64)  # the new number of each
    target[order] = np.arange(len(order))
    _write_columns(sources, origin[order], documents[order], days[order], ranks[order], folder, name, layout)
    maps = []
    for at, source in enumerate(sources):
        own = np.full(source.files.size, -1, np.int64)
        own[source.live] = target[origin == at]
        maps.append(own)
    writer = ArrayWriter(folder / f"{name}{TERMS}")
    writer.note(fields=[field.name for field in layout.fields])
    write_ids(writer, [words[number] for number in by_id], target[by_id])
    for field in layout.fields:
        fields = [source.files.fields[field.name] for source in sources]
        out = PostingsWriter(
            writer,
            field.name,
            len(order),
            placed=True,
            weighted=field.weighted,
            wide=any(own.wide for own in fields),
        )
        for piece in _pieces(fields, maps, memory):
            out.add(piece)
    writer.close()
    return len(order)


def write_ids(writer: ArrayWriter, words: list[bytes], documents: Array) -> None:
    """Write the field of ids: sorted, each with its one document."""
    ids = PostingsWriter(writer, ID, len(words), placed=False, weighted=False, wide=False)
    ids.add(Inverted(words, np.arange(len(words) + 1), documents, np.ones(len(words), np.uint8), None, None))


def _each(sources: Sequence[Source], origin: Array, documents: Array) -> Iterator[tuple[Source, int]]:
    return ((sources[at], number) for at, number in zip(origin.tolist(), documents.tolist(), strict=True))


def _write_columns(
    sources: Sequence[Source],
    origin: Array,
    documents: Array,
    days: Array,
    ranks: Array,
    folder: Path,
    name: str,
    layout: Layout,
) -> None:
    writer = ArrayWriter(folder / f"{name}{DOCUMENTS}")
    writer.put("days", days, "i4")
    writer.put("ids", ranks, "u4")
    totals = {}
    for field in layout.fields:
        lengths = np.zeros(len(days), np.int64)
        for at, source in enumerate(sources):
            own = origin == at
            lengths[own] = source.files.lengths[field.name][documents[own]]
        write_lengths(writer, field.name, lengths)
        totals[field.name] = int(lengths.sum())
    for number in layout.numbers:
        values = np.zeros(len(days), np.int64)
        for at, source in enumerate(sources):
            own = origin == at
            values[own] = source.files.numbers[number][documents[own]]
        writer.put(f"number.{number}", values, "u4")
    for facet in layout.facets:
        pairs = (source.files.facets[facet].pairs(number) for source, number in _each(sources, origin, documents))
        write_facet(writer, f"facet.{facet}", pairs)
    write_stored(writer, "stored", (own.files.stored(number) for own, number in _each(sources, origin, documents)))
    write_stored(writer, "starts", (own.files.starts(number) for own, number in _each(sources, origin, documents)))
    writer.note(facets=list(layout.facets), numbers=list(layout.numbers), totals=totals)
    writer.close()


def _pieces(fields: Sequence[FieldPostings], maps: Sequence[Ints], memory: int) -> Iterator[Inverted]:
    """Yield the merged postings of a field, run of terms after run of terms."""
    marks = sorted({word for field in fields for word in field.words.every(-(-field.words.size // _RUNS) or 1)})
    ends = [[*map(field.words.lower, marks[1:]), field.words.size] for field in fields]
    costs = (_cost(field, own) for field, own in zip(fields, ends, strict=True))
    cost = np.cumsum([0, *map(sum, zip(*costs, strict=True))])
    low = 0
    starts = [0] * len(fields)
    while low < len(marks):
        high = max(low + 1, int(np.searchsorted(cost, cost[low] + memory, "right")) - 1)
        stops = [own[high - 1] for own in ends]
        parts = [field.inverted(*run) for field, *run in zip(fields, starts, stops, strict=True)]
        words = sorted(set().union(*(part.words for part in parts)))
        yield _merged([_mapped(part, words, target) for part, target in zip(parts, maps, strict=True)], words)
        low, starts = high, stops


def _cost(field: FieldPostings, ends: Sequence[int]) -> list[int]:
    """Return the bytes that each run of terms up to an end takes while it is merged."""
    return [
        _WORD * (end - start) + _POSTING * field.span(start, end) + _POSITION * field.position_span(start, end)
        for start, end in pairwise((0, *ends))
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Postings of one source with the numbers of the run's terms and of the new documents."""

    terms: Ints
    documents: Ints
    frequencies: Array
    weights: Array | None
    position_starts: Ints
    positions: Array


def _mapped(inverted: Inverted, run: list[bytes], target: Ints) -> _Part:
    at = {word: number for number, word in enumerate(run)}
    terms = np.fromiter(map(at.__getitem__, inverted.words), np.int64, len(inverted.words))
    terms = np.repeat(terms, np.diff(inverted.starts))
    documents = target[inverted.documents]
    if inverted.positions is None:
        raise ValueError("the postings have no positions")
    ends = np.cumsum(inverted.frequencies, dtype=np.int64)
    starts = ends - inverted.frequencies
    kept = documents >= 0
    if not kept.all():
        terms, documents, starts = terms[kept], documents[kept], starts[kept]
    return _Part(
        terms,
        documents,
        inverted.frequencies[kept],
        None if inverted.weights is None else inverted.weights[kept],
        starts,
        inverted.positions,
    )


def _merged(parts: Sequence[_Part], run: list[bytes]) -> Inverted:
    offsets = np.cumsum([0, *(len(part.positions) for part in parts)])
    terms = np.concatenate([part.terms for part in parts])
    documents = np.concatenate([part.documents for part in parts])
    order = np.argsort((terms << 32) | documents)
    frequencies = np.concatenate([part.frequencies for part in parts])
    starts = np.concatenate([part.position_starts + base for part, base in zip(parts, offsets, strict=False)])
    counts = np.bincount(terms, minlength=len(run))
    present = np.flatnonzero(counts)
    ends = np.zeros(len(present) + 1, np.int64)
    np.cumsum(counts[present], out=ends[1:])
    return Inverted(
        words=run if len(present) == len(run) else [run[number] for number in present.tolist()],
        starts=ends,
        documents=documents[order],
        frequencies=frequencies[order],
        weights=None
        if parts[0].weights is None
        else np.concatenate([part.weights for part in parts if part.weights is not None])[order],
        positions=np.concatenate([part.positions for part in parts])[spread(starts, frequencies, order)],
    )
