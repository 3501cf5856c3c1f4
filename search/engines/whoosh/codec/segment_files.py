"""The two files of a segment, open: postings and columns, as they lie on disk."""

from pathlib import Path
from typing import Any, Final

from search.array_types import Array
from search.engines.whoosh.codec.arrays import REMEDY, ArrayFile
from search.engines.whoosh.codec.columns import (
    DAYS,
    FACETS,
    IDS,
    LENGTHS,
    NUMBERS,
    STARTS,
    STORED,
    Column,
    FacetColumn,
    read_columns,
)
from search.engines.whoosh.codec.layout import ID, Field, Layout
from search.engines.whoosh.codec.postings import FieldPostings
from search.errors import IndexDamaged

TERMS: Final = ".terms"
DOCUMENTS: Final = ".documents"


class SegmentFiles:
    """A segment's arrays; `size` counts its documents, deleted ones included. Raises IndexDamaged naming the file.

    `columns` has every column by its name on disk; `lengths` and `facets`, `numbers` and `totals` (tokens of all
    documents) are by the names of fields, facets and numbers.
    """

    def __init__(self, folder: Path, name: str, size: int) -> None:
        self._terms = ArrayFile(folder / f"{name}{TERMS}")
        self._documents = ArrayFile(folder / f"{name}{DOCUMENTS}")
        self.name = name
        self.size = size
        try:
            facts = self._documents.facts
            layout = Layout(
                tuple(map(Field, self._terms.facts["fields"])), tuple(facts["facets"]), tuple(facts["numbers"])
            )
            names = tuple(field.name for field in layout.fields)
            self.fields = {field: FieldPostings(self._terms, field) for field in (ID, *names)}
            self.totals: dict[str, int] = {field: int(facts["totals"][field]) for field in names}
            self.columns = read_columns(self._documents, layout)
        except (KeyError, ValueError, TypeError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"the segment {name} makes no sense ({error!r})", REMEDY) from error
        if {size} != {*map(len, self.columns.values())}:
            raise IndexDamaged(f"the columns of the segment {name} are not of its {size} documents", REMEDY)
        self.days: Array = self.columns[DAYS.name]
        self.numbers: dict[str, Array] = self._named(NUMBERS, layout.numbers)
        self.lengths: dict[str, Array] = self._named(LENGTHS, names)
        self.facets: dict[str, FacetColumn] = self._named(FACETS, layout.facets)
        self._id_numbers: Array = self.columns[IDS.name]
        self._stored = self.columns[STORED.name]
        self._starts = self.columns[STARTS.name]

    def _named(self, row: Column, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: self.columns[row.called(name)] for name in names}

    def stored(self, document: int) -> bytes:
        """Return the stored bytes of a document, a release as JSON."""
        stored: bytes = self._stored[document]
        return stored

    def starts(self, document: int) -> bytes:
        """Return where the words of a document begin, packed."""
        starts: bytes = self._starts[document]
        return starts

    def id(self, document: int) -> str:
        """Return the id of a document."""
        return self.fields[ID].terms[int(self._id_numbers[document])].decode()

    def ids(self) -> list[bytes]:
        """Return the ids of all documents, in their order."""
        terms = self.fields[ID].terms
        by_number = terms.slice(0, terms.size)
        return [by_number[number] for number in self._id_numbers.tolist()]

    def document(self, release_id: str) -> int:
        """Return the document of an id, -1 when it has none."""
        number = self.fields[ID].terms.find(release_id.encode())
        return int(self.fields[ID].documents(number)[0]) if number >= 0 else -1

    def check(self) -> None:
        """Compare every array with its sum; raises IndexDamaged."""
        self._terms.check()
        self._documents.check()
