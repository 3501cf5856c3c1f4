"""The manifest of a generation, kept beside it: where each release stood and a hash of what it says."""

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import orjson

from index.entries import Entry, EntryTable
from index.twins.facts import TwinFacts
from index.twins.merger import Merge
from index.twins.table import NO_TWINS, TwinTable
from search.errors import REINDEX, IndexDamaged

_VERSION: Final = 4  # of the JSON text
# 1 said nothing of when a release was first seen, 2 nothing of records, and up to 3 each release was a row of its own
_OLDER_VERSIONS: Final = (1, 2, 3)
_ROW: Final = 7  # values of a release of a file of many; what is odd about it follows
_FIRST_ROW: Final = 3  # values of a release in the first version


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
    entries: EntryTable = field(default_factory=EntryTable)
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
    def documents(self) -> tuple[str, ...]:
        """The ids of the releases that a generation holds."""
        return tuple(name for name in self.entries if name not in self.heirs)

    def document_hash(self, name: str) -> str | None:
        """Return the content hash of a release as a generation holds it, None where it holds none of this id."""
        if name in self.heirs:
            return None
        merge = self.merges.get(name)
        return self.entries.hash(name) if merge is None or name not in self.entries else merge.hash

    def faults_outside(self, paths: Collection[str]) -> dict[str, tuple[FaultRow, ...]]:
        """Return the faults that lie in none of some files."""
        return {path: rows for path, rows in self.faults.items() if path not in paths}

    def to_json(self) -> bytes:
        """Write the manifest."""
        faults = {path: [[row.digest, row.kept] for row in rows] for path, rows in self.faults.items()}
        values = {
            "version": _VERSION,
            "paths": self.paths,
            "entries": self.entries.to_values(),
            "faults": faults,
            "mapping": self.mapping,
            "include_future": self.include_future,
            "keep_foreign": self.keep_foreign,
            "merges": [list(merge) for merge in self.merges.values()],
            "separate": sorted(sorted(pair) for pair in self.separate),
            "twins": self.twins.to_values(self.entries.rows),
        }
        return orjson.dumps(values)

    @classmethod
    def from_json(cls, text: bytes | memoryview | str, built: int = 0) -> "Manifest":
        """Read what `to_json` wrote; raises IndexDamaged when it is anything else.

        `built` (seconds since 1970) stands for the times that the first version of a manifest does not say.
        """
        try:
            values = orjson.loads(text)
            if values["version"] not in (*_OLDER_VERSIONS, _VERSION):
                raise ValueError(f"version {values['version']}")
            older = values["version"] in _OLDER_VERSIONS
            entries = _older_entries(values["files"], built) if older else EntryTable.from_values(values["entries"])
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


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two manifests: ids that are new, say something else, are gone, and stayed as they were."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    same: tuple[str, ...]


def difference(old: Manifest, new: Manifest) -> Difference:
    """Compare two manifests by what their releases say."""
    added: list[str] = []
    changed: list[str] = []
    same: list[str] = []
    differing = new.entries.not_as_in(old.entries).union(*({*each.merges, *each.heirs} for each in (old, new)))
    for name in new.documents:
        before = old.document_hash(name) if name in differing else None
        if name not in differing or before == new.document_hash(name):
            same.append(name)
        else:
            (added if before is None else changed).append(name)
    removed = tuple(name for name in old.documents if name not in new.entries or name in new.heirs)
    return Difference(tuple(added), tuple(changed), removed, tuple(same))


def _older_entries(files: Iterable[Any], built: int) -> EntryTable:
    """Read the entries of earlier versions: a list for each file, with a row for each of its releases."""
    return EntryTable.of(
        _entry(row, path, size, mtime_ns, sample, built) for path, size, mtime_ns, sample, rows in files for row in rows
    )


def _entry(row: list[Any], path: str, size: int, mtime_ns: int, sample: bool, built: int) -> Entry:
    whole = row if len(row) >= _ROW else [*(row if len(row) > _FIRST_ROW else [*row, built, built]), "", ""]
    release_id, line, digest, first_seen, changed, raw, content = whole[:_ROW]
    found = tuple((kind, text) for kind, text in row[_ROW:])
    return Entry._make(
        (release_id, path, line, size, mtime_ns, sample, digest, first_seen, changed, raw, content, found)
    )


def _twins(values: Mapping[str, Any], names: Sequence[str]) -> TwinTable:
    """Return the table of twins; earlier versions held it as one block, as rows, or not at all."""
    if "twins" in values:
        blocks = values["twins"]
        return TwinTable.from_values([blocks] if isinstance(blocks, dict) else blocks, names)
    rows = dict(values.get("twin_facts", {}))
    facts = [
        TwinFacts(day, script, origin, tuple(int(link, 16) for link in links), base64.b64decode(sample))
        for day, script, origin, links, sample in rows.values()
    ]
    return TwinTable.of(list(rows), facts)
