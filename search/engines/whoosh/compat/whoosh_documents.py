"""The columns of a segment as Whoosh asks for them."""

from typing import Any, Final

from whoosh.codec import base
from whoosh.columns import Column, ColumnReader

from search.engines.whoosh.codec.columns import LABELLED
from search.engines.whoosh.codec.layout import DAY, STORED, facet_column
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.compat.whoosh_matcher import rounded

PAIRED: Final = "\x1e"  # between the entries of a facet column, as plain Whoosh reads it


class PerDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """The columns, lengths and stored releases of a segment, as Whoosh asks for them."""

    def __init__(self, files: SegmentFiles, segment: Any) -> None:
        self._files = files
        self._segment = segment
        self._facets = {facet_column(name): facet for name, facet in files.facets.items()}

    def doc_count(self) -> int:
        """Return how many documents live."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """Return how many documents there are."""
        return self._files.size

    def has_deletions(self) -> bool:
        """Whether a document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        """Return the deleted documents."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Say that there are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether there is a column of that name."""
        return fieldname == DAY or fieldname in self._facets or fieldname in self._files.numbers

    def column_reader(self, fieldname: str, column: Column) -> ColumnReader:
        """Return a column: a day or number as it is, a facet as its entries in one string of bytes."""
        if facet := self._facets.get(fieldname):
            return _Entries(self._files, facet)
        return _Numbers(self._files.days if fieldname == DAY else self._files.numbers[fieldname])

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a document's field, rounded as Whoosh rounds it to a byte."""
        lengths = self._files.lengths.get(fieldname)
        return default if lengths is None else rounded(int(lengths[docnum]))

    def field_length(self, fieldname: str) -> int:
        """Return the length of a field in all documents."""
        return self._files.totals.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        """Return the least length of a field."""
        return rounded(int(self._files.lengths[fieldname].min()))

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest length of a field."""
        return rounded(int(self._files.lengths[fieldname].max()))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return what is stored of a document."""
        return {STORED: self._files.stored(docnum).decode()}


class _Numbers(ColumnReader):  # type: ignore[misc]
    def __init__(self, numbers: Any) -> None:
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> int:
        return int(self._numbers[docnum])


class _Entries(ColumnReader):  # type: ignore[misc]
    def __init__(self, files: SegmentFiles, facet: Any) -> None:
        self._files, self._facet = files, facet

    def __len__(self) -> int:
        return self._files.size

    def __getitem__(self, docnum: int) -> bytes:
        return PAIRED.join(f"{value}{LABELLED}{label}" for value, label in self._facet[docnum]).encode()
