"""The draft: a generation in the making, seen by nobody until it is published."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts
from search.clock import TASHKENT
from search.engine import Preparer
from search.engines.whoosh.codec.batches import Batch
from search.engines.whoosh.codec.bulk_writer import BulkWriter
from search.engines.whoosh.codec.toc import IzlaIndex, create
from search.engines.whoosh.documents import RELEASES, documents, seen
from search.engines.whoosh.generation_files import FILES, HISTORY, MANIFEST, probe_index, write_description
from search.engines.whoosh.memory import share_memory
from search.engines.whoosh.writer_lock import WriterLock
from search.generation import NO_HISTORY, Generation, History
from search.release import Moments, Release
from search.stage_times import StageTimes

_AT_ONCE: Final = 400  # releases that `add` reads at once
_TICK: Final = dt.timedelta(milliseconds=1)
_PROBES: Final = 5  # releases looked up by id when a generation is verified


@dataclass(frozen=True, slots=True)
class Base:
    """The generation that a draft goes on from, and its folder."""

    generation: Generation
    folder: Path


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a generation is built by and of: the fingerprint of the software, whether samples are in it, the paths.

    `after` is when the newest generation was built: however the clock was set, this one is newer.
    """

    fingerprint: str
    samples: bool
    paths: tuple[str, ...]
    after: dt.datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take: `memory` MiB in all its processes, and `jobs` processes that analyse."""

    memory: int
    jobs: int


class WhooshDraft:
    """A generation in the making; leaving its `with` unpublished discards it.

    `table` has the chunks that `add` reads by, `lock` is the writer's, released at the end, and `go_live` takes the
    finished folder.
    """

    def __init__(
        self,
        folder: Path,
        base: Base | None,
        provenance: Provenance,
        table: ChunkTable,
        limits: Limits,
        lock: WriterLock,
        go_live: Callable[[Path, Generation], None],
    ) -> None:
        self._folder = folder
        self._base = base
        self._provenance = provenance
        self._table = table
        self._jobs, left = share_memory(limits.memory, limits.jobs)
        self._lock = lock
        self._go_live = go_live
        self._documents = base.generation.documents if base else 0
        self._probes: list[str] = []
        self._added: set[str] = set()
        self._stages = StageTimes()
        self._writer: BulkWriter | None = None
        self._verified = False
        files = folder / FILES
        files.mkdir(parents=True)
        if base is not None:
            for path in (base.folder / FILES).iterdir():
                os.link(path, files / path.name)
            opened = IzlaIndex(files)
        else:
            opened = create(files, RELEASES)
        self._writer = BulkWriter(opened, RELEASES, left << 20, self._stages)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.cancel()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.release()

    @property
    def preparer(self) -> Preparer:
        """What makes batches of releases."""
        return documents

    @property
    def jobs(self) -> int:
        """How many processes may read and prepare releases, within the memory of the run."""
        return self._jobs

    @property
    def stages(self) -> StageTimes:
        """The times of the run's stages."""
        return self._stages

    def add(self, releases: Iterable[Release]) -> None:
        """Write releases; one with an id that the base holds takes its place.

        An id may come only once in a draft, but for one that was removed from it.
        """
        waiting = iter(releases)
        while part := list(islice(waiting, _AT_ONCE)):
            texts = read_texts([text for release in part for text in (release.title, release.searched)], self._table)
            prepared = documents(part, texts, np.arange(len(part)))
            self.add_prepared(prepared, [(release.first_seen, release.changed) for release in part])

    def add_prepared(self, prepared: Batch, moments: Sequence[Moments | None]) -> None:
        """Write releases as `add` does, those of a batch that have moments."""
        writer = self._open_writer()
        with self._stages.timed("gather"):
            batch = seen(prepared, moments)
            for release_id in batch.ids:
                self._enter(release_id, writer)
        writer.add_batch(batch)

    def _enter(self, release_id: str, writer: BulkWriter) -> None:
        """Count a release in, and take that one out which it takes the place of."""
        if release_id in self._added:
            raise ValueError(f"the id {release_id!r} came twice")
        self._added.add(release_id)
        self._documents += 1
        if self._base is not None:
            self._documents -= writer.delete(release_id)
        if len(self._probes) < _PROBES:
            self._probes.append(release_id)

    def remove(self, ids: Iterable[str]) -> None:
        """Take releases out by id."""
        writer = self._open_writer()
        for release_id in ids:
            if release_id in self._added:
                self._added.remove(release_id)
                self._probes = [probe for probe in self._probes if probe != release_id]
                writer.spill()
            self._documents -= writer.delete(release_id)

    def verify(self) -> None:
        """Close the writer, open what was written and probe it; raises IndexDamaged."""
        self._open_writer().commit()
        self._writer = None
        probe_index(self._folder / FILES, self._folder.name, self._documents, self._probes)
        self._verified = True

    def publish(self, manifest: bytes, history: History = NO_HISTORY, begun: int = 0) -> Generation:
        """Make it the live generation of this fingerprint, atomically; `manifest` is kept beside it unread."""
        if not self._verified:
            self.verify()
        generation = Generation(
            id=self._folder.name,
            fingerprint=self._provenance.fingerprint,
            built=max(dt.datetime.now(TASHKENT), self._provenance.after + _TICK),
            documents=self._documents,
            samples=self._provenance.samples,
            paths=self._provenance.paths,
            begun=begun,
        )
        notes = {MANIFEST: manifest, HISTORY: history.to_json().encode()}
        write_description(self._folder, generation, notes, self._base.folder if self._base else None)
        self._go_live(self._folder, generation)
        return generation

    def _open_writer(self) -> BulkWriter:
        if self._writer is None:
            raise ValueError("the draft is closed")
        return self._writer
