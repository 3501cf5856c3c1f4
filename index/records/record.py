"""The record of a reader: a release, where it stood, and what was odd about it."""

from dataclasses import dataclass
from typing import NamedTuple

from search.release import Release


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd that keeps no release out: its kind (see `index.lint.KINDS`) and what it is about."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadRelease:
    """A release as a reader gives it.

    `line` counts from 1 in a file of many releases and is 0 where the file is the release; `consumed` is how many bytes
    of the file, as it lies on disk, were read so far. The release's `sectors` are names as written, not yet slugs.
    `raw` is a digest of the record's bytes, where the file was cut into records before any was parsed. `links` are what
    the record has in common with the same release in another language or script, besides an address.
    """

    path: str
    line: int
    consumed: int
    release: Release
    findings: tuple[Finding, ...] = ()
    raw: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no release for this index, and the one or two words that say why (`draft`, `foreign:ru`).

    `path` and `line` are those of ReadRelease, `place` is what the file itself calls the record. `again` says that it
    may be one on another day, so its file is to be read again.
    """

    path: str
    line: int
    reason: str
    place: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd about a whole file, of a kind of `index.lint.KINDS`."""

    path: str
    kind: str
    text: str


class RawRecord(NamedTuple):
    """A record of a file of many, cut out and not understood: its bytes; the first fields are those of ReadRelease.

    `format` names the reader of one record that understands it; `place` is what the file itself calls the record: a
    row, a sheet and a row, the name of a file in an archive.
    """

    path: str
    line: int
    consumed: int
    data: bytes
    raw: str
    format: str = ""
    place: str = ""
