"""The generations on disk: drafts, publishing by one atomic pointer for each fingerprint, pruning and rolling back.

DATA/lock                     held by the one writer
DATA/drafts/ID/               a generation in the making
DATA/generations/ID/          published; never written again
    generation.json           what it is, and each file's size and SHA-256
    manifest.json             what the run that built it knew; kept, not read
    history.json              earlier runs, and the releases that are gone
    index/                    Whoosh's files
DATA/live/FINGERPRINT         the id of the live generation of that fingerprint
"""

import contextlib
import datetime as dt
import fcntl
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import Final

from search.analysis.analyzer import Analyzer
from search.engines.whoosh.draft import WhooshDraft
from search.engines.whoosh.generation_files import FILES, HISTORY, MANIFEST, check, damaged, probe, read, sync, write
from search.errors import REINDEX, IndexDamaged, IndexUnavailable, WriterBusy
from search.generation import Generation, History

KEPT: Final = 2  # generations kept of each fingerprint in use
FINGERPRINTS: Final = 2  # fingerprints in use: this software's and the newest other one (the version being replaced)
_POLL: Final = 0.1  # seconds between two tries for the lock


class WhooshStore:
    """Keeps the generations of one data folder; `fingerprint` is this software's, `analyzer` the site's."""

    def __init__(
        self, data: Path, fingerprint: str, analyzer: Analyzer, *, memory: int, jobs: int, lock_wait: float
    ) -> None:
        self.data = data
        self.analyzer = analyzer
        self.fingerprint = fingerprint
        self.memory = memory
        self.jobs = jobs
        self.lock_wait = lock_wait

    def list(self) -> tuple[Generation, ...]:
        """Return the published generations of every fingerprint, newest first, without those that cannot be read."""
        found = []
        for folder in self._folders():
            with contextlib.suppress(IndexDamaged):
                found.append(read(folder))
        return tuple(sorted(found, key=lambda generation: (generation.built, generation.id), reverse=True))

    def live(self) -> Generation | None:
        """Return the live generation of this software's fingerprint."""
        live = self.live_id()
        return read(self._home(live)) if live else None

    def live_id(self) -> str | None:
        """Return the id that the pointer of this software's fingerprint names."""
        return self._pointer(self.fingerprint)

    def require_live(self) -> Generation:
        """Return the live generation, or raise IndexUnavailable with the command that makes one."""
        live = self.live()
        if live is not None:
            return live
        if self.list():
            raise IndexUnavailable("the index was built by another version of the software")
        raise IndexUnavailable("there is no index yet")

    def folder(self, generation: Generation) -> Path:
        """Return the folder of a generation's Whoosh files, their sizes checked; raises IndexDamaged."""
        check(self._home(generation.id), sums=False)
        return self._home(generation.id) / FILES

    def manifest(self, generation: Generation) -> str:
        """Return the manifest that was published with a generation."""
        try:
            return (self._home(generation.id) / MANIFEST).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise damaged(generation.id, f"{MANIFEST} cannot be read ({error})") from None

    def history(self, generation: Generation) -> History:
        """Return what happened up to a generation; nothing for one that was published without."""
        try:
            return History.from_json((self._home(generation.id) / HISTORY).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return History()
        except (OSError, UnicodeDecodeError) as error:
            raise damaged(generation.id, f"{HISTORY} cannot be read ({error})") from None

    def begin(self, base: Generation | None, *, samples: bool, paths: tuple[str, ...]) -> WhooshDraft:
        """Take the writer's lock and start a draft: a copy of `base` by hard links, or empty; raises WriterBusy."""
        self.data.mkdir(parents=True, exist_ok=True)
        lock = self._lock()
        try:
            drafts = self.data / "drafts"
            shutil.rmtree(drafts, ignore_errors=True)  # what a killed run left; the lock is ours
            return WhooshDraft(
                drafts / _new_id(),
                (base, self.folder(base)) if base else None,
                analyzer=self.analyzer,
                fingerprint=self.fingerprint,
                samples=samples,
                paths=paths,
                memory=self.memory,
                jobs=self.jobs,
                lock=lock,
                go_live=self._go_live,
            )
        except BaseException:
            os.close(lock)
            raise

    def check(self, generation: Generation) -> None:
        """Compare a generation's files with what was published and probe it; raises IndexDamaged."""
        folder = self._home(generation.id)
        check(folder, sums=True)
        probe(folder / FILES, generation.id, generation.documents, sums=True)

    def roll_back(self) -> Generation:
        """Make the generation before the live one live again; raises IndexUnavailable when there is none."""
        lock = self._lock()
        try:
            live = self.require_live()
            own = [other for other in self.list() if other.fingerprint == self.fingerprint]
            earlier = [other for other in own if (other.built, other.id) < (live.built, live.id)]
            if not earlier:
                raise IndexUnavailable("there is no generation before the live one", f"{REINDEX} --full")
            self._point(earlier[0].id)
            return earlier[0]
        finally:
            os.close(lock)

    def _go_live(self, draft: Path, generation: Generation) -> None:
        target = self._home(generation.id)
        target.parent.mkdir(exist_ok=True)
        draft.rename(target)
        sync(target.parent)
        before = self.live_id()
        self._point(generation.id)
        self._prune(before)

    def _pointer(self, fingerprint: str) -> str | None:
        try:
            return (self.data / "live" / fingerprint).read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def _point(self, generation_id: str) -> None:
        folder = self.data / "live"
        folder.mkdir(exist_ok=True)
        new = folder / f".{self.fingerprint}"
        write(new, generation_id + "\n")
        new.replace(folder / self.fingerprint)
        sync(folder)

    def _prune(self, before: str | None) -> None:
        """Keep, of each fingerprint in use, the live generation and the one it took over from; drop all else."""
        generations = self.list()
        used = list(dict.fromkeys((self.fingerprint, *(g.fingerprint for g in generations))))[:FINGERPRINTS]
        keep = {self.live_id(), before}
        for fingerprint in used[1:]:
            own = [g.id for g in generations if g.fingerprint == fingerprint]
            live = self._pointer(fingerprint)
            keep.update(own[own.index(live) :][:KEPT] if live in own else own[:KEPT])
        for pointer in (self.data / "live").iterdir():
            if pointer.name not in used:
                pointer.unlink()
        for folder in self._folders():
            if folder.name not in keep:
                shutil.rmtree(folder)

    def _home(self, generation_id: str) -> Path:
        return self.data / "generations" / generation_id

    def _folders(self) -> tuple[Path, ...]:
        folders = self.data / "generations"
        return tuple(folders.iterdir()) if folders.is_dir() else ()

    def _lock(self) -> int:
        self.data.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        until = time.monotonic() + self.lock_wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle
            except BlockingIOError:
                if time.monotonic() > until:
                    os.close(handle)
                    raise WriterBusy(
                        f"another run is writing to {self.data}; wait for it to end, or raise IZLA_LOCK_WAIT"
                    ) from None
                time.sleep(_POLL)


def _new_id() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%MZ}-{secrets.token_hex(2)}"
