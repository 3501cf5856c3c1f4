"""The two files of a segment, open: postings and columns, as they lie on disk."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.arrays import REMEDY, ArrayFile
from search.engines.whoosh.codec.columns import FacetColumn, StoredColumn
from search.engines.whoosh.codec.layout import ID
from search.engines.whoosh.codec.postings import FieldPostings
from search.errors import IndexDamaged

TERMS: Final = ".terms"
DOCUMENTS: Final = ".documents"

Array = npt.NDArray[Any]


class SegmentFiles:
    """A segment's arrays; `size` counts its documents, deleted ones included. Raises IndexDamaged naming the file."""

    def __init__(self, folder: Path, name: str, size: int) -> None:
        self._terms = ArrayFile(folder / f"{name}{TERMS}")
        self._documents = ArrayFile(folder / f"{name}{DOCUMENTS}")
        self.name = name
        self.size = size
        try:
            self.field_names: tuple[str, ...] = tuple(self._terms.facts["fields"])
            self.facet_names: tuple[str, ...] = tuple(self._documents.facts["facets"])
            self.fields = {field: FieldPostings(self._terms, field) for field in (ID, *self.field_names)}
            self.facets = {facet: FacetColumn.read(self._documents, f"facet.{facet}") for facet in self.facet_names}
            self.lengths = {field: self._documents[f"{field}.lengths"] for field in self.field_names}
            self.numbers = {number: self._documents[f"number.{number}"] for number in self._documents.facts["numbers"]}
            self.totals: dict[str, int] = {field: int(self._documents.facts["totals"][field]) for field in self.lengths}
        except (KeyError, ValueError, TypeError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"the segment {name} makes no sense ({error!r})", REMEDY) from error
        self.days = self._documents["days"]
        self.ids = self._documents["ids"]  # by document, the number of its id among the sorted ids
        self._stored = StoredColumn.read(self._documents, "stored")
        self._starts = StoredColumn.read(self._documents, "starts")
        arrays = (
            self.days,
            self.ids,
            *self.lengths.values(),
            *self.numbers.values(),
            *(facet.of for facet in self.facets.values()),
        )
        if {*map(len, arrays), len(self._stored), len(self._starts)} != {size}:
            raise IndexDamaged(f"the columns of the segment {name} are not of its {size} documents", REMEDY)

    def stored(self, document: int) -> bytes:
        """Return what is kept of a document."""
        return self._stored[document]

    def starts(self, document: int) -> bytes:
        """Return what is kept of where the words of a document begin."""
        return self._starts[document]

    def id(self, document: int) -> str:
        """Return the id of a document."""
        return self.fields[ID].words[int(self.ids[document])].decode()

    def document(self, release_id: str) -> int:
        """Return the document of an id, -1 when it has none."""
        number = self.fields[ID].words.find(release_id.encode())
        return int(self.fields[ID].documents(number)[0]) if number >= 0 else -1

    def check(self) -> None:
        """Compare every array with its sum; raises IndexDamaged."""
        self._terms.check()
        self._documents.check()


def in_order(days: Array, ranks: Array) -> Array:
    """Return the order in which a segment holds documents: by day, the undated first, then by id from the last."""
    return np.lexsort((-ranks.astype(np.int64), days))
