"""The generations on disk: drafts, publishing by one atomic pointer for each fingerprint, pruning and rolling back.

DATA/lock                     held by the one writer
DATA/drafts/ID/               a generation in the making
DATA/generations/ID/          published; never written again
    generation.json           what it is, and each file's size and SHA-256
    manifest.json             what the run that built it knew; kept, not read
    index/                    Whoosh's files
DATA/live/FINGERPRINT         the id of the live generation of that fingerprint
"""

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from whoosh import index
from whoosh.query import Every
from whoosh.writing import SegmentWriter

from search.answer import Generation
from search.engines.whoosh.index import ID, document, whoosh_schema
from search.errors import IndexDamaged, IndexUnavailable, WriterBusy
from search.release import Release

KEPT: Final = 2  # generations kept of each fingerprint in use
FINGERPRINTS: Final = 2  # fingerprints in use: this software's and the newest other one (the version being replaced)
TASHKENT: Final = dt.timezone(dt.timedelta(hours=5))
_POLL: Final = 0.1  # seconds between two tries for the lock
_PROBES: Final = 5  # releases looked up by id when a generation is verified


class WhooshStore:
    """Keeps the generations of one data folder; `fingerprint` is this software's."""

    def __init__(self, data: Path, fingerprint: str, *, memory: int, lock_wait: float) -> None:
        self.data = data
        self.fingerprint = fingerprint
        self.memory = memory
        self.lock_wait = lock_wait

    def list(self) -> tuple[Generation, ...]:
        """Return the published generations of every fingerprint, newest first, without those that cannot be read."""
        found = []
        for folder in self._folders():
            with contextlib.suppress(IndexDamaged):
                found.append(_read(folder))
        return tuple(sorted(found, key=lambda generation: (generation.built, generation.id), reverse=True))

    def live(self) -> Generation | None:
        """Return the live generation of this software's fingerprint."""
        live = self.live_id()
        return _read(self.data / "generations" / live) if live else None

    def live_id(self) -> str | None:
        """Return the id that the pointer of this software's fingerprint names."""
        return self._pointer(self.fingerprint)

    def require_live(self) -> Generation:
        """Return the live generation, or raise IndexUnavailable with the command that makes one."""
        live = self.live()
        if live is not None:
            return live
        if self.list():
            raise IndexUnavailable("the index was built by another version of the software", "./dev reindex")
        raise IndexUnavailable("there is no index yet", "./dev reindex")

    def folder(self, generation: Generation) -> Path:
        """Return the folder of a generation's Whoosh files, their sizes checked; raises IndexDamaged."""
        folder = self.data / "generations" / generation.id
        for name, (size, _) in _info(folder)["files"].items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != size:
                raise _damaged(generation.id, f"{name} is missing or not of the size it was published with")
        return folder / "index"

    def manifest(self, generation: Generation) -> str:
        """Return the manifest that was published with a generation."""
        try:
            return (self.data / "generations" / generation.id / "manifest.json").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _damaged(generation.id, f"manifest.json cannot be read ({error})") from None

    def begin(self, base: Generation | None, *, samples: bool, paths: tuple[str, ...]) -> "WhooshDraft":
        """Take the writer's lock and start a draft: a copy of `base` by hard links, or empty; raises WriterBusy."""
        self.data.mkdir(parents=True, exist_ok=True)
        lock = self._lock()
        try:
            drafts = self.data / "drafts"
            shutil.rmtree(drafts, ignore_errors=True)  # what a killed run left; the lock is ours
            return WhooshDraft(self, lock, drafts / _new_id(), base, samples, paths)
        except BaseException:
            os.close(lock)
            raise

    def check(self, generation: Generation) -> None:
        """Compare a generation's files with what was published and probe it; raises IndexDamaged."""
        folder = self.data / "generations" / generation.id
        for name, (size, digest) in _info(folder)["files"].items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != size or _digest(path) != digest:
                raise _damaged(generation.id, f"{name} is not what was published")
        _probe(folder / "index", generation.id, generation.documents)

    def roll_back(self) -> Generation:
        """Make the generation before the live one live again; raises IndexUnavailable when there is none."""
        lock = self._lock()
        try:
            live = self.require_live()
            own = [other for other in self.list() if other.fingerprint == self.fingerprint]
            earlier = [other for other in own if (other.built, other.id) < (live.built, live.id)]
            if not earlier:
                raise IndexUnavailable("there is no generation before the live one", "./dev reindex --full")
            self._point(earlier[0].id)
            return earlier[0]
        finally:
            os.close(lock)

    def _publish(self, draft: Path, generation: Generation) -> None:
        target = self.data / "generations" / generation.id
        target.parent.mkdir(exist_ok=True)
        draft.rename(target)
        _sync(target.parent)
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
        _write(new, generation_id + "\n")
        new.replace(folder / self.fingerprint)
        _sync(folder)

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


