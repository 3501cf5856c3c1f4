"""The generations of a cluster: drafts, publishing by one alias for each fingerprint, pruning and rolling back."""

import datetime as dt
import hashlib
import secrets
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.chunk_table import ChunkTable
from search.engines.opensearch.catalogue import HISTORY, MANIFEST, VOCABULARY, Catalogue, Entry, damaged
from search.engines.opensearch.client import WRITE
from search.engines.opensearch.draft import OpenSearchDraft, Provenance, check_ids
from search.engines.opensearch.term_file import TermFile
from search.engines.opensearch.vocabulary import Statistics
from search.engines.opensearch.writer_lock import WriterLock
from search.generation import Generation, History
from search.retention import before, kept_of_others, nothing_live

GRACE: Final = 600.0  # seconds
_SUFFIX: Final = ".terms"


class OpenSearchStore:
    """Keeps the generations under one prefix; `fingerprint` is this software's, `analyzer` the site's.

    Terms are kept in the `folder`. A generation that another one took the place of stays for `grace` seconds at least:
    whoever reads it may end.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        fingerprint: str,
        analyzer: Analyzer,
        *,
        folder: Path,
        shards: int,
        jobs: int,
        lock_wait: float,
        grace: float = GRACE,
    ) -> None:
        self.catalogue = catalogue
        self.analyzer = analyzer
        self.fingerprint = fingerprint
        self._table = ChunkTable(analyzer)  # of drafts, of which a store has one at a time
        self._folder = folder
        self._shards = shards
        self._jobs = jobs
        self._lock_wait = lock_wait
        self._grace = grace

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

    def manifest(self, generation: Generation) -> bytes:
        """Return the manifest that was published with a generation."""
        return self.catalogue.artefact(self._entry(generation), MANIFEST)

    def history(self, generation: Generation) -> History:
        """Return what happened up to a generation."""
        return History.from_json(self.catalogue.artefact(self._entry(generation), HISTORY).decode())

    def terms(self, entry: Entry) -> TermFile:
        """Return the terms that were published with a generation, mapped; raises IndexDamaged.

        The file is fetched once for all processes that share the folder, and checked whenever it is opened.
        """
        _, digest = entry.artefacts[VOCABULARY]
        path = self._folder / f"{entry.generation.id.lower()}{_SUFFIX}"
        if not (path.is_file() and _digest_of(path) == digest):
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._folder.glob(f"*{_SUFFIX}"):
                if time.time() - old.stat().st_mtime > self._grace:
                    old.unlink(missing_ok=True)  # whoever has it open keeps it
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                try:
                    self.catalogue.fetch(entry, VOCABULARY, file.file)
                    file.flush()
                    Path(file.name).replace(path)
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
        return TermFile(path)

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
                Statistics(self.terms(entry) if entry else None),
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
        """Keep, of each fingerprint in use, the live generation and the one it took over from; drop all else.

        What was live until a short while ago stays until a later run, as requests may still read it.
        """
        entries = self.catalogue.entries()

        def live_id(fingerprint: str) -> str | None:
            entry = entries.get(self.catalogue.live(fingerprint) or "")
            return entry.generation.id if entry else None

        others = kept_of_others(self.fingerprint, [entry.generation for entry in entries.values()], live_id)
        kept = keep | set(map(self.catalogue.index, others)) | self._just_replaced(entries)
        self.catalogue.delete(name for name in entries if name not in kept)

    def _just_replaced(self, entries: Mapping[str, Entry]) -> set[str]:
        """Return the indices of generations that were followed by another one of theirs within the time of grace."""
        since = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=self._grace)
        followed: dict[str, dt.datetime] = {}  # of each fingerprint, when the next newer generation was built
        just = set()
        for index, entry in entries.items():  # the newest first
            generation = entry.generation
            if followed.get(generation.fingerprint, since) > since:
                just.add(index)
            followed[generation.fingerprint] = generation.built
        return just

    def _entry(self, generation: Generation) -> Entry:
        entry = self.catalogue.entry(self.catalogue.index(generation.id))
        if entry is None:
            raise damaged(generation.id, "its index is not in the cluster")
        return entry


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
