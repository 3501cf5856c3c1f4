"""The releases of a corpus as one stream into a draft, and the manifest that grows beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.lint import Checker, Remark
from index.manifest import UNSURE, Entry, Manifest
from index.progress import Progress
from index.readers import read
from index.readers.walk import File
from index.tagging.tagger import Tagger
from search.errors import BadRelease
from search.release import Release


class Reading:
    """Reads files once, in order, and knows afterwards what became of every release.

    `known` is what the draft already holds, `old` what was live before: a release that says what it said there keeps
    the times it had; others are of `now` (seconds since 1970, when the run began). A file that it knows by size and
    time is not read unless `checksum`. Of two releases with one id the first stands and the other is broken. `entries`
    are what the generation will hold, `skipped` what was broken, `remarks` what is odd. With `strict` the first broken
    release is raised.
    """

    def __init__(
        self,
        known: Manifest,
        old: Manifest,
        now: int,
        tagger: Tagger,
        checker: Checker,
        progress: Progress,
        *,
        checksum: bool = False,
        strict: bool = False,
    ) -> None:
        self.entries: dict[str, Entry] = {}
        self.skipped: list[BadRelease] = []
        self.remarks: list[Remark] = []
        self._known = known
        self._old = old
        self._now = now
        self._known_by_path = known.by_path()
        self._tagger = tagger
        self._checker = checker
        self._progress = progress
        self._checksum = checksum
        self._strict = strict
        self._faulty: set[str] = set()
        self._of_file: list[str] = []

    def keep(self, entries: Iterable[Entry]) -> None:
        """Let releases of the draft stay as they are, before anything is read."""
        self.entries.update((entry.id, entry) for entry in entries)

    def changed(self, files: Sequence[File]) -> Iterator[Release]:
        """Read files; give the releases that the draft does not hold as they are now."""
        for file in files:
            self._of_file.clear()
            if self._spared(file):
                for entry in self._known_by_path[file.path]:
                    self._claim(entry)
            else:
                yield from self._changed_in(file)
            if file.path in self._faulty:
                self._read_again()
            self._progress.finish(file.size)

    def skip(self, fault: BadRelease) -> None:
        """Count something broken; raises it when the run is strict."""
        if self._strict:
            raise fault
        self._faulty.add(fault.path)
        self.skipped.append(fault)

    def keep_unread(self, *, everything: bool) -> None:
        """Let stay what the draft holds and nothing was read of: of broken files, or everything."""
        for entry in self._known.entries.values():
            if entry.id not in self.entries and (everything or entry.path in self._faulty):
                self.entries[entry.id] = replace(entry, mtime_ns=UNSURE)

    def _spared(self, file: File) -> bool:
        entries = self._known_by_path.get(file.path, ())
        facts = (file.size, file.mtime_ns, file.sample)
        return (
            bool(entries)
            and not self._checksum
            and all((entry.size, entry.mtime_ns, entry.sample) == facts for entry in entries)
        )

    def _changed_in(self, file: File) -> Iterator[Release]:
        for found in read(Path(file.path)):
            if isinstance(found, BadRelease):
                self.skip(found)
                continue
            release, unknown = self._tagger.tag(found.release.with_(sample=file.sample))
            digest = release.content_hash()
            release = release.with_(**self._times(release.id, digest))
            entry = Entry(
                release.id,
                file.path,
                found.line,
                file.size,
                file.mtime_ns,
                file.sample,
                digest,
                release.first_seen,
                release.changed,
            )
            self._progress.release(found.consumed)
            if not self._claim(entry):
                continue
            self.remarks.extend(self._checker.check(found, release, unknown))
            before = self._known.entries.get(release.id)
            if before is None or before.hash != digest:
                yield release

    def _times(self, release_id: str, digest: str) -> dict[str, int]:
        before = self._old.entries.get(release_id)
        if before is None:
            return {"first_seen": self._now, "changed": self._now}
        return {"first_seen": before.first_seen, "changed": before.changed if before.hash == digest else self._now}

    def _claim(self, entry: Entry) -> bool:
        first = self.entries.setdefault(entry.id, entry)
        if first is entry:
            self._of_file.append(entry.id)
            return True
        place = f"{first.path}:{first.line}" if first.line else first.path
        self.skip(BadRelease(entry.path, entry.line, f"its id {entry.id!r} is already that of {place}; rename one"))
        return False

    def _read_again(self) -> None:
        """Have a broken file read the next time, also when nobody touches it: it must be reported again."""
        for release_id in self._of_file:
            self.entries[release_id] = replace(self.entries[release_id], mtime_ns=UNSURE)
