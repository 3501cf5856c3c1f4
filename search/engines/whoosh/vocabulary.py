"""The vocabulary of a snapshot: the terms of its segments' dictionaries that a live release holds."""

from collections.abc import Sequence
from itertools import compress

from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.segment_reader import SegmentReader


class WhooshVocabulary:
    """The terms of all segments; a term that only deleted documents hold is not there."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self.documents = reader.documents

    def frequency(self, field: str, term: str) -> int:
        """Return how many releases hold a term."""
        return self._reader.frequency(field, term.encode())

    def starting(self, field: str, prefix: str) -> Sequence[str]:
        """Return the terms that begin so, sorted."""
        start = prefix.encode()
        lists = [self._live(segment, field, start) for segment in self._reader.segments]
        terms = lists[0] if len(lists) == 1 else sorted(set().union(*lists))
        return [term.decode() for term in terms]

    def begins(self, field: str, prefix: str) -> bool:
        """Say whether any term begins so."""
        start = prefix.encode()
        return any(self._begins(segment, field, start) for segment in self._reader.segments)

    def _begins(self, segment: SegmentReader, field: str, start: bytes) -> bool:
        low, high = segment.files.fields[field].terms.beginning(start)
        held = segment.held_terms(field)
        return bool(low < high and (held is None or held[low:high].any()))

    def _live(self, segment: SegmentReader, field: str, start: bytes) -> list[bytes]:
        terms = segment.files.fields[field].terms
        low, high = terms.beginning(start)
        listed: list[bytes] = terms.slice(low, high)
        held = segment.held_terms(field)
        return listed if held is None else list(compress(listed, held[low:high].tolist()))
