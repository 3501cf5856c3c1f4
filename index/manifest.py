"""The manifest of a generation, kept beside it: where each release stood and a hash of what it says."""

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, Final, NamedTuple

import orjson

from index.twins.facts import TwinFacts
from index.twins.merger import Merge, Place
from index.twins.table import NO_TWINS, TwinTable
from search.errors import REINDEX, IndexDamaged

_VERSION: Final = 3  # of the JSON text
_OLDER_VERSIONS: Final = (1, 2)  # 1 said nothing of when a release was first seen, 2 nothing of records
_ROW: Final = 7  # values of a release of a file of many; what is odd about it follows
_FIRST_ROW: Final = 3  # values of a release in the first version
UNSURE: Final = -1  # an `mtime_ns` that no file has: it is read again the next time


class Entry(NamedTuple):
    """A release of a generation.

    `path` is absolute and `line` counts from 1, 0 where the file is the release; `size` (bytes) and `mtime_ns` are the
    file's, `sample` says that the file lay below a NAMUNA, `hash` is the release's content_hash, `first_seen` and
    `changed` are the release's. For one of a file of many, which need not be read again while its record is the same
    bytes, `raw` is a digest of those, `content` one of the release's words and `findings` what was odd about it, each a
    kind of `index.lint.KINDS` and a text. A tuple, as a run makes one of each release, and those are made soonest.
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


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A broken record that named no id: a hash of its bytes, and the id of the release that it kept, if any."""

    digest: str
    kept: str | None


@dataclass(frozen=True)
class Manifest:
    """What a generation was made of.

    The paths that were the whole corpus, absolute, the releases found there, by id, the faults, by path; and what the
    site said of its records: pairs of a field and a column of its own, whether what is dated later than today is to be
    seen, and whether what is in another language than Uzbek is kept. `merges` are the groups of twins that are one
    release, by its id, `twins` what new releases are compared with, and `separate` the pairs that the site
    kept apart.
    """

    paths: tuple[str, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict)
    faults: dict[str, tuple[FaultRow, ...]] = field(default_factory=dict)
    mapping: tuple[tuple[str, str], ...] = ()
    include_future: bool = False
    merges: dict[str, Merge] = field(default_factory=dict)
    twins: TwinTable = field(default_factory=lambda: NO_TWINS)
    separate: frozenset[frozenset[str]] = frozenset()
    keep_foreign: bool = False

    @cached_property
    def heirs(self) -> dict[str, str]:
        """The release that each twin is a part of, by the twin's id."""
        return {name: main for main, merge in self.merges.items() for name in merge.ids[1:]}

    @cached_property
    def documents(self) -> dict[str, str]:
        """The releases that a generation holds, by id: the content hash of each."""
        heirs, merges = self.heirs, self.merges
        return {
            name: merges[name].hash if name in merges else entry.hash
            for name, entry in self.entries.items()
            if name not in heirs
        }

    def by_path(self) -> dict[str, list[Entry]]:
        """Return the entries of each file."""
        entries: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            entries.setdefault(entry.path, []).append(entry)
        return entries

    def outside(self, paths: Collection[str]) -> tuple[Entry, ...]:
        """Return the entries that lie in none of some files."""
        return tuple(entry for entry in self.entries.values() if entry.path not in paths)

    def faults_outside(self, paths: Collection[str]) -> dict[str, tuple[FaultRow, ...]]:
        """Return the faults that lie in none of some files."""
        return {path: rows for path, rows in self.faults.items() if path not in paths}

    def to_json(self) -> bytes:
        """Write the manifest; a file's facts are written once for all its releases."""
        files = [
            [*facts, [_row(entry) for entry in entries]] for facts, entries in groupby(self.entries.values(), _facts)
        ]
        faults = {path: [[row.digest, row.kept] for row in rows] for path, rows in self.faults.items()}
        values = {
            "version": _VERSION,
            "paths": self.paths,
            "files": files,
            "faults": faults,
            "mapping": self.mapping,
            "include_future": self.include_future,
            "keep_foreign": self.keep_foreign,
            "merges": [list(merge) for merge in self.merges.values()],
            "separate": sorted(sorted(pair) for pair in self.separate),
            "twins": self.twins.to_values({name: number for number, name in enumerate(self.entries)}),
        }
        return orjson.dumps(values)

    @classmethod
    def from_json(cls, text: bytes | str, built: int = 0) -> "Manifest":
        """Read what `to_json` wrote; raises IndexDamaged when it is anything else.

        `built` (seconds since 1970) stands for the times that the first version of a manifest does not say.
        """
        try:
            values = orjson.loads(text)
            if values["version"] not in (*_OLDER_VERSIONS, _VERSION):
                raise ValueError(f"version {values['version']}")
            entries: dict[str, Entry] = {}
            for path, size, mtime_ns, sample, rows in values["files"]:
                entries.update((row[0], _entry(row, path, size, mtime_ns, sample, built)) for row in rows)
            # manifests of the same version were written without faults
            faults = {
                path: tuple(FaultRow(digest, kept) for digest, kept in rows)
                for path, rows in dict(values.get("faults", {})).items()
            }
            mapping = tuple((name, column) for name, column in values.get("mapping", ()))
            merges = {
                ids[0]: Merge(tuple(ids), signature, digest, tuple((one, other) for one, other in pairs))
                for ids, signature, digest, pairs in values.get("merges", ())
            }
            twins = _twins(values, list(entries))
            return cls(
                tuple(values["paths"]),
                entries,
                faults,
                mapping,
                bool(values.get("include_future")),
                merges,
                twins,
                frozenset(map(frozenset, values.get("separate", ()))),
                bool(values.get("keep_foreign")),
            )
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise IndexDamaged(
                f"the manifest of the live generation cannot be read ({error!r})",
                f"{REINDEX} --full --allow-removals PATH …",
            ) from error


