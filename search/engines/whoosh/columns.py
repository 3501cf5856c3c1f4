"""Columns of one generation as arrays: day, lengths, order of ids, and every row of the facet table."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader

from search.engines.whoosh.index import DAY, ID, facet_column, length_column, read_pairs
from search.facets import FACETS
from search.ranking import factors
from search.schema import EXACT, LEMMA
from search.uzbek import sort_key

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FacetColumn:
    """The values of one facet: value numbers are in the Uzbek alphabet's order of their labels.

    `documents` and `numbers` are parallel: document `documents[i]` has the value `values[numbers[i]]`.
    """

    values: tuple[str, ...]
    labels: tuple[str, ...]
    documents: Ints
    numbers: Ints
    missing: Mask

    def count(self, mask: Mask) -> Ints:
        """Return how many documents of a mask have each value."""
        return np.bincount(self.numbers[mask[self.documents]], minlength=len(self.values))

    def having(self, values: frozenset[str], none: bool, size: int) -> Mask:
        """Return the documents with any of the values, and with `none` those without a value."""
        wanted = np.fromiter((value in values for value in self.values), bool, len(self.values))
        mask = np.zeros(size, bool)
        mask[self.documents[wanted[self.numbers]]] = True
        return mask | self.missing if none else mask


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Everything but postings that answering needs, by document number (deleted documents included, not live)."""

    size: int
    live: Mask
    days: Ints
    lengths: dict[str, Floats]
    id_order: Ints
    factors: Floats
    facets: dict[str, FacetColumn]


def read_columns(reader: IndexReader) -> Columns:
    """Read the columns of an open index into memory."""
    size = reader.doc_count_all()
    live = np.ones(size, bool)
    days = np.zeros(size, np.int64)
    lengths = {field: np.zeros(size) for field in (EXACT, LEMMA)}
    entries: dict[str, list[bytes]] = {row.name: [] for row in FACETS}
    for leaf, offset in reader.leaf_readers():
        count = leaf.doc_count_all()
        days[offset : offset + count] = _values(leaf, DAY, count)
        for field, own in lengths.items():
            own[offset : offset + count] = _values(leaf, length_column(field), count)
        for row in FACETS:
            entries[row.name].extend(_values(leaf, facet_column(row.name), count))
        live[[offset + n for n in range(count) if leaf.is_deleted(n)]] = False
    return Columns(
        size=size,
        live=live,
        days=days,
        lengths=lengths,
        id_order=_id_order(reader, size),
        factors=factors(np.where(live, days, 0)),
        facets={name: _facet_column(column, size) for name, column in entries.items()},
    )


def _values(leaf: IndexReader, column: str, count: int) -> list[Any]:
    reader = leaf.column_reader(column, translate=False)
    return [reader[number] for number in range(count)]


def _id_order(reader: IndexReader, size: int) -> Ints:
    """Return each document's rank in the order of ids, read off the sorted terms of the id field."""
    ranks = np.zeros(size, np.int64)
    for rank, term in enumerate(reader.lexicon(ID)):
        for number in reader.postings(ID, term).all_ids():
            ranks[number] = rank
    return ranks


def _facet_column(column: list[Any], size: int) -> FacetColumn:
    written: dict[str, dict[str, int]] = {}
    pairs: list[tuple[int, str]] = []
    missing = np.zeros(size, bool)
    for number, data in enumerate(column):
        values = read_pairs(data)
        missing[number] = not values
        for value, label in values:
            pairs.append((number, value))
            forms = written.setdefault(value, {})
            forms[label] = forms.get(label, 0) + 1
    labels = {value: max(forms, key=lambda form: (forms[form], form)) for value, forms in written.items()}
    ordered = sorted(labels, key=lambda value: (sort_key(labels[value]), value))
    numbers = {value: number for number, value in enumerate(ordered)}
    return FacetColumn(
        values=tuple(ordered),
        labels=tuple(labels[value] for value in ordered),
        documents=np.array([number for number, _ in pairs], np.int64),
        numbers=np.array([numbers[value] for _, value in pairs], np.int64),
        missing=missing,
    )
