"""The generations on disk: drafts, publishing by one atomic pointer for each fingerprint, pruning and rolling back.

DATA/lock                     held by the one writer
DATA/drafts/ID/               a generation in the making, or one that is being removed
DATA/generations/ID/          published; never written again
    generation.json           what it is, and each file's size and SHA-256
    manifest.json             what the run that built it knew; kept, not read
    history.json              earlier runs, and the releases that are gone
    index/                    Whoosh's files
DATA/live/FINGERPRINT         the id of the live generation of that fingerprint
"""

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
from pathlib import Path
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.chunk_table import ChunkTable
from search.engines.whoosh.draft import Base, Limits, Provenance, WhooshDraft
from search.engines.whoosh.generation_files import (
    FILES,
    HISTORY,
    MANIFEST,
    check_files,
    probe_index,
    read_generation,
    read_note,
)
from search.engines.whoosh.writer_lock import WriterLock
from search.errors import IndexDamaged
from search.generation import Generation, History
from search.retention import before, in_use, kept_of_others, long_replaced, nothing_live
from search.to_disk import bring_name_to_disk, bring_to_disk, write_text

_LOCK: Final = "lock"
_NOT_OF_IDS: Final = re.compile(rb"[^0-9A-Za-z-]")  # in ids of generations
_LONGEST_ID: Final = 64  # bytes
_NEVER: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TORN: Final = "?"  # what a pointer names that holds nothing


