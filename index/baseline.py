"""The baseline of a run: the releases of earlier generations that a corpus is compared with."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from index.manifest import Entry, Manifest
from index.readers.walk import CorpusFile
from search.release import Moments


@dataclass(frozen=True)
class Baseline:
    """What a run compares the corpus with.

    `drafted` is what the draft holds from the start, `live` what was live before: the two differ where a run builds
    anew. `started` is when the run began (seconds since 1970). `reread` says that records are understood otherwise than
    they were, so that none is known by its bytes.
    """

    drafted: Manifest
    live: Manifest
    started: int
    reread: bool = False

    def unchanged(self, file: CorpusFile) -> Collection[Entry]:
        """Return the entries of a file that is as the draft knows it by size and time; none where it must be read."""
        entries = () if self.reread else self._drafted_by_path.get(file.path, ())
        facts = (file.size, file.mtime_ns, file.sample)
        return entries if all((entry.size, entry.mtime_ns, entry.sample) == facts for entry in entries) else ()

    def known_records(self, file: CorpusFile) -> dict[str, Entry]:
        """Return the releases that the draft holds of a file of many, by the digests of the records they stood in."""
        if self.reread:
            return {}
        return {
            entry.raw: entry
            for entry in self._drafted_by_path.get(file.path, ())
            if entry.raw and entry.sample == file.sample
        }

    def held_hashes(self) -> frozenset[str]:
        """Return the content hashes of the releases that the draft holds; their ids are in what is hashed."""
        return frozenset(entry.hash for entry in self.drafted.entries.values())

    def moments(self, release_id: str, digest: str) -> Moments:
        """Return `first_seen` and `changed` of a release (seconds since 1970).

        One that says what it said in the live generation keeps the times it had there; a new one is of this run.
        """
        entry = self.live.entries.get(release_id)
        if entry is None:
            return self.started, self.started
        changed = entry.changed if self.live.documents.get(release_id) == digest else self.started
        return entry.first_seen, changed

    @cached_property
    def _drafted_by_path(self) -> dict[str, list[Entry]]:
        return self.drafted.by_path()
