"""Our codec as Whoosh sees it: with it importable, plain Whoosh opens a generation and searches it."""

from pathlib import Path
from typing import Any, NoReturn

from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.writing import IndexingError

from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.compat.whoosh_documents import PerDocumentReader
from search.engines.whoosh.compat.whoosh_terms import TermsReader


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