class ManifestBuilder:
    """Gathers the entries of the next generation by id; `kept` are those that it holds whatever is read."""

    def __init__(self, kept: Iterable[Entry] = ()) -> None:
        self._entries = {entry.id: entry for entry in kept}

    def claim(self, entry: Entry) -> Entry:
        """Enter a release under its id; return the entry that holds the id, which is another's if that came first."""
        return self._entries.setdefault(entry.id, entry)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The entries so far, by id."""
        return self._entries

    def finish(self, unread: Iterable[Entry], broken: Collection[str]) -> dict[str, Entry]:
        """Return all entries, with those of `unread` whose ids are free.

        Those, and the entries of files that are `broken` (by path), are read again the next time also when nobody
        touches their files: what is broken must be reported again.
        """
        entries = {
            name: entry._replace(mtime_ns=UNSURE) if entry.path in broken else entry
            for name, entry in self._entries.items()
        }
        for entry in unread:
            entries.setdefault(entry.id, entry._replace(mtime_ns=UNSURE))
        return entries


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two manifests: ids that are new, say something else, are gone, and stayed as they were."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    same: tuple[str, ...]


def difference(old: Manifest, new: Manifest) -> Difference:
    """Compare two manifests by what their releases say."""
    before, after = old.documents, new.documents
    return Difference(
        added=tuple(name for name in after if name not in before),
        changed=tuple(name for name in after if name in before and after[name] != before[name]),
        removed=tuple(name for name in before if name not in after),
        same=tuple(name for name in after if name in before and after[name] == before[name]),
    )


def _facts(entry: Entry) -> tuple[str, int, int, bool]:
    return entry.path, entry.size, entry.mtime_ns, entry.sample


def _row(entry: Entry) -> list[Any]:
    row = [entry.id, entry.line, entry.hash, entry.first_seen, entry.changed]
    return [*row, entry.raw, entry.content, *entry.findings] if entry.raw else row


def _entry(row: list[Any], path: str, size: int, mtime_ns: int, sample: bool, built: int) -> Entry:
    whole = row if len(row) >= _ROW else [*(row if len(row) > _FIRST_ROW else [*row, built, built]), "", ""]
    release_id, line, digest, first_seen, changed, raw, content = whole[:_ROW]
    found = tuple((kind, text) for kind, text in row[_ROW:])
    return Entry._make(
        (release_id, path, line, size, mtime_ns, sample, digest, first_seen, changed, raw, content, found)
    )


def _twins(values: Mapping[str, Any], names: Sequence[str]) -> TwinTable:
    """Return the table of twins; manifests of the same version held it as rows, or not at all."""
    if "twins" in values:
        return TwinTable.from_values(values["twins"], names)
    rows = dict(values.get("twin_facts", {}))
    facts = [
        TwinFacts(day, script, origin, tuple(int(link, 16) for link in links), base64.b64decode(sample))
        for day, script, origin, links, sample in rows.values()
    ]
    return TwinTable.of(list(rows), facts)
