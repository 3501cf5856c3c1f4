"""What a reader gives: a release and where it stood."""

from dataclasses import dataclass

from search.release import Release


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd that did not stop the reading: `kind` is its name, `text` says what it is about."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A release where it was found.

    `line` counts from 1 in a file of many releases and is 0 where the file is the release; `consumed` is how many bytes
    of the file, as it lies on disk, were read so far. The release's `sectors` are names as written, not yet slugs.
    """

    path: str
    line: int
    consumed: int
    release: Release
    notes: tuple[Note, ...] = ()
