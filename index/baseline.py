"""The baseline of a run: the releases of earlier generations that a corpus is compared with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from index.entries import Entry
from index.entry_columns import FileFacts
from index.manifest import Manifest
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
        facts = FileFacts(file.path, file.size, file.mtime_ns, file.sample)
        return () if self.reread else self.drafted.entries.of_file(facts)

    def known_records(self, file: CorpusFile) -> Mapping[str, Entry]:
        """Return the releases that the draft holds of a file of many, by the digests of the records they stood in."""
        return {} if self.reread else self.drafted.entries.by_record(file.path, sample=file.sample)

    def held_hashes(self) -> frozenset[str]:
        """Return the content hashes of the releases that the draft holds; their ids are in what is hashed."""
        return frozenset(self.drafted.entries.hashes())

    def moments(self, release_id: str, digest: str) -> Moments:
        """Return `first_seen` and `changed` of a release (seconds since 1970).

        One that says what it said in the live generation keeps the times it had there; a new one is of this run.
        """
        moments = self.live.entries.moments(release_id)
        if moments is None:
            return self.started, self.started
        first_seen, changed = moments
        return first_seen, changed if self.live.document_hash(release_id) == digest else self.started

    def moments_of(self, entry: Entry) -> Moments:
        """Return the same of a release that the draft holds as it is."""
        live = self.live
        if live is self.drafted and entry.id not in live.merges and entry.id not in live.heirs:
            return entry.first_seen, entry.changed
        return self.moments(entry.id, entry.hash)
