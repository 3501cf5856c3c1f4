"""The files beside a generation's index, and whether all of them are still what was published."""

import hashlib
import json
import mmap
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from search.engines.whoosh.codec.arrays import REMEDY
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.codec.toc import read_toc
from search.errors import IndexDamaged
from search.generation import Generation
from search.release import Release
from search.to_disk import bring_to_disk, write_bytes, write_text

FILES: Final = "index"  # the folder of Whoosh's files
MANIFEST: Final = "manifest.json"
HISTORY: Final = "history.json"
_DESCRIPTION: Final = "generation.json"


def write_description(
    folder: Path, generation: Generation, notes: Mapping[str, bytes], base: Path | None = None
) -> None:
    """Write what a finished generation is, with size and SHA-256 of every file, and bring all of it to the disk.

    `notes` are to be kept beside it, by the name of the file.

    A file that is also one of `base`, another generation's folder, keeps the sum it was published with: a commit costs
    what it adds, and damage done since is not signed anew.
    """
    for leftover in (folder / FILES).glob("*LOCK"):
        leftover.unlink()
    for name, note in notes.items():
        write_bytes(folder / name, note)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    published = _published(base) if base else {}
    sums = {}
    for path in files:
        facts = path.stat()
        name = str(path.relative_to(folder))
        if known := published.get((facts.st_dev, facts.st_ino)):
            sums[name] = known
        else:
            sums[name] = (facts.st_size, _digest(path))
            bring_to_disk(path)
    write_text(folder / _DESCRIPTION, json.dumps(generation.to_values() | {"files": sums}, indent=1))
    bring_to_disk(folder / FILES)
    bring_to_disk(folder)


def _published(folder: Path) -> dict[tuple[int, int], tuple[int, str]]:
    """Return size and sum of a generation's files, by device and inode, which hard links share."""
    sums = {}
    for name, (size, digest) in _info(folder)["files"].items():
        with suppress(FileNotFoundError):
            facts = (folder / name).stat()
            sums[facts.st_dev, facts.st_ino] = (size, digest)
    return sums


def read_generation(folder: Path) -> Generation:
    """Return the generation of a folder; raises IndexDamaged."""
    info = _info(folder)
    try:
        return Generation.from_values(info)
    except (KeyError, TypeError, ValueError) as error:
        raise damaged(folder.name, f"{_DESCRIPTION} lacks {error}") from error


def read_note(folder: Path, name: str) -> memoryview:
    """Return what is kept beside a generation, mapped; raises IndexDamaged where it is not what was published."""
    try:
        with (folder / name).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b"")
    except OSError as error:
        raise damaged(folder.name, f"{name} cannot be read ({error})") from None
    _, digest = _info(folder)["files"].get(name, (0, None))
    if hashlib.sha256(data).hexdigest() != digest:
        raise damaged(folder.name, f"{name} is not what was published")
    return data


def check_files(folder: Path, *, sums: bool) -> None:
    """Compare the sizes of a generation's files with what was published, and their sums; raises IndexDamaged."""
    for name, (size, digest) in _info(folder)["files"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise damaged(folder.name, f"{name} is missing or not of the size it was published with")
        if sums and _digest(path) != digest:
            raise damaged(folder.name, f"{name} is not what was published")


def probe_index(folder: Path, name: str, documents: int, ids: Iterable[str] = (), *, sums: bool = False) -> None:
    """Open an index, count its documents and look some up, and with `sums` check every array; raises IndexDamaged."""
    counted = 0
    wanted = set(ids)
    for row in read_toc(folder).segments:
        files = SegmentFiles(folder, row.segment_id(), row.doc_count_all())
        counted += row.doc_count()
        wanted -= {release_id for release_id in wanted if files.document(release_id) >= 0}
        if files.size:
            _probe_release(files, name)
        if sums:
            files.check()
    if counted != documents:
        raise damaged(name, f"it holds {counted} of {documents} releases")
    if wanted:
        raise damaged(name, f"it lacks the release {min(wanted)!r}")


def _probe_release(files: SegmentFiles, name: str) -> None:
    last = files.size - 1
    try:
        Release.from_json(files.stored(last))
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(name, f"the release {files.id(last)!r} cannot be read ({error!r})") from None


def damaged(name: str, reason: str) -> IndexDamaged:
    """Return the error for a damaged generation, with what mends it."""
    return IndexDamaged(f"generation {name} is damaged: {reason}", REMEDY)


def _info(folder: Path) -> dict[str, Any]:
    try:
        info: dict[str, Any] = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
        return info
    except (OSError, ValueError) as error:
        raise damaged(folder.name, f"{_DESCRIPTION} cannot be read ({error})") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
