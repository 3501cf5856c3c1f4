"""The entries of a manifest: where each release stood and a hash of what it says, as columns with a row for each."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np

from index.entry_columns import EntryColumns, FileFacts
from index.twins.merger import Place
from search.array_types import Ints
from search.ragged import before
from search.release import Moments

UNSURE: Final = -1  # an `mtime_ns` that no file has: it is read again the next time


class Entry(NamedTuple):
    """A release of a generation.

    `path` is absolute and `line` counts from 1, 0 where the file is the release; `size` (bytes) and `mtime_ns` are the
    file's, `sample` says that the file lay below a NAMUNA, `hash` is the release's content_hash, `first_seen` and
    `changed` are the release's. For one of a file of many, which need not be read again while its record is the same
    bytes, `raw` is a digest of those, `content` one of the release's words and `findings` what was odd about it, each a
    kind of `index.lint.KINDS` and a text. `hash` is 32 hexadecimal digits, `raw` and `content` are 24; "" is none.
    """

    id: str
    path: str
    line: int
    size: int
    mtime_ns: int
    sample: bool
    hash: str
    first_seen: int
    changed: int
    raw: str = ""
    content: str = ""
    findings: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> Place:
        """Where the release stood."""
        return Place(self.path, self.line)


class EntryTable(Mapping[str, Entry]):
    """The entries of releases by id, in the order in which they were entered.

    An entry is made when it is asked for: the columns take a quarter of the memory, none of it the collector's, and
    processes that are forked share it.
    """

    def __init__(self, columns: EntryColumns | None = None) -> None:
        self._columns = EntryColumns() if columns is None else columns

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "EntryTable":
        """Return the table of some entries; of those with one id the first stands.

        Raises ValueError for a digest that is none.
        """
        builder = EntryTableBuilder()
        for entry in entries:
            builder.claim(entry)
        return builder.table

    def __getitem__(self, name: str) -> Entry:
        return self._entry(self._columns.rows[name], name)

    def __contains__(self, name: object) -> bool:
        return name in self._columns.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.rows)

    def __len__(self) -> int:
        return len(self._columns.rows)

    def hash(self, name: str) -> str | None:
        """Return the content hash of a release, None where it has no entry."""
        row = self._columns.rows.get(name)
        return None if row is None else self._columns.hashes[row]

    def moments(self, name: str) -> Moments | None:
        """Return `first_seen` and `changed` of a release (seconds since 1970), None where it has no entry."""
        row = self._columns.rows.get(name)
        return None if row is None else (self._columns.first_seen[row], self._columns.changed[row])

    def not_as_in(self, other: "EntryTable") -> set[str]:
        """Return the ids of releases that another table does not have, or with another content hash."""
        names = self._columns.names
        theirs = np.fromiter((other._columns.rows.get(name, -1) for name in names), np.int64, len(names))
        both = np.flatnonzero(theirs >= 0)
        changed = both[self._columns.hashes.differs(both, other._columns.hashes, theirs[both])]
        return {names[row] for row in (*np.flatnonzero(theirs < 0).tolist(), *changed.tolist())}

    def hashes(self) -> Iterator[str]:
        """Give the content hash of each release, in order."""
        return iter(self._columns.hashes)

    @property
    def rows(self) -> Mapping[str, int]:
        """The place of each release in the order, by id."""
        return self._columns.rows

    def of_path(self, path: str) -> list[Entry]:
        """Return the entries of a file, in order."""
        return [self._entry(row) for row in self._rows_of(path)]

    def of_file(self, facts: FileFacts) -> list[Entry]:
        """Return the same where the file was found so for all of them, else none."""
        columns = self._columns
        found = {columns.file_numbers[row] for row in self._rows_of(facts.path)}
        return self.of_path(facts.path) if all(columns.files[number] == facts for number in found) else []

    def by_record(self, path: str, *, sample: bool) -> "EntriesByRecord":
        """Return the entries of a file of many by the digests of their records, of those that were samples or not."""
        columns = self._columns
        rows = [row for row in self._rows_of(path) if columns.files[columns.file_numbers[row]].sample == sample]
        raws = columns.raws.part(np.array(rows, np.int64))
        return EntriesByRecord({raw: row for raw, row in zip(raws, rows, strict=True) if raw}, self._entry)

    def outside(self, paths: Collection[str]) -> "EntryTable":
        """Return the entries that lie in none of some files, in order."""
        outside = np.array([facts.path not in paths for facts in self._columns.files], bool)
        return EntryTable(self._columns.part(np.flatnonzero(outside[self._columns.file_numbers])))

    def has_samples(self) -> bool:
        """Say whether a file lies below a NAMUNA."""
        return any(facts.sample for facts in self._columns.files)

    def copied_columns(self) -> EntryColumns:
        """Return columns of these entries that may grow."""
        return self._columns.part(np.arange(len(self)))

    def to_values(self) -> list[dict[str, Any]]:
        """Return the table as JSON holds it, in blocks of rows."""
        return self._columns.to_values()

    @classmethod
    def from_values(cls, values: Iterable[Mapping[str, Any]]) -> "EntryTable":
        """Read what `to_values` gave; raises KeyError, TypeError or ValueError for what is not that."""
        return cls(EntryColumns.from_values(values))

    @cached_property
    def _paths(self) -> dict[str, int]:
        """Numbers of the paths: a file that was found twice has one."""
        return {path: number for number, path in enumerate(dict.fromkeys(facts.path for facts in self._columns.files))}

    @cached_property
    def _by_path(self) -> tuple[Ints, Ints]:
        """The rows in the order of their paths' numbers, and where those of each number begin."""
        numbers = np.array([self._paths[facts.path] for facts in self._columns.files], np.int64)
        of_rows = numbers[np.asarray(self._columns.file_numbers)]
        return np.argsort(of_rows, kind="stable"), before(np.bincount(of_rows, minlength=len(self._paths)))

    def _rows_of(self, path: str) -> list[int]:
        if (number := self._paths.get(path)) is None:
            return []
        order, starts = self._by_path
        rows: list[int] = order[starts[number] : starts[number + 1]].tolist()
        return rows

    def _entry(self, row: int, name: str | None = None) -> Entry:
        columns = self._columns
        path, size, mtime_ns, sample = columns.files[columns.file_numbers[row]]
        return Entry._make(
            (
                columns.names[row] if name is None else name,
                path,
                columns.lines[row],
                size,
                mtime_ns,
                sample,
                columns.hashes[row],
                columns.first_seen[row],
                columns.changed[row],
                columns.raws[row],
                columns.contents[row],
                columns.findings.get(row, ()),
            )
        )


