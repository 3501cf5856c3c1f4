"""A generation in the making, seen by nobody until it is published."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from search.clock import TASHKENT
from search.engines.whoosh.codec.bulk_writer import BulkWriter
from search.engines.whoosh.codec.toc import IzlaIndex, create
from search.engines.whoosh.documents import RELEASES
from search.engines.whoosh.generation_files import FILES, HISTORY, MANIFEST, describe, probe
from search.engines.whoosh.parallel_analysis import batches, share
from search.generation import NO_HISTORY, Generation, History
from search.release import Release

_PROBES: Final = 5  # releases looked up by id when a generation is verified


class WhooshDraft:
    """A generation in the making; leaving its `with` unpublished discards it.

    `base` is the generation to go on from, with the folder of its Whoosh files. `lock` is the writer's, held by an open
    file that is closed at the end; `go_live` takes the finished folder.
    """

    def __init__(
        self,
        folder: Path,
        base: tuple[Generation, Path] | None,
        *,
        fingerprint: str,
        samples: bool,
        paths: tuple[str, ...],
        memory: int,
        jobs: int,
        lock: int,
        go_live: Callable[[Path, Generation], None],
    ) -> None:
        self._fingerprint = fingerprint
        self._go_live = go_live
        self._lock = lock
        self._folder = folder
        self._samples = samples
        self._paths = paths
        self._jobs, left = share(memory, jobs)
        self._base = base[1].parent if base else None
        self._documents = base[0].documents if base else 0
        self._probes: list[str] = []
        self._added: set[str] = set()
        self._writer: BulkWriter | None = None
        self._verified = False
        files = folder / FILES
        files.mkdir(parents=True)
        if base is not None:
            for path in base[1].iterdir():
                os.link(path, files / path.name)
            opened = IzlaIndex(files)
        else:
            opened = create(files, RELEASES)
        self._writer = BulkWriter(opened, RELEASES, left << 20)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.cancel()
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._lock)

    def add(self, releases: Iterable[Release]) -> None:
        """Write releases; one with an id that the base holds takes its place. An id may come only once in a draft."""
        writer = self._open_writer()
        for part in batches(self._entered(releases), self._jobs):
            writer.add_batch(part)

    def _entered(self, releases: Iterable[Release]) -> Iterator[Release]:
        """Count releases in, and take those out that they take the place of."""
        for release in releases:
            if release.id in self._added:
                raise ValueError(f"the id {release.id!r} came twice")
            self._added.add(release.id)
            self._documents += 1
            if self._base is not None:
                self._documents -= self._open_writer().delete(release.id)
            if len(self._probes) < _PROBES:
                self._probes.append(release.id)
            yield release

    def remove(self, ids: Iterable[str]) -> None:
        """Take releases out by id."""
        writer = self._open_writer()
        for release_id in ids:
            self._documents -= writer.delete(release_id)

    def verify(self) -> None:
        """Close the writer, open what was written and probe it; raises IndexDamaged."""
        self._open_writer().commit()
        self._writer = None
        probe(self._folder / FILES, self._folder.name, self._documents, self._probes)
        self._verified = True

    def publish(self, manifest: str, history: History = NO_HISTORY, begun: int = 0) -> Generation:
        """Make it the live generation of this fingerprint, atomically; `manifest` is kept beside it unread."""
        if not self._verified:
            self.verify()
        generation = Generation(
            id=self._folder.name,
            fingerprint=self._fingerprint,
            built=dt.datetime.now(TASHKENT),
            documents=self._documents,
            samples=self._samples,
            paths=self._paths,
            begun=begun,
        )
        describe(self._folder, generation, {MANIFEST: manifest, HISTORY: history.to_json()}, self._base)
        self._go_live(self._folder, generation)
        return generation

    def _open_writer(self) -> BulkWriter:
        if self._writer is None:
            raise ValueError("the draft is closed")
        return self._writer
