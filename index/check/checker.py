"""The checker: reads a corpus as a run would and gathers what was understood; it builds nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from index.check.column_tally import ColumnTally
from index.check.export_shapes import format_of
from index.check.file_facts import encoding_of, encoding_of_text, place_of, values_of, without_place
from index.check.twin_tally import TwinTally
from index.check.unnamed_columns import first_values
from index.check.values import (
    CYRILLIC,
    FOREIGN,
    LATIN,
    MAX_BROKEN,
    MAX_PLACES,
    Broken,
    Check,
    FileCheck,
    LeftOut,
    RemarkCount,
    Sample,
)
from index.gathering import COPY
from index.lint import Linter, LintWarning, SameContent, content_digest
from index.progress import Progress
from index.readers import (
    ARCHIVE,
    SINGLE,
    RawRecord,
    ReadRelease,
    Remark,
    Rules,
    Skipped,
    read_record,
    record_of_file,
    split_file,
    suffix_of,
)
from index.readers.walk import CorpusFile, CorpusFiles
from index.records.language import language_of
from index.tagging.tagger import Tagger
from search.errors import BadRelease
from search.release import Release, script_of_most

BEGINNING: Final = 12  # words of a text that are shown
_HEAD: Final = 500  # code points of a text by which its script is told
_TEXTS: Final = (".txt", ".md", ".html", ".htm")  # whose encoding is told of each file
_SCRIPTS: Final = {"latn": LATIN, "cyrl": CYRILLIC}


def check(
    paths: tuple[str, ...], files: CorpusFiles, rules: Rules, tagger: Tagger, progress: Progress, *, sample: int = 5
) -> Check:
    """Read the files of some paths, one record at a time, and return what was understood of them.

    `sample` is how many releases of each file are shown. What is kept grows with the files, and with the releases by
    an id, a digest and what is compared to find twins. Raises BadCorpus where a table of the corpus cannot be used.
    """
    checker = _Checker(rules, tagger, sample)
    for name in files.undecodable:
        checker.add_undecodable(name)
    progress.start(sum(file.size for file in files.files))
    for file in files.files:
        for consumed in checker.read(file):
            progress.count_release(consumed)
        progress.finish_file(file.size)
    return checker.finish(paths, files)


@dataclass
class _Tally:
    """What is gathered of one block: a file of many records, or the files of one format that are a release each."""

    name: str
    suffix: str
    columns: ColumnTally
    files: int = 0
    format: str = ""
    releases: int = 0
    encodings: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    broken_count: int = 0
    broken: list[Broken] = field(default_factory=list)

    def leave_out(self, reason: str, place: str) -> None:
        before = self.left_out.get(reason)
        self.left_out[reason] = LeftOut(reason, before.count + 1 if before else 1, before.place if before else place)

    def add_broken(self, place: str, reason: str) -> None:
        self.broken_count += 1
        if len(self.broken) < MAX_BROKEN:
            self.broken.append(Broken(place, reason))

    def finish(self) -> FileCheck:
        return FileCheck(
            name=self.name,
            files=self.files,
            format=self.format or format_of(self.suffix),
            encodings=tuple(self.encodings.most_common()),
            releases=self.releases,
            samples=tuple(self.samples),
            read_as=self.columns.read(),
            left_out=tuple(sorted(self.left_out.values(), key=lambda one: (-one.count, one.reason))),
            broken_count=self.broken_count,
            broken=tuple(self.broken),
            unknown=self.columns.unknown(),
            more_unknown=self.columns.more,
        )


class _Checker:
    """Gathers, over all files, what `Check` tells."""

    def __init__(self, rules: Rules, tagger: Tagger, sample: int) -> None:
        self._rules = rules
        self._columns = rules.fields()
        self._tagger = tagger
        self._twins = TwinTally(tagger, rules)
        self._sample = sample
        self._linter = Linter(rules.today)
        self._same_content = SameContent()
        self._tallies: dict[str, _Tally] = {}
        self._names: dict[str, str] = {}  # of files, by path
        self._years: Counter[int] = Counter()
        self._languages: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._remarks: Counter[str] = Counter()
        self._first: dict[str, list[tuple[str, str]]] = {}

    def add_undecodable(self, name: str) -> None:
        """Note a file whose name cannot be told."""
        tally = self._tallies.setdefault(name, _Tally(name, suffix_of(name), self._new_columns(), files=1))
        tally.add_broken(name, "its name is not UTF-8; rename it")

    def read(self, file: CorpusFile) -> Iterator[int]:
        """Read one file; gives for each record how many bytes of the file were read so far."""
        name = file.name or Path(file.path).name
        self._names[file.path] = name
        suffix = suffix_of(name)
        single = suffix in SINGLE
        key = suffix if single else file.path
        tally = self._tallies.get(key) or self._tallies.setdefault(key, _Tally(name, suffix, self._new_columns()))
        tally.files += 1
        records = iter((record_of_file(file.path, name),)) if single else split_file(file.path, name, self._columns)
        encoding = encoding_of(file, suffix)
        for record in records:
            if isinstance(record, Remark):
                if record.kind == "encoding" and suffix != ARCHIVE:  # those of its members are remarked
                    encoding = record.text
                else:
                    self._remark(record.kind, name, record.text)
                continue
            if isinstance(record, RawRecord):
                if single and suffix in _TEXTS:
                    encoding = encoding_of_text(record.data)
                self._note_names(tally, record)
            self._add(tally, file, name, record)
            yield record.consumed if isinstance(record, RawRecord) else 0
        if encoding:
            tally.encodings[encoding] += 1
        if not single and tally.broken_count and not tally.columns.read():
            for values in first_values(file.path, name, delimited=suffix in (".csv", ".tsv")):
                tally.columns.add(values)

    def finish(self, paths: tuple[str, ...], files: CorpusFiles) -> Check:
        """Return what was gathered of some files."""
        return Check(
            paths=paths,
            files=tuple(tally.finish() for tally in self._tallies.values()),
            years=tuple(sorted(self._years.items())),
            undated=sum(tally.releases for tally in self._tallies.values()) - self._years.total(),
            languages=tuple(self._languages.most_common()),
            kept=tuple(self._kept.most_common()),
            remarks=tuple(
                RemarkCount(kind, count, tuple(self._first[kind])) for kind, count in self._remarks.most_common()
            ),
            merges=self._twins.merges({file.path: file for file in files.files}),
            ignored=files.ignored,
        )

    def _new_columns(self) -> ColumnTally:
        return ColumnTally(self._columns)

    def _note_names(self, tally: _Tally, record: RawRecord) -> None:
        values, hints = values_of(record)
        if not tally.format:
            tally.format = format_of(tally.suffix, record.place, values, utc=bool(hints.get("utc")))
        if values:
            tally.columns.add(values)

    def _add(self, tally: _Tally, file: CorpusFile, name: str, record: RawRecord | Skipped | BadRelease) -> None:
        read = read_record(record, self._rules) if isinstance(record, RawRecord) else record
        if read is None:
            return
        in_file = record.place if isinstance(record, RawRecord) else ""
        if isinstance(read, BadRelease):
            tally.add_broken(place_of(name, read.line, in_file, tally.suffix), without_place(in_file, read.reason))
        elif isinstance(read, Skipped):
            place = place_of(name, read.line, read.place, tally.suffix)
            tally.leave_out(read.reason, place)
            if read.reason.startswith(FOREIGN):
                self._languages[read.reason.removeprefix(FOREIGN)] += 1
        else:
            self._add_release(tally, file, name, read, place_of(name, read.line, in_file, tally.suffix))

    def _add_release(self, tally: _Tally, file: CorpusFile, name: str, read: ReadRelease, place: str) -> None:
        release = read.release
        if first := self._twins.add(read):
            first_name = self._names[first.path]
            where = place_of(first_name, first.line, "", suffix_of(first_name))
            where = where if first_name in (name, where) else f"{first_name}, {where}"
            tally.add_broken(place, f"its id {release.id!r} is already that of {where}; rename one")
            return
        if self._twins.is_copy(read):
            tally.leave_out(COPY, place)
            return
        tally.releases += 1
        scripts = _scripts(release)
        if release.date:
            self._years[release.date.year] += 1
        if release.is_uzbek:
            told = language_of(release.title, release.body)
            self._languages[scripts[0] if told == "uz" else told] += 1
        else:
            self._languages[release.language] += 1
            self._kept[release.language] += 1
        if len(tally.samples) < self._sample:
            tally.samples.append(_sample_of(release, place, scripts))
        here = name if place == name else f"{name}, {place}"
        for warning in self._warnings(read, file):
            if warning.kind != "encoding":  # told of the file
                self._remark(warning.kind, here, warning.text)

    def _warnings(self, read: ReadRelease, file: CorpusFile) -> Iterator[LintWarning]:
        release = read.release
        yield from self._linter.check(read, release, self._tagger.unknown_names(release), mixed_scripts=True)
        if same := self._same_content.check(content_digest(release), release.id, file.path, read.line):
            yield same

    def _remark(self, kind: str, place: str, text: str) -> None:
        self._remarks[kind] += 1
        first = self._first.setdefault(kind, [])
        if len(first) < MAX_PLACES:
            first.append((place, text))


def _scripts(release: Release) -> tuple[str, ...]:
    """Return the alphabets of Uzbek that a release is in; of another language that alone."""
    if not release.is_uzbek:
        return (release.language,)
    own = script_of_most(f"{release.title}\n{release.body[:_HEAD]}")
    return tuple(dict.fromkeys(_SCRIPTS[script] for script in (own, *(copy.script for copy in release.copies))))


def _sample_of(release: Release, place: str, scripts: tuple[str, ...]) -> Sample:
    words = release.body.split(maxsplit=BEGINNING)
    return Sample(
        place=place,
        title=release.title,
        date=release.date,
        date_source=release.date_source,
        source=release.source,
        rubric=release.rubric,
        url=release.url,
        id=release.id,
        beginning=" ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else ""),
        scripts=scripts,
        language=release.language,
    )
