"""A record of named values, as the splitters of tables, JSON, feeds and exports hand it over, made a release."""

import orjson

from index.records.admission import NotForIndex, Rules
from index.records.record import RawRecord, ReadRelease, Skipped
from index.records.understanding import EMPTY, Given, understand
from search.errors import BadRelease


def read_record(record: RawRecord, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of a record, or why there is none."""
    values, hints = orjson.loads(record.data)
    return read_given(record, Given(values, **hints), rules)


def read_given(record: RawRecord, given: Given, rules: Rules) -> ReadRelease | BadRelease | Skipped:
    """Return the release of what a record gives, or why there is none."""
    try:
        release, findings, links = understand(given, rules)
    except NotForIndex as reason:
        return Skipped(record.path, record.line, reason.reason, record.place, again=reason.again)
    except ValueError as error:
        where = f"{record.place}: " if record.place else ""
        return BadRelease(record.path, record.line, f"{where}{error}", digest=record.raw or None)
    return ReadRelease(record.path, record.line, record.consumed, release, findings, record.raw, links)


def empty(record: RawRecord) -> Skipped:
    """Return that a file holds nothing."""
    return Skipped(record.path, record.line, EMPTY, record.place)
