"""Our codec as Whoosh sees it: with it importable, plain Whoosh opens a generation and searches it."""

import bisect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import Column, ColumnReader
from whoosh.fields import FieldType
from whoosh.formats import Format, Positions
from whoosh.matching.mcore import LeafMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.writing import IndexingError

from search.engines.whoosh.codec.columns import LABELLED
from search.engines.whoosh.codec.files import SegmentFiles
from search.engines.whoosh.codec.layout import DAY, STORED, facet_column
from search.engines.whoosh.codec.postings import FieldPostings

PAIRED: Final = "\x1e"  # between the entries of a facet column, as plain Whoosh reads it
_RUN: Final = 128  # postings that a matcher holds as Python's own numbers


class IzlaSegment(W3Segment):  # type: ignore[misc]  # Whoosh is untyped
    """A segment of two files of arrays; what is deleted stands in the table of contents."""

    def should_assemble(self) -> bool:
        """Keep the files apart: each is mapped into memory."""
        return False


class IzlaCodec(base.Codec):  # type: ignore[misc]
    """Reads segments of ours; they are written by BulkWriter alone."""

    def per_document_writer(self, storage: Any, segment: Any) -> "_NoWriter":
        """Return a writer that only closes."""
        return _NoWriter()

    def field_writer(self, storage: Any, segment: Any) -> "_NoWriter":
        """Return a writer that only closes."""
        return _NoWriter()

    def terms_reader(self, storage: Any, segment: Any) -> "TermsReader":
        """Open the postings of a segment."""
        return TermsReader(_files(storage, segment))

    def per_document_reader(self, storage: Any, segment: Any) -> "PerDocumentReader":
        """Open the columns of a segment."""
        return PerDocumentReader(_files(storage, segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> IzlaSegment:
        """Return a segment with a new name."""
        return IzlaSegment(self, indexname)


def _files(storage: Any, segment: Any) -> SegmentFiles:
    return SegmentFiles(Path(storage.folder), segment.segment_id(), segment.doc_count_all())


class _NoWriter:
    is_closed = True

    def close(self) -> None:
        pass

    def __getattr__(self, name: str) -> NoReturn:
        raise IndexingError("this index is written in batches, by BulkWriter.add_batch")


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment, as Whoosh asks for them."""

    def __init__(self, files: SegmentFiles) -> None:
        self._files = files

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._files.fields.get(term[0])
        return field is not None and field.words.find(term[1]) >= 0

    def indexed_field_names(self) -> Any:
        """Return the names of the fields with postings."""
        return self._files.fields.keys()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every (field, term), sorted."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield every (field, term) from one on."""
        for name in sorted(self._files.fields):
            words = self._files.fields[name].words
            if name >= fieldname:
                for number in range(words.lower(prefix) if name == fieldname else 0, words.size):
                    yield name, words[number]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term and what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term from one on and what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return what is known of a term."""
        field, number = self._find(fieldname, text)
        documents, weights = field.documents(number), field.weights(number)
        known = self._files.lengths.get(fieldname)
        lengths = known[documents] if known is not None else np.zeros(1, np.int64)
        return TermInfo(
            weight=float(weights.sum(dtype=np.float64)),
            df=len(documents),
            minlength=_rounded(int(lengths.min())),
            maxlength=_rounded(int(lengths.max())),
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents hold a term."""
        field, number = self._find(fieldname, text)
        return field.count(number)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the weight of a term in all documents."""
        field, number = self._find(fieldname, text)
        return float(field.weights(number).sum(dtype=np.float64))

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> "ArrayMatcher":
        """Return the postings of a term as a matcher; raises TermNotFound."""
        field = self._files.fields.get(fieldname)
        number = field.words.find(text) if field else -1
        if field is None or number < 0:
            raise TermNotFound(f"no term {fieldname}:{text!r}")
        return ArrayMatcher(field, number, format_, (fieldname, text), scorer, self._files.lengths.get(fieldname))

    def cursor(self, fieldname: str, fieldobj: FieldType) -> "Cursor":
        """Return a cursor over the terms of a field."""
        return Cursor(self, fieldname, self._files.fields[fieldname], fieldobj)

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int]:
        field = self._files.fields.get(fieldname)
        number = field.words.find(text) if field else -1
        if field is None or number < 0:
            raise KeyError(text)  # Whoosh makes 0 of a KeyError, and swallows TermNotFound
        return field, number


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field."""

    def __init__(self, reader: TermsReader, name: str, field: FieldPostings, fieldobj: FieldType) -> None:
        self._reader, self._name, self._words, self._fieldobj = reader, name, field.words, fieldobj
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before this one."""
        self._at = self._words.lower(string if isinstance(string, bytes) else self._fieldobj.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term here, None at the end."""
        return self._fieldobj.from_bytes(self._words[self._at]) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Return what is known of the term here."""
        return self._reader.term_info(self._name, self._words[self._at]) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._at < self._words.size


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """The postings of a term, document after document, as Whoosh's own matchers walk them."""

    def __init__(
        self, field: FieldPostings, number: int, format_: Format, term: tuple[str, bytes], scorer: Any, lengths: Any
    ) -> None:
        self.scorer = scorer
        self.format = format_
        self._term = term
        self._documents = field.documents(number)
        self._weights = field.weights(number)
        self._lengths = lengths
        if field.positioned:
            self._ends = np.cumsum(field.frequencies(number), dtype=np.int64)
            self._positions = field.positions(number)
        self._load(0)

    def _load(self, start: int) -> None:
        self._start = start
        self._ids = self._documents[start : start + _RUN].tolist()
        self._own_weights = self._weights[start : start + _RUN].tolist()
        self._at = 0

    def is_active(self) -> bool:
        """Whether there is a posting here."""
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._load(0)

    def copy(self) -> "ArrayMatcher":
        """Return another matcher at the same place."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def id(self) -> int:
        """Return the document here."""
        return int(self._ids[self._at])

    def weight(self) -> float:
        """Return the weight here."""
        return float(self._own_weights[self._at])

    def value(self) -> bytes:
        """Return the positions here as the field's format encodes them."""
        if not isinstance(self.format, Positions):
            return b""
        at = self._start + self._at
        start = int(self._ends[at - 1]) if at else 0
        encoded: bytes = self.format.encode(self._positions[start : int(self._ends[at])].tolist())
        return encoded

    def next(self) -> bool:
        """Go to the next posting; say whether that began a new run."""
        self._at += 1
        if self._at == len(self._ids):
            self._load(self._start + _RUN)
            return True
        return False

    def skip_to(self, id: int) -> None:
        """Go to the first document that is not before this one."""
        if id <= self._ids[self._at]:
            return
        if id > self._ids[-1]:
            at = int(np.searchsorted(self._documents, id))
            self._load(at - at % _RUN)
        if self._ids:
            self._at = bisect.bisect_left(self._ids, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the first run that may hold a better score; return how many were skipped."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._load(self._start + _RUN)
            skipped += 1
        return skipped

    def all_ids(self) -> Iterator[int]:
        """Yield this document and all after it."""
        return iter(self._documents[self._start + self._at :].tolist())

    def block_min_id(self) -> int:
        """Return the first document of the run."""
        return int(self._ids[0])

    def block_max_id(self) -> int:
        """Return the last document of the run."""
        return int(self._ids[-1])

    def block_min_length(self) -> int:
        """Return the least length in the run."""
        return _rounded(int(self._run_lengths().min()))

    def block_max_length(self) -> int:
        """Return the greatest length in the run."""
        return _rounded(int(self._run_lengths().max()))

    def block_max_weight(self) -> float:
        """Return the greatest weight in the run."""
        return float(max(self._own_weights))

    def _run_lengths(self) -> Any:
        return self._lengths[self._documents[self._start : self._start + _RUN]]


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
        return fieldname == DAY or fieldname in self._facets

    def column_reader(self, fieldname: str, column: Column) -> ColumnReader:
        """Return a column: the day as a number, a facet as its entries in one string of bytes."""
        return _Days(self._files) if fieldname == DAY else _Entries(self._files, self._facets[fieldname])

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a document's field, rounded as Whoosh rounds it to a byte."""
        lengths = self._files.lengths.get(fieldname)
        return default if lengths is None else _rounded(int(lengths[docnum]))

    def field_length(self, fieldname: str) -> int:
        """Return the length of a field in all documents."""
        return self._files.totals.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        """Return the least length of a field."""
        return _rounded(int(self._files.lengths[fieldname].min()))

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest length of a field."""
        return _rounded(int(self._files.lengths[fieldname].max()))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return what is stored of a document."""
        return {STORED: self._files.stored(docnum).decode()}


class _Days(ColumnReader):  # type: ignore[misc]
    def __init__(self, files: SegmentFiles) -> None:
        self._files = files

    def __len__(self) -> int:
        return self._files.size

    def __getitem__(self, docnum: int) -> int:
        return int(self._files.days[docnum])


class _Entries(ColumnReader):  # type: ignore[misc]
    def __init__(self, files: SegmentFiles, facet: Any) -> None:
        self._files, self._facet = files, facet

    def __len__(self) -> int:
        return self._files.size

    def __getitem__(self, docnum: int) -> bytes:
        return PAIRED.join(f"{value}{LABELLED}{label}" for value, label in self._facet.pairs(docnum)).encode()


def _rounded(length: int) -> int:
    return int(byte_to_length(length_to_byte(length)))
