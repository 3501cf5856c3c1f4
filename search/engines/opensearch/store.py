"""The generations of a cluster: drafts, publishing by one alias for each fingerprint, pruning and rolling back."""

import datetime as dt
import secrets

from search.analysis.analyzer import Analyzer
from search.analysis.chunk_table import ChunkTable
from search.engines.opensearch.catalogue import HISTORY, MANIFEST, VOCABULARY, Catalogue, Entry, damaged
from search.engines.opensearch.client import WRITE
from search.engines.opensearch.draft import OpenSearchDraft, Provenance, check_ids
from search.engines.opensearch.vocabulary import Statistics
from search.engines.opensearch.writer_lock import WriterLock
from search.generation import Generation, History
from search.retention import before, kept_of_others, nothing_live


class OpenSearchStore:
    """Keeps the generations under one prefix; `fingerprint` is this software's, `analyzer` the site's."""

    def __init__(
        self, catalogue: Catalogue, fingerprint: str, analyzer: Analyzer, *, shards: int, jobs: int, lock_wait: float
    ) -> None:
        self.catalogue = catalogue
        self.analyzer = analyzer
        self.fingerprint = fingerprint
        self._table = ChunkTable(analyzer)  # of drafts, of which a store has one at a time
        self._shards = shards
        self._jobs = jobs
        self._lock_wait = lock_wait

    def list(self) -> tuple[Generation, ...]:
        """Return the published generations of every fingerprint, newest first, without those that cannot be read."""
        return tuple(entry.generation for entry in self.catalogue.entries().values())

    def live(self) -> Generation | None:
        """Return the live generation of this software's fingerprint."""
        index = self.live_index()
        entry = self.catalogue.entry(index) if index else None
        return entry.generation if entry else None

    def live_index(self, *, soon: bool = False) -> str | None:
        """Return the index that the alias of this software's fingerprint names; `soon` as in the catalogue."""
        return self.catalogue.live(self.fingerprint, soon=soon)

    def require_live(self) -> Entry:
        """Return the live generation, or raise IndexUnavailable with the command that makes one."""
        index = self.live_index()
        if index and (entry := self.catalogue.entry(index)):
            return entry
        raise nothing_live(self.list())

    def manifest(self, generation: Generation) -> str:
        """Return the manifest that was published with a generation."""
        return self.catalogue.artefact(self._entry(generation), MANIFEST).decode()

    def history(self, generation: Generation) -> History:
        """Return what happened up to a generation."""
        return History.from_json(self.catalogue.artefact(self._entry(generation), HISTORY).decode())

    def statistics(self, entry: Entry) -> Statistics:
        """Return the statistics that were published with a generation; raises IndexDamaged."""
        return Statistics.from_bytes(self.catalogue.artefact(entry, VOCABULARY))

    def begin(self, base: Generation | None, *, samples: bool, paths: tuple[str, ...]) -> OpenSearchDraft:
        """Take the writer's lock and start a draft: a clone of `base`, or empty; raises WriterBusy."""
        lock = WriterLock(self.catalogue, self._lock_wait)
        try:
            self.catalogue.delete(set(self.catalogue.indices()) - set(self.catalogue.entries()))  # of killed runs
            entry = self._entry(base) if base else None
            return OpenSearchDraft(
                self.catalogue,
                f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%MZ}-{secrets.token_hex(2)}",
                entry,
                self.statistics(entry) if entry else Statistics(),
                Provenance(self.fingerprint, samples, paths),
                self._table,
                self._shards,
                self._jobs,
                lock,
                self._go_live,
            )
        except BaseException:
            lock.release()
            raise

    def check(self, generation: Generation) -> None:
        """Compare a generation's releases and what is kept beside it with what was published; raises IndexDamaged."""
        entry = self._entry(generation)
        for name in entry.artefacts:
            self.catalogue.artefact(entry, name)
        check_ids(self.catalogue, generation.id, generation.documents, entry.ids)

    def roll_back(self) -> Generation:
        """Make the generation before the live one live again; raises IndexUnavailable when there is none."""
        with WriterLock(self.catalogue, self._lock_wait):
            live = self.require_live().generation
            earlier = before(live, self.list())
            self.catalogue.point(self.fingerprint, self.catalogue.index(earlier.id))
            return earlier

    def _go_live(self, index: str) -> None:
        replaced = self.catalogue.live(self.fingerprint, within=WRITE)
        self.catalogue.point(self.fingerprint, index)
        self._prune({index, replaced})

    def _prune(self, keep: set[str | None]) -> None:
        """Keep, of each fingerprint in use, the live generation and the one it took over from; drop all else."""
        entries = self.catalogue.entries()

        def live_id(fingerprint: str) -> str | None:
            entry = entries.get(self.catalogue.live(fingerprint) or "")
            return entry.generation.id if entry else None

        others = kept_of_others(self.fingerprint, [entry.generation for entry in entries.values()], live_id)
        kept = keep | set(map(self.catalogue.index, others))
        self.catalogue.delete(name for name in entries if name not in kept)

    def _entry(self, generation: Generation) -> Entry:
        entry = self.catalogue.entry(self.catalogue.index(generation.id))
        if entry is None:
            raise damaged(generation.id, "its index is not in the cluster")
        return entry
