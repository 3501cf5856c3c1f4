"""The parts of a corpus: as much of its files as one process reads at once, cut without parsing anything."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.manifest import Entry
from index.readers import SINGLE, SPLIT, RawRecord, ReadRelease, read_releases, suffix_of
from index.readers.walk import CorpusFile
from search.errors import BadRelease

RECORDS: Final = 400  # of a part, some MB when analysed: enough that handing it over costs little beside reading it
_BYTES: Final = 4 << 20  # of a part's records: a collection of long texts is handed over in smaller parts

Record = RawRecord | ReadRelease | BadRelease


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that the draft knows by size and time, with the entries of its releases: nothing is to be read."""

    file: CorpusFile
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class WholeFiles:
    """Files each of which is one release."""

    files: tuple[CorpusFile, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """Some records of one file in order; `last` says that no more of the file follow."""

    file: CorpusFile
    records: tuple[Record, ...]
    last: bool


Part = Unchanged | WholeFiles | Records


def parts_of(files: Iterable[CorpusFile], unchanged: Callable[[CorpusFile], tuple[Entry, ...]]) -> Iterator[Part]:
    """Give the parts of files in their order; `unchanged` returns the entries of a file that need not be read."""
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
            yield from _records_of(file)
    if waiting:
        yield WholeFiles(tuple(waiting))


def _records_of(file: CorpusFile) -> Iterator[Records]:
    path = Path(file.path)
    suffix = suffix_of(path.name)
    records: list[Record] = []
    size = 0
    for record in SPLIT[suffix][0](path) if suffix in SPLIT else read_releases(path):
        if len(records) == RECORDS or size > _BYTES:
            yield Records(file, tuple(records), last=False)
            records, size = [], 0
        records.append(record)
        size += _size(record)
    yield Records(file, tuple(records), last=True)


def _size(record: Record) -> int:
    match record:
        case RawRecord():
            return len(record.data)
        case ReadRelease():
            return len(record.release.body)
    return 0
