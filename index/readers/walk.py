"""The walk over a corpus: its folders in order, and the files of releases in them, none of them read."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from index.readers import SUFFIXES, is_release_file
from search.corpus_tables import TABLES
from search.errors import BadCorpus

MARKER: Final = "NAMUNA"  # a file of this name says that the releases below it are samples, not official texts
_NO_RELEASES: Final = (MARKER, *(table.file for table in TABLES), "withdrawn.txt", "separate.txt")


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of releases as it lies on disk.

    `path` is absolute and `name` what the file is called below the path that was given, the same on every machine;
    `sample` says that a NAMUNA is above it.
    """

    path: str
    size: int
    mtime_ns: int
    sample: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class CorpusFiles:
    """The files of a corpus; `ignored` are the paths of those of no known format, `undecodable` names not in UTF-8."""

    files: tuple[CorpusFile, ...]
    ignored: tuple[str, ...]
    undecodable: tuple[str, ...]


def find_files(paths: Iterable[str]) -> CorpusFiles:
    """Find the files of some paths, in the order given and sorted within; raises BadCorpus for what cannot be used."""
    files: dict[str, CorpusFile] = {}
    ignored: list[str] = []
    undecodable: list[str] = []
    is_sample = cache(_is_sample)
    for given in paths:
        if not _is_text(given):
            raise BadCorpus(f"{os.fsencode(given)!r} is not UTF-8; rename it, nothing was changed")
        for path, facts in _walk(Path(given)):
            if not is_release_file(path.name):
                ignored.append(os.fsencode(path).decode(errors="backslashreplace"))
            elif not _is_text(str(path)):
                undecodable.append(os.fsencode(path).decode(errors="backslashreplace"))
            else:
                name = str(path)
                below = path.name if path == Path(given) else path.relative_to(given).as_posix()
                file = CorpusFile(name, facts.st_size, facts.st_mtime_ns, is_sample(path.parent), below)
                files.setdefault(name, file)
    return CorpusFiles(tuple(files.values()), tuple(ignored), tuple(undecodable))


def _walk(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    facts = _stat(path)
    if stat.S_ISDIR(facts.st_mode):
        yield from _folder(path, {(facts.st_dev, facts.st_ino)})
    elif not stat.S_ISREG(facts.st_mode) or not is_release_file(path.name):
        raise BadCorpus(f"{path} is neither a folder nor a file of releases ({', '.join(SUFFIXES)}, or these with .gz)")
    else:
        _check_readable(path)
        yield path, facts


def _folder(folder: Path, above: set[tuple[int, int]]) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208  # names that are not UTF-8 must come through
    except OSError as error:
        raise BadCorpus(f"{folder} cannot be read ({error.strerror}); every folder of the corpus must be") from None
    for name in names:
        if name.startswith((".", "~$", "README")) or name in _NO_RELEASES:
            continue
        path = folder / name
        try:
            facts = path.stat()
        except OSError:
            yield path, path.lstat()  # a link that leads nowhere: the reader will say so
            continue
        inode = (facts.st_dev, facts.st_ino)
        if stat.S_ISDIR(facts.st_mode):
            if inode not in above:
                yield from _folder(path, above | {inode})
        elif stat.S_ISREG(facts.st_mode):
            yield path, facts


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadCorpus(f"{path} cannot be used ({reason}); name paths that are there, nothing was changed") from None


def _check_readable(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise BadCorpus(f"{path} cannot be read ({error.strerror}); nothing was changed") from None


def _is_sample(folder: Path) -> bool:
    return any((above / MARKER).is_file() for above in (folder, *folder.parents))


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
