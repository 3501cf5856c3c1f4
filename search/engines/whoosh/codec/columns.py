"""The columns of a segment: one table of what is kept by document, and the kinds of column that it is kept in.

A column is one row of COLUMNS and its lines in FORMAT.md: batches, the segment writer and the reader go by the table.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol, Self

import numpy as np

from search.array_types import Array, Ints
from search.engines.whoosh.codec.arrays import ArrayFile, ArrayWriter
from search.engines.whoosh.codec.document import Document, Pairs
from search.engines.whoosh.codec.layout import Layout
from search.engines.whoosh.codec.term_dictionary import TermDictionary, write_words

LABELLED: Final = "\x1f"  # between the value and the label of a facet's entry
_PIECE: Final = 1000  # values of a column of bytes that are joined at once; more only costs memory


class Values(Protocol):
    """A value for each document of a source: a list on the way to disk, or an open column."""

    def __len__(self) -> int: ...

    def __getitem__(self, document: int, /) -> Any: ...


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """Where each document of a new segment comes from: the number of its source, and its number there."""

    sources: Ints
    documents: Ints

    def __len__(self) -> int:
        return len(self.documents)

    def values(self, columns: Sequence[Values]) -> Iterator[Any]:
        """Yield the value of each document, given the column of each source."""
        numbers = zip(self.sources.tolist(), self.documents.tolist(), strict=True)
        return (columns[source][document] for source, document in numbers)

    def numbers(self, columns: Sequence[Values]) -> Ints:
        """Return the value of each document as an array, given the column of numbers of each source."""
        values = np.zeros(len(self), np.int64)
        for source, column in enumerate(columns):
            here = self.sources == source
            values[here] = np.asarray(column)[self.documents[here]]
        return values


class ColumnKind(ABC):
    """How the values of a column lie on disk."""

    @abstractmethod
    def arrays(self, name: str) -> Mapping[str, str]:
        """Return the names of the arrays on disk with the kind of their elements, as FORMAT.md has them."""

    @abstractmethod
    def write(self, writer: ArrayWriter, name: str, columns: Sequence[Values], origins: Origins) -> None:
        """Write the column of a new segment, given that of each source."""

    @abstractmethod
    def read(self, file: ArrayFile, name: str) -> Any:
        """Open a column: something with a length that gives the value of a document by its number."""


@dataclass(frozen=True, slots=True)
class NumberKind(ColumnKind):
    """One number for each document, in elements of the first kind that holds the largest."""

    kinds: tuple[str, ...]

    def arrays(self, name: str) -> Mapping[str, str]:
        """Return the one array."""
        return {name: " or ".join(self.kinds)}

    def write(self, writer: ArrayWriter, name: str, columns: Sequence[Values], origins: Origins) -> None:
        """Write the numbers of the documents."""
        self.put(writer, name, origins.numbers(columns))

    def put(self, writer: ArrayWriter, name: str, numbers: Ints) -> None:
        """Write numbers that are in the new order already."""
        largest = int(numbers.max(initial=0))
        kinds = (kind for kind in self.kinds if largest <= np.iinfo(kind).max)
        writer.put(name, numbers, next(kinds, self.kinds[-1]))

    def read(self, file: ArrayFile, name: str) -> Array:
        """Return the numbers, mapped."""
        return file[name]


class FacetKind(ColumnKind):
    """The (value, label) pairs of one facet for each document."""

    def arrays(self, name: str) -> Mapping[str, str]:
        """Return the arrays that FacetColumn is made of."""
        return {f"{name}.entries": "words, unsorted", f"{name}.starts": "u4", f"{name}.members": "u4"} | {
            f"{name}.of": "u2 or u4"
        }

    def write(self, writer: ArrayWriter, name: str, columns: Sequence[Values], origins: Origins) -> None:
        """Write every entry once, every combination of entries once, and the combination of each document."""
        known: dict[Pairs, int] = {}
        of = origins.numbers([_numbered(column, known) for column in columns])
        used, first = np.unique(of, return_index=True)
        used = used[np.argsort(first)]
        place = np.zeros(len(known), np.int64)  # of a combination among those of the new segment
        place[used] = np.arange(len(used))
        combinations = list(known)
        entries: dict[tuple[str, str], int] = {}
        starts, members = [0], []
        for number in used.tolist():
            members += [entries.setdefault(pair, len(entries)) for pair in combinations[number]]
            starts.append(len(members))
        write_words(writer, f"{name}.entries", [f"{value}{LABELLED}{label}".encode() for value, label in entries])
        writer.put(f"{name}.starts", np.array(starts), "u4")
        writer.put(f"{name}.members", np.array(members, np.int64), "u4")
        writer.put(f"{name}.of", place[of], "u2" if len(used) <= 1 << 16 else "u4")

    def read(self, file: ArrayFile, name: str) -> "FacetColumn":
        """Open the facet; its entries and combinations are few and held in memory."""
        words = TermDictionary.read(file, f"{name}.entries")
        pairs = (word.decode().partition(LABELLED) for word in words.slice(0, words.size))
        return FacetColumn(
            tuple((value, label) for value, _, label in pairs),
            file[f"{name}.starts"].astype(np.int64),
            file[f"{name}.members"].astype(np.int64),
            file[f"{name}.of"],
        )


def _numbered(column: Values, known: dict[Pairs, int]) -> Ints:
    """Return the number of each document's combination among the known ones, to which new ones are added."""
    if isinstance(column, FacetColumn):
        numbers = [known.setdefault(pairs, len(known)) for pairs in column.combinations()]
        return np.array(numbers, np.int64)[column.of]
    every = map(column.__getitem__, range(len(column)))
    return np.fromiter((known.setdefault(pairs, len(known)) for pairs in every), np.int64, len(column))


