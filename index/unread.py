"""The unread: releases that a run did not see again, and which of them a fault may stand for.

What is broken may be a release that the generation before holds, so that one stays: a slip in a file withdraws nothing.
But a fault protects only what it may stand for.

- One that names an id stands for the release of that id, in whichever file and language it was.
- One that cannot tell stands for one unread release of its file: the one that stood where the fault stands now. That is
  counted from the nearest record above it that was there before; of two as near, the earlier one.
- One that was there before, byte for byte, stands for what it stood for then: for nothing, mostly.
- A torn file stands for all that it held and that was not seen; one that was rewritten while it was read for no more
  than fill it up to the number of releases that it held, as its new records are half there already.

A line's number alone matches nothing. Nor is a content hash compared here: it holds the id, which is the hash of what a
release says where none was given. All functions are pure, and no order of reading changes what they return.
"""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass

from index.entries import Entry, EntryTable
from index.manifest import FaultRow, Manifest
from index.records.release_id import in_language
from search.errors import BadRelease
from search.facets.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Fault:
    """What is known of one broken record or file.

    `path` is the file's and `line` counts from 1, 0 for the whole file. `id` is that of the release where it could be
    read, `digest` a hash of the record's bytes, each None where there is none. `torn` says that the file could not be
    read to its end, `rewritten` that it changed meanwhile.
    """

    path: str
    line: int
    id: str | None = None
    digest: str | None = None
    torn: bool = False
    rewritten: bool = False

    @classmethod
    def of(cls, fault: BadRelease, *, rewritten: bool = False) -> "Fault":
        """Return what a reader's error tells."""
        return cls(fault.path, fault.line, fault.id, fault.digest, fault.torn, rewritten)


@dataclass(frozen=True, slots=True)
class KeptReleases:
    """The releases, by id and in their old order, that stay because of what is broken in one file."""

    path: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """What faults protect: the releases that stay, by the path of the faults, and the rows for the next manifest."""

    kept: tuple[KeptReleases, ...]
    rows: dict[str, tuple[FaultRow, ...]]


_StandsFor = tuple[Fault, Entry | None]


def protect(old: Manifest, seen: EntryTable, faults: Iterable[Fault]) -> Protection:
    """Return which unread releases of `old` stay; `seen` are the entries of this run so far, by id.

    Paths come sorted. Each release is kept once, by the first of what protects it: a name, a fault that was there
    before, one that is new, a torn file.
    """
    by_path: dict[str, list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: (fault.path, fault.line)):
        by_path.setdefault(fault.path, []).append(fault)
    if not by_path:
        return Protection((), {})
    not_seen = (old.entries[name] for name in old.entries if name not in seen)
    unread = {entry.id: entry for entry in sorted(not_seen, key=_order)}
    # names go first over all files: a release may have moved and be broken where it is now
    named = {path: _take_named(of_file, unread) for path, of_file in by_path.items()}
    entries_of = {path: old.entries.of_path(path) for path in by_path}
    new_lines = {path: seen.of_path(path) for path in by_path}
    unread_of: dict[str, list[Entry]] = {path: [] for path in by_path}
    for entry in unread.values():
        if entry.path in unread_of:
            unread_of[entry.path].append(entry)
    kept = []
    rows = {}
    for path, of_file in by_path.items():
        stayed = list(named[path])
        candidates = {entry.id: entry for entry in unread_of[path]}
        untold = [fault for fault in of_file if fault.id is None and not fault.torn]
        known = old.faults.get(path, ())
        told, new = _split_known(untold, known, candidates)
        assigned = told + _assign(new, candidates, _Places(entries_of[path], new_lines[path]))
        stayed += [entry for _, entry in assigned if entry is not None]
        torn = [fault for fault in of_file if fault.torn]
        if torn:
            rest = list(candidates.values())
            if any(fault.rewritten for fault in torn):
                room = max(0, len(entries_of[path]) - len(new_lines[path]) - len(stayed))
                rest = rest[max(0, len(rest) - room) :]  # what is missing is the end
            stayed += rest
            # what its broken lines stand for can only be told when it is whole again
            rows[path] = known
        else:
            rows[path] = _rows(assigned)
        if stayed:
            kept.append(KeptReleases(path, tuple(entry.id for entry in sorted(stayed, key=_order))))
    return Protection(tuple(kept), {path: of_file for path, of_file in rows.items() if of_file})


def _take_named(faults: Iterable[Fault], unread: dict[str, Entry]) -> list[Entry]:
    """Take out of the unread those that faults name, whatever language they are in: a broken record does not tell."""
    found = []
    for fault in faults:
        names = (in_language(fault.id, language) for language in LANGUAGES) if fault.id is not None else ()
        if name := next((name for name in names if name in unread), None):
            found.append(unread.pop(name))
    return found


def _split_known(
    faults: Iterable[Fault], known: Iterable[FaultRow], candidates: dict[str, Entry]
) -> tuple[list[_StandsFor], list[Fault]]:
    """Give the faults that were there before what they stood for then, if it is still unread; return also the others.

    Of some that are alike in every byte as many were there before as there are rows, and those that kept a release
    come first: it cannot be told which of them is gone.
    """
    before: Counter[str] = Counter()
    kept_then: dict[str, deque[str]] = {}
    for row in known:
        before[row.digest] += 1
        if row.kept in candidates:
            kept_then.setdefault(row.digest, deque()).append(row.kept)
    told: list[_StandsFor] = []
    new = []
    for fault in faults:
        if fault.digest is None or not before[fault.digest]:
            new.append(fault)
            continue
        before[fault.digest] -= 1
        still = kept_then.get(fault.digest)
        told.append((fault, candidates.pop(still.popleft(), None) if still else None))
    return told, new


class _Places:
    """The lines of a file before and now: where in the old file a line of the new one would stand."""

    def __init__(self, before: Iterable[Entry], now: Iterable[Entry]) -> None:
        old_lines = {entry.id: entry.line for entry in before}
        pairs = sorted((entry.line, old_lines[entry.id]) for entry in now if entry.id in old_lines)
        self._new = [new for new, _ in pairs]
        self._old = [old for _, old in pairs]

    def old_line(self, line: int) -> int:
        """Return the old line, as far below the nearest record above that was there before as the new one is."""
        above = bisect_left(self._new, line) - 1
        return line if above < 0 else self._old[above] + line - self._new[above]


def _assign(faults: Iterable[Fault], candidates: dict[str, Entry], places: _Places) -> list[_StandsFor]:
    """Give each fault, from the top of the file down, the nearest candidate that is left; takes those out."""
    left = list(candidates.values())
    assigned: list[_StandsFor] = []
    for fault in faults:
        wanted = places.old_line(fault.line)
        index = bisect_left(left, wanted, key=lambda entry: entry.line)
        near = [place for place in (index - 1, index) if 0 <= place < len(left)]
        entry = left.pop(min(near, key=lambda place: abs(left[place].line - wanted))) if near else None
        if entry is not None:
            candidates.pop(entry.id)
        assigned.append((fault, entry))
    return assigned


def _rows(assigned: Iterable[_StandsFor]) -> tuple[FaultRow, ...]:
    rows = (
        FaultRow(fault.digest, entry.id if entry else None) for fault, entry in assigned if fault.digest is not None
    )
    return tuple(sorted(rows, key=lambda row: (row.digest, row.kept or "")))


def _order(entry: Entry) -> tuple[str, int, str]:
    return entry.path, entry.line, entry.id
