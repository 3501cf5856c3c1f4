"""The gathering of a run: what was read of a corpus, entered under its ids in the order of reading."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from index.baseline import Baseline
from index.entries import Entry, EntryTable, EntryTableBuilder
from index.lint import Linter, LintWarning, SameContent
from index.part_reader import Tagged
from index.parts import KnownRecord
from index.progress import Progress
from index.readers import Skipped
from index.readers.walk import CorpusFile
from index.twins.facts import TwinFacts, share_a_link
from index.twins.table import TwinTable, TwinTableBuilder
from index.unread import Fault
from search.errors import BadRelease
from search.release import Moments

COPY: Final = "copy"  # the reason of a record that came before, under the same id


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


class Gathering:
    """What one reading has gathered, and how what is found gets there.

    `files` are those that are read, by path, `again` the paths of those to be read again the next time; `written` are
    the ids of releases that the draft gets, `same_ids` the records that came again under an id.
    """

    def __init__(
        self,
        files: dict[str, CorpusFile],
        kept: EntryTable | None,
        baseline: Baseline,
        linter: Linter,
        progress: Progress,
        *,
        strict: bool,
    ) -> None:
        self.files = files
        self.entries = EntryTableBuilder(kept)
        self.skipped = SkippedReleases(strict=strict)
        self.passed: list[Skipped] = []
        self.again: set[str] = set()
        self.written: set[str] = set()
        self.twins = TwinTableBuilder()
        self.same_ids: dict[str, list[Entry]] = {}
        self.warnings: list[LintWarning] = []
        self._baseline = baseline
        self._linter = linter
        self._progress = progress
        self._same_content = SameContent()

    def enter(
        self, found: Tagged | BadRelease | Skipped | KnownRecord, twins: TwinTable
    ) -> tuple[Moments | None, bool]:
        """Enter what was found in a part, whose table of twins is `twins`.

        Return the moments of a release that is to be written, and whether it was prepared.
        """
        if isinstance(found, Skipped):
            self.passed.append(found)
            if found.again:
                self.again.add(found.path)
            return None, False
        if isinstance(found, BadRelease):
            self.skipped.add(found, rewritten=found.torn and _is_rewritten(self.files[found.path]))
            return None, False
        self._progress.count_release(found.consumed)
        if isinstance(found, Tagged):
            moments = self._baseline.moments(found.id, found.hash)
            entry, content, warnings = _entry(found, moments), found.content, found.warnings
            prepared = found.prepared is not None
        else:
            moments = self._baseline.moments_of(found.entry)
            entry, warnings = self._again(found, moments, self.files[found.entry.path])
            content = entry.content
            prepared = False
        row = found.twins if isinstance(found, Tagged) else None
        if self._is_copy(entry, lambda: None if row is None else twins.facts(row)):
            self.passed.append(Skipped(entry.path, entry.line, COPY))
            return None, prepared
        if not self._claim(entry):
            return None, prepared
        if row is not None:
            self.twins.take(twins, row)
        if prepared:
            self.written.add(entry.id)
        self.warnings.extend(warnings)
        if same := self._same_content.check(content, entry.id, entry.path, entry.line):
            self.warnings.append(same)
        return moments, prepared

    def keep(self, entry: Entry) -> None:
        """Enter a release of a file that is as it was."""
        if self._is_copy(entry, lambda: self._baseline.drafted.twins.get(entry.id)):
            self.passed.append(Skipped(entry.path, entry.line, COPY))
        else:
            self._claim(entry)

    def _is_copy(self, entry: Entry, facts: Callable[[], TwinFacts | None]) -> bool:
        """Say whether a release, of such facts, is one that is there already, under the same id; note it as that."""
        table = self.entries.table
        if entry.id not in table:
            return False
        first = table[entry.id]
        if not first.content or first.content != entry.content:
            known = self.twins.get(entry.id) or self._baseline.drafted.twins.get(entry.id)
            if not share_a_link(known, facts()):
                return False
        self.same_ids.setdefault(entry.id, []).append(entry)
        self.again.add(entry.path)  # it counts as soon as the first one goes, which its own file does not tell
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

    def _claim(self, entry: Entry) -> bool:
        """Enter a release under its id; one whose id is another's is skipped."""
        first = self.entries.claim(entry)
        if first is None:
            return True
        where = f"{first.path}:{first.line}" if first.line else first.path
        reason = f"its id {entry.id!r} is already that of {where}; rename one"
        self.skipped.add(BadRelease(entry.path, entry.line, reason, id=entry.id))
        return False


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


def _is_rewritten(file: CorpusFile) -> bool:
    """Say whether a file is another than the walk found; one that is gone is not."""
    try:
        facts = Path(file.path).stat()
    except OSError:
        return False
    return (facts.st_size, facts.st_mtime_ns) != (file.size, file.mtime_ns)
