"""The parts of a corpus: as much of its files as one process reads at once, cut without parsing anything."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from index.entries import Entry
from index.readers import SINGLE, RawRecord, Remark, Skipped, split_file, suffix_of
from index.readers.walk import CorpusFile
from search.errors import BadRelease

RECORDS: Final = 200  # of a part, a MB or two when analysed: enough that handing it over costs little beside reading it
_MANY: Final = 10  # parts of a file, after which they are twice as large: their words are handed over less often
_KNOWN: Final = 10_000  # known records of a part, which cost little: the progress is told between two parts
_BYTES: Final = 4 << 20  # of a part's records: a collection of long texts is handed over in smaller parts

Record = RawRecord | Skipped | BadRelease


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that the draft knows by size and time, with the entries of its releases: nothing is to be read."""

    file: CorpusFile
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class WholeFiles:
    """Files each of which is one release."""

    files: tuple[CorpusFile, ...]


class KnownRecord(NamedTuple):
    """A record that is byte for byte that of a release which the draft holds: its entry, and where it stands now."""

    entry: Entry
    line: int
    consumed: int


@dataclass(frozen=True, slots=True)
class Records:
    """Some records of one file in order, those that are to be read apart from the known ones.

    `remarks` are about the whole file; `last` says that no more of it follow.
    """

    file: CorpusFile
    records: tuple[Record, ...]
    known: tuple[KnownRecord, ...]
    remarks: tuple[Remark, ...]
    last: bool


Part = Unchanged | WholeFiles | Records


def to_read(part: Part) -> WholeFiles | Records | None:
    """Return what a reader needs of a part; None where nothing is to be read."""
    if isinstance(part, Records):
        return replace(part, known=()) if part.records else None
    return part if isinstance(part, WholeFiles) else None


def size(part: WholeFiles | Records) -> int:
    """Return how many records, or files of one, a reader has to read of a part."""
    return len(part.files) if isinstance(part, WholeFiles) else len(part.records)


def parts_of(
    files: Iterable[CorpusFile],
    unchanged: Callable[[CorpusFile], tuple[Entry, ...]],
    known: Callable[[CorpusFile], Mapping[str, Entry]],
    columns: Mapping[str, str],
) -> Iterator[Part]:
    """Give the parts of files in their order.

    `unchanged` returns the entries of a file that need not be read, `known` those of a file by their records' digests;
    `columns` are the fields of the names that a site gave its own columns.
    """
    waiting: list[CorpusFile] = []
    for file in files:
        entries = unchanged(file)
        single = not entries and suffix_of(file.path) in SINGLE
        if waiting and (not single or len(waiting) == RECORDS):
            yield WholeFiles(tuple(waiting))
            waiting = []
        if entries:
            yield Unchanged(file, entries)
        elif single:
            waiting.append(file)
        else:
            yield from _records_of(file, known(file), columns)
    if waiting:
        yield WholeFiles(tuple(waiting))


def _records_of(file: CorpusFile, known_entries: Mapping[str, Entry], columns: Mapping[str, str]) -> Iterator[Records]:
    records: list[Record] = []
    known: list[KnownRecord] = []
    remarks: list[Remark] = []
    taken = parts = 0
    for record in split_file(file.path, file.name or file.path, columns):
        if len(records) == (RECORDS if parts < _MANY else 2 * RECORDS) or taken > _BYTES or len(known) == _KNOWN:
            yield Records(file, tuple(records), tuple(known), tuple(remarks), last=False)
            records, known, remarks, taken = [], [], [], 0
            parts += 1
        if isinstance(record, Remark):
            remarks.append(record)
        elif isinstance(record, RawRecord) and (entry := known_entries.get(record.raw)):
            known.append(KnownRecord(entry, record.line, record.consumed))
        else:
            records.append(record)
            taken += len(record.data) if isinstance(record, RawRecord) else 0
    yield Records(file, tuple(records), tuple(known), tuple(remarks), last=True)