class EntriesByRecord(Mapping[str, Entry]):
    """The entries of a file of many by the digests of their records, of which some are made: those asked for."""

    def __init__(self, rows: Mapping[str, int], entry: Callable[[int], Entry]) -> None:
        self._rows = rows
        self._entry = entry

    def __getitem__(self, raw: str) -> Entry:
        return self._entry(self._rows[raw])

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class EntryTableBuilder:
    """Gathers the entries of the next generation by id; `kept` are those that it holds whatever is read."""

    def __init__(self, kept: EntryTable | None = None) -> None:
        self._columns = kept.copied_columns() if kept else EntryColumns()
        self._file_numbers = {facts: number for number, facts in enumerate(self._columns.files)}

    def claim(self, entry: Entry) -> Entry | None:
        """Enter a release under its id; where that is another's, which came first, return the entry of that one.

        Raises ValueError for a digest that is none.
        """
        columns = self._columns
        row = len(columns.names)
        first = columns.rows.setdefault(entry.id, row)
        if first != row:
            return self.table[entry.id]
        columns.names.append(entry.id)
        facts = FileFacts(entry.path, entry.size, entry.mtime_ns, entry.sample)
        number = self._file_numbers.setdefault(facts, len(columns.files))
        if number == len(columns.files):
            columns.files.append(facts)
        columns.file_numbers.append(number)
        columns.lines.append(entry.line)
        columns.first_seen.append(entry.first_seen)
        columns.changed.append(entry.changed)
        columns.hashes.append(entry.hash)
        columns.raws.append(entry.raw)
        columns.contents.append(entry.content)
        if entry.findings:
            columns.findings[row] = entry.findings
        return None

    @property
    def table(self) -> EntryTable:
        """The entries so far."""
        return EntryTable(self._columns)

    def finish(self, unread: Iterable[Entry], broken: Collection[str]) -> EntryTable:
        """Return all entries, with those of `unread` whose ids are free.

        Those, and the entries of files that are `broken` (by path), are read again the next time also when nobody
        touches their files: what is broken must be reported again.
        """
        files = self._columns.files
        files[:] = [facts._replace(mtime_ns=UNSURE) if facts.path in broken else facts for facts in files]
        for entry in unread:
            self.claim(entry._replace(mtime_ns=UNSURE))
        return self.table