class WhooshDraft:
    """A generation in the making; leaving its `with` unpublished discards it."""

    def __init__(
        self,
        store: WhooshStore,
        lock: int,
        folder: Path,
        base: Generation | None,
        samples: bool,
        paths: tuple[str, ...],
    ) -> None:
        self._store = store
        self._lock = lock
        self._folder = folder
        self._samples = samples
        self._paths = paths
        self._updates = base is not None
        self._documents = base.documents if base else 0
        self._probes: list[str] = []
        self._added: set[str] = set()
        self._writer: SegmentWriter | None = None
        self._verified = False
        files = folder / "index"
        files.mkdir(parents=True)
        if base is not None:
            for path in store.folder(base).iterdir():
                os.link(path, files / path.name)
            opened = index.open_dir(str(files))
        else:
            opened = index.create_in(str(files), whoosh_schema())
        self._writer = opened.writer(limitmb=store.memory)

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
        for release in releases:
            if release.id in self._added:
                raise ValueError(f"the id {release.id!r} came twice")
            self._added.add(release.id)
            if self._updates:
                self._documents -= writer.delete_by_term(ID, release.id)
            writer.add_document(**document(release))
            self._documents += 1
            if len(self._probes) < _PROBES:
                self._probes.append(release.id)

    def remove(self, ids: Iterable[str]) -> None:
        """Take releases out by id."""
        writer = self._open_writer()
        for release_id in ids:
            self._documents -= writer.delete_by_term(ID, release_id)

    def verify(self) -> None:
        """Close the writer, open what was written and probe it; raises IndexDamaged."""
        self._open_writer().commit()
        self._writer = None
        _probe(self._folder / "index", self._folder.name, self._documents, self._probes)
        self._verified = True

    def publish(self, manifest: str) -> Generation:
        """Make it the live generation of this fingerprint, atomically; `manifest` is kept beside it unread."""
        if not self._verified:
            self.verify()
        generation = Generation(
            id=self._folder.name,
            fingerprint=self._store.fingerprint,
            built=dt.datetime.now(TASHKENT),
            documents=self._documents,
            samples=self._samples,
            paths=self._paths,
        )
        for leftover in (self._folder / "index").glob("*LOCK"):
            leftover.unlink()
        _write(self._folder / "manifest.json", manifest)
        files = sorted(path for path in self._folder.rglob("*") if path.is_file())
        sums = {str(path.relative_to(self._folder)): (path.stat().st_size, _digest(path)) for path in files}
        for path in files:
            _sync(path)
        _write(self._folder / "generation.json", json.dumps(_to_json(generation) | {"files": sums}, indent=1))
        _sync(self._folder / "index")
        _sync(self._folder)
        self._store._publish(self._folder, generation)
        return generation

    def _open_writer(self) -> SegmentWriter:
        if self._writer is None:
            raise ValueError("the draft is closed")
        return self._writer


def _probe(folder: Path, name: str, documents: int, ids: Iterable[str] = ()) -> None:
    """Open an index, count its documents and look some up; raises IndexDamaged."""
    try:
        with index.open_dir(str(folder), readonly=True).searcher() as searcher:
            counted = searcher.doc_count()
            missing = [release_id for release_id in ids if searcher.document_number(**{ID: release_id}) is None]
            stored = searcher.search(Every(), limit=1)[0].fields() if counted else {}
    except Exception as error:  # Whoosh raises whatever its bytes lead it to
        raise _damaged(name, f"it cannot be opened ({error!r})") from error
    if counted != documents or missing or (counted and not stored):
        raise _damaged(name, f"it holds {counted} of {documents} releases")


def _damaged(name: str, reason: str) -> IndexDamaged:
    return IndexDamaged(f"generation {name} is damaged: {reason}", "./dev reindex --full (or ./dev reindex rollback)")


def _new_id() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%MZ}-{secrets.token_hex(2)}"


def _info(folder: Path) -> dict[str, Any]:
    try:
        info: dict[str, Any] = json.loads((folder / "generation.json").read_text(encoding="utf-8"))
        return info
    except (OSError, ValueError) as error:
        raise _damaged(folder.name, f"generation.json cannot be read ({error})") from error


def _read(folder: Path) -> Generation:
    info = _info(folder)
    try:
        return Generation(
            id=info["id"],
            fingerprint=info["fingerprint"],
            built=dt.datetime.fromisoformat(info["built"]),
            documents=info["documents"],
            samples=info["samples"],
            paths=tuple(info["paths"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(folder.name, f"generation.json lacks {error}") from error


def _to_json(generation: Generation) -> dict[str, Any]:
    return {
        "id": generation.id,
        "fingerprint": generation.fingerprint,
        "built": generation.built.isoformat(),
        "documents": generation.documents,
        "samples": generation.samples,
        "paths": list(generation.paths),
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
