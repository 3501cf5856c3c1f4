"""The corpus reader: reads the files of a corpus once, in order, into the draft of the next generation."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from heapq import merge
from operator import attrgetter
from pathlib import Path
from typing import Final

from index.baseline import Baseline
from index.entries import Entry, EntryTable, EntryTableBuilder
from index.lint import Linter, LintWarning, SameContent
from index.manifest import FaultRow
from index.part_reader import ReaderRecipe, Tagged
from index.parts import KnownRecord, Part, Records, Unchanged, WholeFiles, parts_of
from index.progress import Progress
from index.read_again import Rereader
from index.readers import Rules, Skipped
from index.readers.walk import CorpusFile, CorpusFiles
from index.tagging.tagger import Tagger
from index.twins.facts import TwinFacts, share_a_link
from index.twins.merger import Merge, Merger
from index.twins.separate import read_separate
from index.twins.table import NO_TWINS, TwinTable, TwinTableBuilder
from index.unread import Fault, KeptReleases, protect
from index.worker_pool import read_parts
from search.engine import Draft
from search.errors import BadRelease
from search.release import Moments

COPY: Final = "copy"  # the reason of a record that came before, under the same id


@dataclass(frozen=True, slots=True)
class ReadCorpus:
    """What reading a corpus gave.

    `entries` are the releases that the generation is to hold, by id; `kept` those of them that stay because of what is
    broken, and `faults` what the next run must know of that, by path; `skipped` is what was broken, `passed` what is no
    release for the index, `warnings` what is odd, all in the order of reading. `merges` are the groups of twins that
    became one release, by its id; `twins` and `separate` are what the next run compares with.
    """

    entries: EntryTable
    kept: tuple[KeptReleases, ...]
    faults: dict[str, tuple[FaultRow, ...]]
    skipped: tuple[BadRelease, ...]
    passed: tuple[Skipped, ...]
    warnings: tuple[LintWarning, ...]
    merges: dict[str, Merge]
    twins: TwinTable
    separate: frozenset[frozenset[str]]


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
    """What one reading has gathered; `files` are those that are read, by path, `again` those to be read again."""

    files: dict[str, CorpusFile]
    entries: EntryTableBuilder
    skipped: SkippedReleases
    passed: list[Skipped] = field(default_factory=list)
    again: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    twins: TwinTableBuilder = field(default_factory=TwinTableBuilder)
    same_ids: dict[str, list[Entry]] = field(default_factory=dict)
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
        rules: Rules,
        progress: Progress,
        *,
        checksum: bool = False,
        strict: bool = False,
    ) -> None:
        self._baseline = baseline
        self._tagger = tagger
        self._rules = rules
        self._progress = progress
        self._checksum = checksum
        self._strict = strict
        self._separate = read_separate(tagger.corpus)
        self._linter = Linter(rules.today)
        self._same_content = SameContent()

    def read_into(
        self, draft: Draft, files: CorpusFiles, *, kept: EntryTable | None = None, keep_unread: bool = False
    ) -> ReadCorpus:
        """Add to a draft the releases that it does not hold as they are now; return what came of the reading.

        `kept` are entries of the draft that stay as they are and keep their ids. What else it holds and nobody read
        stays where a fault may stand for it, and all of it with `keep_unread`; the rest is the caller's to remove.
        """
        by_path = {file.path: file for file in files.files}
        reading = _Reading(by_path, EntryTableBuilder(kept), SkippedReleases(strict=self._strict))
        for name in files.undecodable:
            reading.skipped.add(BadRelease(name, 0, "its name is not UTF-8; rename it"))
        recipe = ReaderRecipe(
            self._tagger.corpus,
            self._tagger.analyzer.user_dictionary,
            self._rules,
            draft.preparer,
            self._baseline.held_hashes(),
        )
        parts = parts_of(files.files, self._unchanged, self._baseline.known_records, self._rules.fields())
        with closing(read_parts(parts, recipe, self._tagger, draft.jobs)) as every:
            for part, read in every:
                if isinstance(part, Unchanged):
                    for entry in part.entries:
                        self._keep(entry, reading)
                known = part.known if isinstance(part, Records) else ()
                if isinstance(part, Records):
                    reading.warnings.extend(LintWarning(one.kind, one.path, 0, one.text) for one in part.remarks)
                twins = read.twins if read else NO_TWINS
                moments = [self._enter(found, twins, reading) for found in _in_order(read.found if read else (), known)]
                if read is not None:
                    draft.add_prepared(read.prepared, [seen for seen, prepared in moments if prepared])
                    draft.stages.add(read.seconds)
                for file in _finished(part):
                    self._progress.finish_file(file.size)
        drafted = self._baseline.drafted
        protection = protect(drafted, reading.entries.entries, reading.skipped.faults)
        stays = {release_id for file in protection.kept for release_id in file.ids}
        unread = (drafted.entries[name] for name in drafted.entries if keep_unread or name in stays)
        entries = reading.entries.finish(unread, reading.skipped.paths | reading.again)
        twins = reading.twins.finish(entries, drafted.twins)
        with draft.stages.timed("compare"):
            merges = self._merge_twins(draft, entries, twins, reading)
        return ReadCorpus(
            entries=entries,
            kept=protection.kept,
            faults=protection.rows,
            skipped=tuple(reading.skipped.errors),
            passed=tuple(reading.passed),
            warnings=tuple(reading.warnings),
            merges=merges,
            twins=twins,
            separate=self._separate,
        )

    def _merge_twins(
        self,
        draft: Draft,
        entries: EntryTable,
        twins: TwinTable,
        reading: _Reading,
    ) -> dict[str, Merge]:
        """Make one release of each group of twins in the draft; return the groups."""
        drafted = self._baseline.drafted
        merged = Merger(
            entries,
            twins,
            reading.same_ids,
            drafted.merges,
            entries.not_as_in(drafted.entries),
            reading.written,
            self._separate,
            drafted.separate - self._separate,
            Rereader(reading.files, self._tagger, self._rules).read,
        ).merge()
        draft.remove(merged.removed)
        releases = []
        for release in merged.added:
            digest = release.content_hash()
            first_seen, changed = self._baseline.moments(release.id, digest)
            releases.append(release.with_(first_seen=first_seen, changed=changed))
        draft.add(releases)
        return merged.merges

    def _unchanged(self, file: CorpusFile) -> tuple[Entry, ...]:
        return () if self._checksum else tuple(self._baseline.unchanged(file))

    def _enter(
        self, found: Tagged | BadRelease | Skipped | KnownRecord, twins: TwinTable, reading: _Reading
    ) -> tuple[Moments | None, bool]:
        """Enter what was found in a part, whose table of twins is `twins`.

        Return the moments of a release that is to be written, and whether it was prepared.
        """
        if isinstance(found, Skipped):
            reading.passed.append(found)
            if found.again:
                reading.again.add(found.path)
            return None, False
        if isinstance(found, BadRelease):
            reading.skipped.add(found, rewritten=found.torn and _is_rewritten(reading.files[found.path]))
            return None, False
        self._progress.count_release(found.consumed)
        if isinstance(found, Tagged):
            moments = self._baseline.moments(found.id, found.hash)
            entry, content, warnings = _entry(found, moments), found.content, found.warnings
            prepared = found.prepared is not None
        else:
            moments = self._baseline.moments_of(found.entry)
            entry, warnings = self._again(found, moments, reading.files[found.entry.path])
            content = entry.content
            prepared = False
        row = found.twins if isinstance(found, Tagged) else None
        if self._is_copy(entry, lambda: None if row is None else twins.facts(row), reading):
            reading.passed.append(Skipped(entry.path, entry.line, COPY))
            return None, prepared
        if not _claim(entry, reading):
            return None, prepared
        if row is not None:
            reading.twins.take(twins, row)
        if prepared:
            reading.written.add(entry.id)
        reading.warnings.extend(warnings)
        if same := self._same_content.check(content, entry.id, entry.path, entry.line):
            reading.warnings.append(same)
        return moments, prepared

    def _keep(self, entry: Entry, reading: _Reading) -> None:
        """Enter a release of a file that is as it was."""
        if self._is_copy(entry, lambda: self._baseline.drafted.twins.get(entry.id), reading):
            reading.passed.append(Skipped(entry.path, entry.line, COPY))
        else:
            _claim(entry, reading)

    def _is_copy(self, entry: Entry, facts: Callable[[], TwinFacts | None], reading: _Reading) -> bool:
        """Say whether a release, of such facts, is one that is there already, under the same id; note it as that."""
        first = reading.entries.entries.get(entry.id)
        if first is None:
            return False
        if not first.content or first.content != entry.content:
            known = reading.twins.get(entry.id) or self._baseline.drafted.twins.get(entry.id)
            if not share_a_link(known, facts()):
                return False
        reading.same_ids.setdefault(entry.id, []).append(entry)
        reading.again.add(entry.path)  # it counts as soon as the first one goes, which its own file does not tell
        return True

    def _again(self, known: KnownRecord, moments: Moments, file: CorpusFile) -> tuple[Entry, tuple[LintWarning, ...]]:
        """Return the entry of a known record where it stands now, and what is odd about it."""
        before, line = known.entry, known.line
        stood = (before.id, before.path, line, file.size, file.mtime_ns, before.sample)
        entry = Entry._make((*stood, before.hash, *moments, before.raw, before.content, before.findings))
        if not before.findings:
            return entry, ()
        return entry, tuple(
            LintWarning(kind, file.path, line, text) for kind, text in before.findings if self._linter.still(kind, text)
        )


def _finished(part: Part) -> tuple[CorpusFile, ...]:
    """Return the files of which nothing comes after a part."""
    if isinstance(part, WholeFiles):
        return part.files
    return () if isinstance(part, Records) and not part.last else (part.file,)


def _entry(found: Tagged, moments: Moments) -> Entry:
    first_seen, changed = moments
    findings = tuple((warning.kind, warning.text) for warning in found.warnings)
    return Entry(
        id=found.id,
        path=found.file.path,
        line=found.line,
        size=found.file.size,
        mtime_ns=found.file.mtime_ns,
        sample=found.file.sample,
        hash=found.hash,
        first_seen=first_seen,
        changed=changed,
        raw=found.raw,
        content=found.content if found.raw else "",
        findings=findings if found.raw else (),
    )


def _in_order(
    found: Sequence[Tagged | BadRelease | Skipped], known: Sequence[KnownRecord]
) -> Iterable[Tagged | BadRelease | Skipped | KnownRecord]:
    """Return what was read of a part and what need not be, in the order of their lines."""
    return merge(found, known, key=attrgetter("line")) if known else found


def _claim(entry: Entry, reading: _Reading) -> bool:
    """Enter a release under its id; one whose id is another's is skipped."""
    first = reading.entries.claim(entry)
    if first is None:
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