class BytesKind(ColumnKind):
    """A run of bytes for each document, kept unread."""

    def arrays(self, name: str) -> Mapping[str, str]:
        """Return the bytes of all documents, and where those of each end."""
        return {f"{name}_ends": "u8", name: "u1"}

    def write(self, writer: ArrayWriter, name: str, columns: Sequence[Values], origins: Origins) -> None:
        """Write the bytes of the documents, some at a time."""
        run, ends = writer.grow(name, "u1"), writer.grow(f"{name}_ends", "u8")
        ends.add(np.zeros(1))
        end = 0
        for piece in _pieces(origins.values(columns)):
            piece_ends = np.cumsum(np.fromiter(map(len, piece), np.int64, len(piece))) + end
            run.add(np.frombuffer(b"".join(piece), np.uint8))
            ends.add(piece_ends)
            end = int(piece_ends[-1])

    def read(self, file: ArrayFile, name: str) -> "BytesColumn":
        """Open the column."""
        return BytesColumn.read(file, name)


def _pieces(values: Iterator[bytes]) -> Iterator[list[bytes]]:
    return iter(lambda: list(islice(values, _PIECE)), [])


@dataclass(frozen=True, slots=True, eq=False)
class BytesColumn:
    """A run of bytes for each document, mapped."""

    run: memoryview
    ends: memoryview

    @classmethod
    def read(cls, file: ArrayFile, name: str) -> Self:
        """Open what BytesKind wrote."""
        return cls(file[name].data, file[f"{name}_ends"].data)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, document: int) -> bytes:
        return self.run[self.ends[document] : self.ends[document + 1]].tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class FacetColumn:
    """One facet of a segment.

    `entries` are the distinct (value, label) pairs. A document's set of entries is its combination: `of` has its number
    by document, `starts` and `members` (numbers of entries) say what is in it.
    """

    entries: tuple[tuple[str, str], ...]
    starts: Ints
    members: Ints
    of: Array

    def __len__(self) -> int:
        return len(self.of)

    def __getitem__(self, document: int) -> Pairs:
        return self._combination(int(self.of[document]))

    def combinations(self) -> Iterator[Pairs]:
        """Yield all combinations, in the order of their numbers."""
        return map(self._combination, range(len(self.starts) - 1))

    def _combination(self, number: int) -> Pairs:
        members = self.members[self.starts[number] : self.starts[number + 1]]
        return tuple(self.entries[member] for member in members.tolist())


class PerName(NamedTuple):
    """Which names of a layout a row of the table stands for, and the letter in their place in the row's own name."""

    letter: str
    names: Callable[[Layout], Sequence[str]]


PER_NUMBER: Final = PerName("N", lambda layout: layout.numbers)
PER_FIELD: Final = PerName("F", lambda layout: [field.name for field in layout.fields])
PER_FACET: Final = PerName("R", lambda layout: layout.facets)


@dataclass(frozen=True, slots=True)
class Column:
    """A row of the table: a column's name on disk, its kind, and its value of a document.

    With `per` the row is a column for each of those names; `of` is given the number of the name in the layout, 0 for a
    row that is one column. `of` None: the values are made of many documents at once, the lengths with the tokens of a
    batch and the ids by the segment writer.
    """

    name: str
    kind: ColumnKind
    of: Callable[[Document, int], Any] | None
    per: PerName | None = None

    def names(self, layout: Layout) -> list[str]:
        """Return the names on disk of the row's columns."""
        return [self.name] if self.per is None else [*map(self.called, self.per.names(layout))]

    def called(self, name: str) -> str:
        """Return the name on disk of the row's column for a name of the layout."""
        return self.name if self.per is None else self.name.replace(self.per.letter, name)


DAYS: Final = Column("days", NumberKind(("i4",)), lambda document, _: document.day)
IDS: Final = Column("ids", NumberKind(("u4",)), None)  # the number of each id among the sorted ids
NUMBERS: Final = Column("number.N", NumberKind(("u4",)), lambda document, at: document.numbers[at], PER_NUMBER)
LENGTHS: Final = Column("F.lengths", NumberKind(("u2", "u4")), None, PER_FIELD)  # how many tokens a document has
FACETS: Final = Column("facet.R", FacetKind(), lambda document, at: document.facets[at], PER_FACET)
STORED: Final = Column("stored", BytesKind(), lambda document, _: document.stored)
STARTS: Final = Column("starts", BytesKind(), lambda document, _: document.starts)

COLUMNS: Final = (DAYS, IDS, NUMBERS, LENGTHS, FACETS, STORED, STARTS)


def columns_of(layout: Layout) -> Iterator[tuple[Column, int, str]]:
    """Yield each column of a layout: its row, the number of its name in the layout, and its own name on disk."""
    return ((row, number, name) for row in COLUMNS for number, name in enumerate(row.names(layout)))


def values_of(documents: Sequence[Document], layout: Layout) -> dict[str, list[Any]]:
    """Return the values of documents, column by column; not of those that are made of many at once."""
    return {
        name: [row.of(document, number) for document in documents]
        for row, number, name in columns_of(layout)
        if row.of is not None
    }


def read_columns(file: ArrayFile, layout: Layout) -> dict[str, Any]:
    """Open every column of a segment, by name."""
    return {name: row.kind.read(file, name) for row, _, name in columns_of(layout)}
