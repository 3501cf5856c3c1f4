"""The stream of a backup: lines of JSON, packed with gzip; the last one says that it is whole, and of what sum.

    {"izla": "backup", "version": 1, "software": …, "generation": {…}}
    {"table": "withdrawn.txt", "base64": …}                              a file of the site, each
    {"manifest": …, "history": …}                                        as texts
    {"release": {…}}                                                     as an index keeps it, each
    {"whole": true, "releases": 12345, "sha256": …}                      of all bytes before this line, unpacked

Releases are kept, not an engine's files: what was backed up by one version, or by one engine, is restored by another.
"""

import base64
import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final, Protocol

import orjson

from search.errors import IzlaError
from search.generation import Generation
from search.release import Release
from search.version import version

_KIND: Final = "backup"
_VERSION: Final = 1  # of the stream
_LEVEL: Final = 6


class Out(Protocol):
    """What a backup is written to."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""

    def flush(self) -> object:
        """Pass on what waits."""


class BadBackup(IzlaError):
    """A stream is no backup, is cut short, or is damaged: the text names where and the remedy."""


class CutBackup(BadBackup):
    """A stream ended before its end, and was right until then."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the site beside its releases: its name in the corpus folder, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Notes:
    """What was published with a generation: the manifest and the history, as texts."""

    manifest: str
    history: str


Item = Generation | Table | Notes | Release


def write_stream(
    out: Out, generation: Generation, tables: Iterable[Table], notes: Notes, releases: Iterable[Release]
) -> int:
    """Write a backup; return how many releases it holds."""
    digest = hashlib.sha256()
    count = 0
    with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=_LEVEL, mtime=0) as packed:

        def write(values: dict[str, Any]) -> None:
            line = orjson.dumps(values) + b"\n"
            digest.update(line)
            packed.write(line)

        write({"izla": _KIND, "version": _VERSION, "software": version(), "generation": generation.to_values()})
        for table in tables:
            write({"table": table.name, "base64": base64.b64encode(table.data).decode()})
        write({"manifest": notes.manifest, "history": notes.history})
        for release in releases:
            write({"release": orjson.Fragment(release.to_json())})
            count += 1
        packed.write(orjson.dumps({"whole": True, "releases": count, "sha256": digest.hexdigest()}) + b"\n")
    return count


def read_stream(source: IO[bytes], name: str) -> Iterator[Item]:
    """Give what a backup holds: its generation first, the releases last; raises BadBackup, at the latest at its end.

    `name` is what the stream is called in messages. Nothing that was given may be used before all of it was.
    """
    digest = hashlib.sha256()
    count = number = 0
    try:
        with gzip.GzipFile(fileobj=source, mode="rb") as lines:
            for number, line in enumerate(lines, 1):
                values = orjson.loads(line)
                if number == 1:
                    yield _generation_of(values, name)
                elif "whole" in values:
                    _check_end(values, count, digest.hexdigest(), name)
                    if next(lines, b""):
                        raise BadBackup(f"{name}: it goes on behind its end; make the backup anew")
                    return
                else:
                    item = _item_of(values)
                    count += isinstance(item, Release)
                    yield item
                digest.update(line)
    except EOFError:
        raise CutBackup(f"{name}: it was cut after line {number:,}; nothing was changed") from None
    except (zlib.error, gzip.BadGzipFile) as error:
        if not number:
            raise BadBackup(f"{name}: it is no backup of Izla ({error}); name the file that `backup` wrote") from None
        raise BadBackup(f"{name}: it is damaged after line {number:,} ({error}); copy or make it anew") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if number <= 1:
            raise BadBackup(f"{name}: it is no backup of Izla; name the file that `backup` wrote") from None
        raise BadBackup(f"{name}: line {number:,} cannot be read ({error!r}); copy or make the backup anew") from None
    if not number:
        kind = BadBackup if source.tell() else CutBackup
        raise kind(f"{name}: nothing came; name the file that `backup` wrote")
    raise BadBackup(f"{name}: it ends after {count:,} releases, before its last line; copy or make the backup anew")


def _check_end(values: dict[str, Any], count: int, digest: str, name: str) -> None:
    if values["releases"] != count or values["sha256"] != digest:
        raise BadBackup(f"{name}: what it holds is not what was backed up (its sum differs); copy or make it anew")


def _generation_of(values: dict[str, Any], name: str) -> Generation:
    if values["izla"] != _KIND:
        raise ValueError("another kind of stream")
    if values["version"] != _VERSION:
        raise BadBackup(f"{name}: Izla {values['software']} wrote it in a form that this version does not know; update")
    return Generation.from_values(values["generation"])


def _item_of(values: dict[str, Any]) -> Table | Notes | Release:
    if "release" in values:
        return Release.from_json(orjson.dumps(values["release"]))
    if "table" in values:
        return Table(values["table"], base64.b64decode(values["base64"], validate=True))
    return Notes(values["manifest"], values["history"])
