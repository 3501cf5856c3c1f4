"""The segment writer: documents of one source or several, in the order a segment has, as its two files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.array_types import Ints
from search.engines.whoosh.codec.arrays import ArrayWriter
from search.engines.whoosh.codec.batches import Gathered
from search.engines.whoosh.codec.columns import DAYS, IDS, Origins, Values, columns_of
from search.engines.whoosh.codec.inversion import invert
from search.engines.whoosh.codec.layout import ID, Layout
from search.engines.whoosh.codec.postings import Inverted, PostingsWriter
from search.engines.whoosh.codec.segment_files import DOCUMENTS, TERMS
from search.stage_times import StageTimes


@dataclass(frozen=True, slots=True, eq=False)
class DocumentOrder:
    """The documents of a new segment in its order: by day, the undated first, those of one day from the last id on.

    `ids` are sorted by their bytes, `id_numbers` says by document which of them it has, `origins` where it comes from.
    """

    ids: list[bytes]
    id_numbers: Ints
    origins: Origins

    def __len__(self) -> int:
        return len(self.ids)

    def numbers_of(self, source: int, size: int) -> Ints:
        """Return the new number of each of a source's `size` documents, -1 for one that is left out."""
        numbers = np.full(size, -1, np.int64)
        here = np.flatnonzero(self.origins.sources == source)
        numbers[self.origins.documents[here]] = here
        return numbers


@dataclass(frozen=True, slots=True, eq=False)
class FieldRuns:
    """The postings of one field of a new segment, run after run of ascending terms; `wide`: positions over 65,535."""

    wide: bool
    runs: Iterable[Inverted]


def in_order(ids: Sequence[bytes], days: Ints, origins: Origins) -> DocumentOrder:
    """Return documents, given in any order, in that of a segment."""
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    id_numbers = np.empty(len(ids), np.int64)
    id_numbers[by_id] = np.arange(len(ids))
    order = np.lexsort((-id_numbers, days))
    return DocumentOrder(
        [ids[number] for number in by_id],
        id_numbers[order],
        Origins(origins.sources[order], origins.documents[order]),
    )


def write_segment(
    folder: Path,
    name: str,
    layout: Layout,
    order: DocumentOrder,
    columns: Sequence[Mapping[str, Values]],
    postings: Sequence[FieldRuns],
    *,
    side_by_side: bool = False,
) -> None:
    """Write the two files of a segment; what stands in them is told by `columns.COLUMNS` and the layout.

    `columns` are those of each source by name; `postings` are the fields' in the layout's order, in the numbers of the
    new documents. `side_by_side` takes the runs of all fields at once, each in a thread, and writes the columns
    meanwhile: sooner with idle processors, and with the memory of all fields.
    """
    with ArrayWriter(folder / f"{name}{TERMS}") as terms, ArrayWriter(folder / f"{name}{DOCUMENTS}") as documents:
        _write_ids(terms, order)
        fields = [
            PostingsWriter(terms, field.name, len(order), positioned=True, weighted=field.weighted, wide=source.wide)
            for field, source in zip(layout.fields, postings, strict=True)
        ]
        if side_by_side:
            with ThreadPoolExecutor(len(fields)) as threads:
                written = threads.map(_write_field, fields, postings)
                _write_columns(documents, layout, order, columns)
                documents.end_growing()
                list(written)  # raises what a thread raised
        else:
            for out, source in zip(fields, postings, strict=True):
                _write_field(out, source)
            _write_columns(documents, layout, order, columns)
        totals = {field.name: out.positions for field, out in zip(layout.fields, fields, strict=True)}
        terms.note(fields=[field.name for field in layout.fields])
        documents.note(facets=list(layout.facets), numbers=list(layout.numbers), totals=totals)


def write_gathered(gathered: Gathered, folder: Path, name: str, stages: StageTimes) -> int:
    """Write gathered documents as a segment; return how many they are. `stages` counts the times."""
    size = len(gathered.ids)
    origins = Origins(np.zeros(size, np.int64), np.arange(size))
    days = np.array(gathered.columns[DAYS.name], np.int64)
    order = in_order([release_id.encode() for release_id in gathered.ids], days, origins)
    numbers = order.numbers_of(0, size)

    def inverted(number: int) -> Iterator[Inverted]:
        with stages.timed("invert"):
            tokens, vocabulary = gathered.field(number)
            postings = invert(tokens, numbers, vocabulary)
        yield postings

    fields = [FieldRuns(gathered.wide(number), inverted(number)) for number in range(len(gathered.layout.fields))]
    write_segment(folder, name, gathered.layout, order, [gathered.columns], fields)
    return size


def _write_columns(
    writer: ArrayWriter, layout: Layout, order: DocumentOrder, columns: Sequence[Mapping[str, Values]]
) -> None:
    """Write the columns of all documents."""
    made = {IDS.name: order.id_numbers}  # the columns that no document has a value for by itself
    itself = Origins(np.zeros(len(order), np.int64), np.arange(len(order)))
    for row, _, column in columns_of(layout):
        if column in made:
            row.kind.write(writer, column, [made[column]], itself)
        else:
            row.kind.write(writer, column, [source[column] for source in columns], order.origins)


def _write_field(out: PostingsWriter, source: FieldRuns) -> None:
    """Write the postings of a field."""
    for run in source.runs:
        out.add(run)


def _write_ids(writer: ArrayWriter, order: DocumentOrder) -> None:
    """Write the field of ids: sorted, each with its one document."""
    size = len(order)
    documents = np.empty(size, np.int64)
    documents[order.id_numbers] = np.arange(size)
    postings = PostingsWriter(writer, ID, size, positioned=False, weighted=False, wide=False)
    postings.add(Inverted(order.ids, np.arange(size + 1), documents, np.ones(size, np.uint8), None, None))
