"""Merging: several segments → one, by the sort that inversion does, over runs of terms that fit the memory given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from pathlib import Path
from typing import Final

import numpy as np

from search.array_types import Array, Ints, Mask
from search.engines.whoosh.codec.columns import Origins
from search.engines.whoosh.codec.layout import Layout
from search.engines.whoosh.codec.postings import FieldPostings, Inverted, spread
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.codec.segment_writer import FieldRuns, in_order, write_segment

# bytes, about, that take part in a merge at once; too low an estimate would break IZLA_MEMORY
_POSTING: Final = 110  # a posting: some ten arrays of 8 bytes and the copies that sorting makes
_POSITION: Final = 40  # a position: itself and its index, before and after sorting
_TERM: Final = 300  # a term: its bytes in each source, in the run and as a key of a dict
_RUNS: Final = 1024  # the terms of all sources are cut into about so many, the finest grain; what fits goes together


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A segment to be merged, and which of its documents live."""

    files: SegmentFiles
    live: Mask


def merge(sources: Sequence[Source], folder: Path, name: str, layout: Layout, memory: int) -> int:
    """Write the live documents of segments as one segment, within about `memory` bytes; return how many they are."""
    numbers = [np.flatnonzero(source.live) for source in sources]
    origins = Origins(np.repeat(np.arange(len(sources)), [*map(len, numbers)]), np.concatenate(numbers))
    ids = list(chain.from_iterable(compress(source.files.ids(), source.live.tolist()) for source in sources))
    order = in_order(ids, origins.numbers([source.files.days for source in sources]), origins)
    targets = [order.numbers_of(number, source.files.size) for number, source in enumerate(sources)]
    postings = []
    for field in layout.fields:
        fields = [source.files.fields[field.name] for source in sources]
        runs = _runs(fields, targets, memory // len(layout.fields))
        postings.append(FieldRuns(any(of_source.wide for of_source in fields), runs))
    columns = [source.files.columns for source in sources]
    write_segment(folder, name, layout, order, columns, postings, side_by_side=True)
    return len(order)


def _runs(fields: Sequence[FieldPostings], targets: Sequence[Ints], memory: int) -> Iterator[Inverted]:
    """Yield the merged postings of a field, run of terms after run of terms; `targets` are the new document numbers."""
    marks = sorted({term for number, field in enumerate(fields) for term in _marks(field, number, len(fields))})
    ends = [[*map(field.terms.lower, marks[1:]), field.terms.size] for field in fields]
    cost = np.zeros(max(1, len(marks)) + 1, np.int64)  # of all terms before each mark, and of all
    for field, field_ends in zip(fields, ends, strict=True):
        cost += _cost(field)[[0, *field_ends]]
    low = 0
    starts = [0] * len(fields)
    while low < len(marks):
        high = max(low + 1, int(np.searchsorted(cost, cost[low] + memory, "right")) - 1)
        stops = [field_ends[high - 1] for field_ends in ends]
        parts = [field.inverted(*run) for field, *run in zip(fields, starts, stops, strict=True)]
        terms = sorted(set().union(*(part.terms for part in parts)))
        numbers = {term: number for number, term in enumerate(terms)}
        yield _merged([_mapped(part, numbers, target) for part, target in zip(parts, targets, strict=True)], terms)
        low, starts = high, stops


def _cost(field: FieldPostings) -> Ints:
    """Return the bytes that the terms before each, and at last all terms, take while they are merged."""
    postings, positions = field.sizes()
    cost: Ints = _TERM * np.arange(len(postings)) + _POSTING * postings + _POSITION * positions
    return cost


def _marks(field: FieldPostings, number: int, count: int) -> Iterator[bytes]:
    """Yield terms that cut a field, of so many the one of this number, into parts of about the same cost.

    Sources hold much the same words, so that each is cut between the places where the others are: their marks together
    cut all of them into small runs.
    """
    cost = _cost(field)
    grain = max(1, _RUNS // count)
    places = (np.arange(grain) + number / count) * (cost[-1] / grain)
    numbers = np.unique(np.searchsorted(cost[:-1], places, "right") - 1)
    return (field.terms[number] for number in numbers.tolist() if field.terms.size)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Postings of one source with the numbers of the run's terms and of the new documents."""

    terms: Ints
    documents: Ints
    frequencies: Array
    weights: Array | None
    position_starts: Ints
    positions: Array


def _mapped(inverted: Inverted, numbers: Mapping[bytes, int], target: Ints) -> _Part:
    """Return the postings of live documents, in the numbers of the run's terms and of the new documents."""
    terms = np.fromiter(map(numbers.__getitem__, inverted.terms), np.int64, len(inverted.terms))
    terms = np.repeat(terms, np.diff(inverted.starts))
    documents = target[inverted.documents]
    if inverted.positions is None:
        raise ValueError("the postings have no positions")
    ends = np.cumsum(inverted.frequencies, dtype=np.int64)
    starts = ends - inverted.frequencies
    live = documents >= 0
    if not live.all():
        terms, documents, starts = terms[live], documents[live], starts[live]
    return _Part(
        terms,
        documents,
        inverted.frequencies[live],
        None if inverted.weights is None else inverted.weights[live],
        starts,
        inverted.positions,
    )


def _merged(parts: Sequence[_Part], run: list[bytes]) -> Inverted:
    """Return the postings of all parts, without the terms of the run that no live document holds."""
    offsets = np.cumsum([0, *(len(part.positions) for part in parts)])
    terms = np.concatenate([part.terms for part in parts])
    documents = np.concatenate([part.documents for part in parts])
    order = np.argsort((terms << 32) | documents, kind="stable")  # which finds that each part is in order, and merges
    frequencies = np.concatenate([part.frequencies for part in parts])
    starts = np.concatenate([part.position_starts + base for part, base in zip(parts, offsets, strict=False)])
    counts = np.bincount(terms, minlength=len(run))
    present = np.flatnonzero(counts)
    ends = np.zeros(len(present) + 1, np.int64)
    np.cumsum(counts[present], out=ends[1:])
    return Inverted(
        terms=run if len(present) == len(run) else [run[number] for number in present.tolist()],
        starts=ends,
        documents=documents[order],
        frequencies=frequencies[order],
        weights=None
        if parts[0].weights is None
        else np.concatenate([part.weights for part in parts if part.weights is not None])[order],
        positions=np.concatenate([part.positions for part in parts])[spread(starts, frequencies, order)],
    )
