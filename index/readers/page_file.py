"""Saved web pages: one release each, or none where a page only lists others."""

from index.records.record import RawRecord, ReadRelease, Skipped
from index.records.understanding import Rules
from search.errors import BadRelease


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of a page's bytes."""
    return Skipped(record.path, record.line, "page", record.place)
