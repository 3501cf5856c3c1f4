"""The corpus reader: reads the files of a corpus once, in order, into the draft of the next generation."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter

from index.baseline import Baseline
from index.entries import Entry, EntryTable
from index.gathering import Gathering
from index.lint import Linter, LintWarning
from index.manifest import FaultRow
from index.part_reader import ReaderRecipe, Tagged
from index.parts import KnownRecord, Part, Records, Unchanged, WholeFiles, parts_of
from index.progress import Progress
from index.read_again import Rereader
from index.readers import Rules, Skipped
from index.readers.walk import CorpusFile, CorpusFiles
from index.tagging.tagger import Tagger
from index.twins.merger import Merge, Merger
from index.twins.separate import read_separate
from index.twins.table import NO_TWINS, TwinTable
from index.unread import KeptReleases, protect
from index.worker_pool import read_parts
from search.engine import Draft
from search.errors import BadRelease


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

    def read_into(
        self, draft: Draft, files: CorpusFiles, *, kept: EntryTable | None = None, keep_unread: bool = False
    ) -> ReadCorpus:
        """Add to a draft the releases that it does not hold as they are now; return what came of the reading.

        `kept` are entries of the draft that stay as they are and keep their ids. What else it holds and nobody read
        stays where a fault may stand for it, and all of it with `keep_unread`; the rest is the caller's to remove.
        """
        by_path = {file.path: file for file in files.files}
        linter = Linter(self._rules.today)
        reading = Gathering(by_path, kept, self._baseline, linter, self._progress, strict=self._strict)
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
                        reading.keep(entry)
                known = part.known if isinstance(part, Records) else ()
                if isinstance(part, Records):
                    reading.warnings.extend(LintWarning(one.kind, one.path, 0, one.text) for one in part.remarks)
                twins = read.twins if read else NO_TWINS
                moments = [reading.enter(found, twins) for found in _in_order(read.found if read else (), known)]
                if read is not None:
                    draft.add_prepared(read.prepared, [seen for seen, prepared in moments if prepared])
                    draft.stages.add(read.seconds)
                for file in _finished(part):
                    self._progress.finish_file(file.size)
        drafted = self._baseline.drafted
        seen = reading.entries.table
        protection = protect(drafted, seen, reading.skipped.faults)
        stays = {release_id for file in protection.kept for release_id in file.ids}
        unread = (
            drafted.entries[name] for name in drafted.entries if (keep_unread or name in stays) and name not in seen
        )
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
        reading: Gathering,
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


def _finished(part: Part) -> tuple[CorpusFile, ...]:
    """Return the files of which nothing comes after a part."""
    if isinstance(part, WholeFiles):
        return part.files
    return () if isinstance(part, Records) and not part.last else (part.file,)


def _in_order(
    found: Sequence[Tagged | BadRelease | Skipped], known: Sequence[KnownRecord]
) -> Iterable[Tagged | BadRelease | Skipped | KnownRecord]:
    """Return what was read of a part and what need not be, in the order of their lines."""
    return merge(found, known, key=attrgetter("line")) if known else found
