"""The corpus reader: reads the files of a corpus once, in order, into the draft of the next generation."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.baseline import Baseline
from index.lint import Linter, LintWarning
from index.manifest import Entry, FaultRow, ManifestBuilder
from index.progress import Progress
from index.readers import ReadRelease, read_releases
from index.readers.walk import CorpusFile, CorpusFiles
from index.tagging.tagger import Tagger
from index.unread import Fault, KeptReleases, protect
from search.engine import Draft
from search.errors import BadRelease
from search.release import Release


@dataclass(frozen=True, slots=True)
class ReadCorpus:
    """What reading a corpus gave.

    `entries` are the releases that the generation is to hold, by id; `kept` those of them that stay because of what is
    broken, and `faults` what the next run must know of that, by path; `skipped` is what was broken, `warnings` what is
    odd, both in the order of reading.
    """

    entries: dict[str, Entry]
    kept: tuple[KeptReleases, ...]
    faults: dict[str, tuple[FaultRow, ...]]
    skipped: tuple[BadRelease, ...]
    warnings: tuple[LintWarning, ...]


class SkippedReleases:
    """The broken files and lines of one reading; where the run is strict, the first of them is raised."""

    def __init__(self, *, strict: bool) -> None:
        self.errors: list[BadRelease] = []
        self.faults: list[Fault] = []
        self.paths: set[str] = set()
        self._strict = strict

    def add(self, fault: BadRelease, *, rewritten: bool = False) -> None:
        """Note what is broken, `rewritten` if its file changed meanwhile; raises it when the run is strict."""
        if self._strict:
            raise fault
        self.errors.append(fault)
        self.faults.append(Fault.of(fault, rewritten=rewritten))
        self.paths.add(fault.path)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one reading has gathered so far."""

    entries: ManifestBuilder
    skipped: SkippedReleases
    warnings: list[LintWarning] = field(default_factory=list)


class CorpusReader:
    """Reads files into a draft, tags and checks what it finds, and tells the progress.

    A file that the baseline knows by size and time is not read, unless `checksum`. Of two releases with one id the
    first stands and the other is broken. With `strict` the first broken release is raised.
    """

    def __init__(
        self,
        baseline: Baseline,
        tagger: Tagger,
        linter: Linter,
        progress: Progress,
        *,
        checksum: bool = False,
        strict: bool = False,
    ) -> None:
        self._baseline = baseline
        self._tagger = tagger
        self._linter = linter
        self._progress = progress
        self._checksum = checksum
        self._strict = strict

    def read_into(
        self, draft: Draft, files: CorpusFiles, *, kept: Collection[Entry] = (), keep_unread: bool = False
    ) -> ReadCorpus:
        """Add to a draft the releases that it does not hold as they are now; return what came of the reading.

        `kept` are entries of the draft that stay as they are and keep their ids. What else it holds and nobody read
        stays where a fault may stand for it, and all of it with `keep_unread`; the rest is the caller's to remove.
        """
        reading = _Reading(ManifestBuilder(kept), SkippedReleases(strict=self._strict))
        for name in files.undecodable:
            reading.skipped.add(BadRelease(name, 0, "its name is not UTF-8; rename it"))
        releases = self._changed_releases(files.files, reading)
        draft.add(releases)
        # only at the end of the stream is it known what was read and what was not
        if next(releases, None) is not None:
            raise RuntimeError("the draft did not take every release")
        drafted = self._baseline.drafted
        protection = protect(drafted, reading.entries.entries, reading.skipped.faults)
        stays = {release_id for file in protection.kept for release_id in file.ids}
        unread = (entry for entry in drafted.entries.values() if keep_unread or entry.id in stays)
        return ReadCorpus(
            entries=reading.entries.finish(unread, reading.skipped.paths),
            kept=protection.kept,
            faults=protection.rows,
            skipped=tuple(reading.skipped.errors),
            warnings=tuple(reading.warnings),
        )

    def _changed_releases(self, files: Sequence[CorpusFile], reading: _Reading) -> Iterator[Release]:
        """Give the releases of files, without those that the draft holds as they are now."""
        for file in files:
            unchanged = () if self._checksum else self._baseline.unchanged(file)
            for entry in unchanged:
                _claim(entry, reading)
            if not unchanged:
                yield from self._read_file(file, reading)
            self._progress.finish_file(file.size)

    def _read_file(self, file: CorpusFile, reading: _Reading) -> Iterator[Release]:
        for record in read_releases(Path(file.path)):
            if isinstance(record, BadRelease):
                reading.skipped.add(record, rewritten=record.torn and _is_rewritten(file))
                continue
            release, unknown = self._tagger.tag(record.release.with_(sample=file.sample))
            digest = release.content_hash()
            release = release.with_(**self._baseline.times(release.id, digest))
            self._progress.count_release(record.consumed)
            if not _claim(_entry(file, record, release, digest), reading):
                continue
            reading.warnings.extend(self._linter.check(record, release, unknown))
            if not self._baseline.holds(release.id, digest):
                yield release


def _entry(file: CorpusFile, record: ReadRelease, release: Release, digest: str) -> Entry:
    return Entry(
        id=release.id,
        path=file.path,
        line=record.line,
        size=file.size,
        mtime_ns=file.mtime_ns,
        sample=file.sample,
        hash=digest,
        first_seen=release.first_seen,
        changed=release.changed,
    )


def _claim(entry: Entry, reading: _Reading) -> bool:
    """Enter a release under its id; one whose id is another's is skipped."""
    first = reading.entries.claim(entry)
    if first is entry:
        return True
    where = f"{first.path}:{first.line}" if first.line else first.path
    reason = f"its id {entry.id!r} is already that of {where}; rename one"
    reading.skipped.add(BadRelease(entry.path, entry.line, reason, id=entry.id))
    return False


def _is_rewritten(file: CorpusFile) -> bool:
    """Say whether a file is another than the walk found; one that is gone is not."""
    try:
        facts = Path(file.path).stat()
    except OSError:
        return False
    return (facts.st_size, facts.st_mtime_ns) != (file.size, file.mtime_ns)