class WhooshStore:
    """Keeps the generations of one data folder; `fingerprint` is this software's, `analyzer` the site's."""

    def __init__(
        self, data: Path, fingerprint: str, analyzer: Analyzer, *, memory: int, jobs: int, lock_wait: float
    ) -> None:
        self.data = data
        self.analyzer = analyzer
        self._table = ChunkTable(analyzer)  # of drafts, of which a store has one at a time
        self.fingerprint = fingerprint
        self.memory = memory
        self.jobs = jobs
        self.lock_wait = lock_wait
        self._own_pointer = str(data / "live" / fingerprint)
        self._last_live: tuple[tuple[int, int, int], str | None] | None = None  # how the pointer lay, what it named

    def list(self) -> tuple[Generation, ...]:
        """Return the published generations of every fingerprint, newest first, without those that cannot be read."""
        generations = []
        for folder in self._folders():
            with contextlib.suppress(IndexDamaged):
                generations.append(read_generation(folder))
        return tuple(sorted(generations, key=lambda generation: (generation.built, generation.id), reverse=True))

    def live(self) -> Generation | None:
        """Return the live generation of this software's fingerprint."""
        live = self.live_id()
        return read_generation(self._home(live)) if live else None

    def live_id(self) -> str | None:
        """Return the id that the pointer of this software's fingerprint names; it is read where it lies otherwise."""
        try:
            facts = os.stat(self._own_pointer)  # noqa: PTH116  # once a request: a third of the time
        except FileNotFoundError:
            return None
        lies = (facts.st_ino, facts.st_mtime_ns, facts.st_ctime_ns)
        last = self._last_live
        if last is None or last[0] != lies:
            last = self._last_live = (lies, self._pointer(self.fingerprint))
        return last[1]

    def require_live(self) -> Generation:
        """Return the live generation, or raise IndexUnavailable with the command that makes one."""
        live = self.live()
        if live is not None:
            return live
        raise nothing_live(self.list())

    def folder(self, generation: Generation) -> Path:
        """Return the folder of a generation's Whoosh files, their sizes checked; raises IndexDamaged."""
        check_files(self._home(generation.id), sums=False)
        return self._home(generation.id) / FILES

    def manifest(self, generation: Generation) -> bytes | memoryview:
        """Return the manifest that was published with a generation."""
        return read_note(self._home(generation.id), MANIFEST)

    def history(self, generation: Generation) -> History:
        """Return what happened up to a generation; nothing for one that was published without."""
        home = self._home(generation.id)
        return History.from_json(str(read_note(home, HISTORY), "utf-8")) if (home / HISTORY).exists() else History()

    def begin(self, base: Generation | None, *, samples: bool, paths: tuple[str, ...]) -> WhooshDraft:
        """Take the writer's lock and start a draft: a copy of `base` by hard links, or empty; raises WriterBusy."""
        lock = WriterLock(self.data / _LOCK, self.lock_wait)
        try:
            shutil.rmtree(self._drafts, ignore_errors=True)  # what a killed run left; the lock is ours
            self._finish_pruning()
            if base is not None:
                check_files(self._home(base.id), sums=False)
            return WhooshDraft(
                self._drafts / _new_id(),
                Base(base, self._home(base.id)) if base else None,
                Provenance(self.fingerprint, samples, paths, max((each.built for each in self.list()), default=_NEVER)),
                self._table,
                Limits(self.memory, self.jobs),
                lock,
                self._go_live,
            )
        except BaseException:
            lock.release()
            raise

    def check(self, generation: Generation) -> None:
        """Compare a generation's files with what was published and probe it; raises IndexDamaged."""
        folder = self._home(generation.id)
        check_files(folder, sums=True)
        probe_index(folder / FILES, generation.id, generation.documents, sums=True)

    def roll_back(self) -> Generation:
        """Make the generation before the live one live again; raises IndexUnavailable when there is none."""
        with WriterLock(self.data / _LOCK, self.lock_wait):
            live = self.require_live()
            earlier = before(live, self.list())
            self._point(earlier.id)
            return earlier

    def _go_live(self, draft: Path, generation: Generation) -> None:
        target = self._home(generation.id)
        for folder in (target.parent, self._live):
            folder.mkdir(exist_ok=True)
        draft.rename(target)
        bring_to_disk(target.parent)
        bring_to_disk(self.data)
        bring_name_to_disk(self.data)
        replaced = self.live_id()
        self._point(generation.id)
        self._prune(replaced)

    def _pointer(self, fingerprint: str) -> str | None:
        """Return the id that a pointer holds; one that is torn names a generation that cannot be there."""
        try:
            held = (self._live / fingerprint).read_bytes()
        except FileNotFoundError:
            return None
        return _NOT_OF_IDS.sub(b"?", held.strip()[:_LONGEST_ID]).decode("ascii") or _TORN

    def _point(self, generation_id: str) -> None:
        new = self._live / f".{self.fingerprint}"
        write_text(new, generation_id + "\n")
        new.replace(self._live / self.fingerprint)
        bring_to_disk(self._live)

    def _prune(self, replaced: str | None) -> None:
        """Keep, of each fingerprint in use, the live generation and the one it took over from; drop all else."""
        generations = self.list()
        used = in_use(self.fingerprint, generations)
        keep = {self.live_id(), replaced} | kept_of_others(self.fingerprint, generations, self._pointer)
        for pointer in self._live.iterdir():
            if pointer.name not in used:
                pointer.unlink()
        for folder in self._folders():
            if folder.name not in keep:
                self._drop(folder)

    def _finish_pruning(self) -> None:
        """Drop what a run did not that was killed while it pruned: what is long replaced, or there in part."""
        generations, live = self.list(), self.live_id()
        whole = {generation.id for generation in generations}
        if live in whole:
            pointed = {self._pointer(path.name) for path in self._live.iterdir()}
            broken = {folder.name for folder in self._folders()} - whole - pointed
            for old in (*long_replaced(live, generations), *broken):
                self._drop(self._home(old))

    def _drop(self, folder: Path) -> None:
        """Remove a generation: as a whole from the generations, then file by file where a killed run's drafts lie."""
        self._drafts.mkdir(exist_ok=True)
        folder.rename(self._drafts / folder.name)
        shutil.rmtree(self._drafts / folder.name)

    @property
    def _live(self) -> Path:
        return self.data / "live"

    @property
    def _drafts(self) -> Path:
        return self.data / "drafts"

    def _home(self, generation_id: str) -> Path:
        return self.data / "generations" / generation_id

    def _folders(self) -> tuple[Path, ...]:
        folders = self.data / "generations"
        return tuple(folders.iterdir()) if folders.is_dir() else ()


def _new_id() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%MZ}-{secrets.token_hex(2)}"
