"""The check of a corpus: reads everything as a run would and gathers what was understood; it builds nothing."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from index.column_tally import ColumnTally, UnknownColumn
from index.corpus_reader import COPY
from index.export_shapes import format_of
from index.lint import Linter, LintWarning, SameContent, content_digest
from index.progress import Progress
from index.readers import (
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
from index.readers.input_file import RECORD
from index.readers.json_lines import LINE
from index.readers.walk import CorpusFile, CorpusFiles
from index.records.encodings import decode
from index.records.language import language_of
from index.tagging.tagger import Tagger
from index.twin_tally import TwinTally
from index.unnamed_columns import first_values
from search.errors import BadRelease
from search.release import Release

MAX_BROKEN: Final = 20  # broken records of a file that are named; all are counted
MAX_PLACES: Final = 3  # places of a remark that are named
BEGINNING: Final = 12  # words of a text that are shown
FOREIGN: Final = "foreign:"
LATIN: Final = "uz-Latn"
CYRILLIC: Final = "uz-Cyrl"
_TEXTS: Final = (".txt", ".md", ".html", ".htm")  # whose encoding is told of each file
_MARKED: Final = (".xml", ".rss", ".atom")  # which say their encoding in their first line
_HEAD: Final = 1024  # bytes in which they do
_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9_.-]{2,40})""")
_UTF8: Final = "utf-8"
_PLAIN: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
_COUNTED: Final = {".jsonl": "line", ".ndjson": "line", ".csv": "row", ".tsv": "row", ".json": "item"}
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Sample:
    """How one record was read: where it stood, the fields of its release, and the first words of its text.

    `date_source` is that of Release; `scripts` are those that the release is in.
    """

    place: str
    title: str
    date: dt.date | None
    date_source: str | None
    source: str
    rubric: str
    url: str
    id: str
    beginning: str
    scripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records that are no releases for the index: the reason as readers give it, how many, and where the first is."""

    reason: str
    count: int
    place: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A record or file that cannot be read: where it is, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What was understood of one file of many records, or of all files of one format that are a release each.

    `name` is the file's below the path that was given; of several `files` that of the first. `encodings` count files,
    `read_as` gives the names that each field stood under. `broken` are the first `MAX_BROKEN` of `broken_count`;
    `more_unknown` says that more names are unknown than are told.
    """

    name: str
    files: int
    format: str
    encodings: tuple[tuple[str, int], ...]
    releases: int
    samples: tuple[Sample, ...]
    read_as: tuple[tuple[str, tuple[str, ...]], ...]
    left_out: tuple[LeftOut, ...]
    broken_count: int
    broken: tuple[Broken, ...]
    unknown: tuple[UnknownColumn, ...]
    more_unknown: bool

    @property
    def records(self) -> int:
        """How many records the file holds, whatever became of them."""
        return self.releases + self.broken_count + sum(one.count for one in self.left_out)


@dataclass(frozen=True, slots=True)
class RemarkCount:
    """Remarks of one kind of `index.lint.KINDS`: how many, and the first of them, each with its place."""

    kind: str
    count: int
    first: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a run over some paths would find; `years` and `languages` count releases, foreign records by their code.

    `undated` releases are in no year. `merges` are the ids of releases that are one, the one that stays first.
    `ignored` are the paths of files of no known format.
    """

    paths: tuple[str, ...]
    files: tuple[FileCheck, ...]
    years: tuple[tuple[int, int], ...]
    undated: int
    languages: tuple[tuple[str, int], ...]
    remarks: tuple[RemarkCount, ...]
    merges: tuple[tuple[str, ...], ...]
    ignored: tuple[str, ...]

    @property
    def releases(self) -> int:
        """How many releases a run would give, twins counted once."""
        return sum(file.releases for file in self.files) - self.merged

    @property
    def merged(self) -> int:
        """How many releases become one with another."""
        return sum(len(ids) - 1 for ids in self.merges)

    @property
    def broken(self) -> int:
        """How many records and files are broken."""
        return sum(file.broken_count for file in self.files)


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
        encoding = _encoding_of(file, suffix)
        for record in records:
            if isinstance(record, Remark):
                if record.kind == "encoding":
                    encoding = record.text
                else:
                    self._remark(record.kind, name, record.text)
                continue
            if isinstance(record, RawRecord):
                if single and suffix in _TEXTS:
                    encoding = _encoding_of_text(record.data)
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
            remarks=tuple(
                RemarkCount(kind, count, tuple(self._first[kind])) for kind, count in self._remarks.most_common()
            ),
            merges=self._twins.merges({file.path: file for file in files.files}),
            ignored=files.ignored,
        )

    def _new_columns(self) -> ColumnTally:
        return ColumnTally(self._columns)

    def _note_names(self, tally: _Tally, record: RawRecord) -> None:
        values, hints = _values_of(record)
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
            tally.add_broken(_place(name, read.line, in_file, tally.suffix), _without(in_file, read.reason))
        elif isinstance(read, Skipped):
            place = _place(name, read.line, read.place, tally.suffix)
            tally.leave_out(read.reason, place)
            if read.reason.startswith(FOREIGN):
                self._languages[read.reason.removeprefix(FOREIGN)] += 1
        else:
            self._add_release(tally, file, name, read, _place(name, read.line, in_file, tally.suffix))

    def _add_release(self, tally: _Tally, file: CorpusFile, name: str, read: ReadRelease, place: str) -> None:
        release = read.release
        if first := self._twins.add(read):
            first_name = self._names[first.path]
            where = _place(first_name, first.line, "", suffix_of(first_name))
            where = where if first_name in (name, where) else f"{first_name}, {where}"
            tally.add_broken(place, f"its id {release.id!r} is already that of {where}; rename one")
            return
        if self._twins.is_copy(read):
            tally.leave_out(COPY, place)
            return
        tally.releases += 1
        scripts = tuple(dict.fromkeys((_script(release), *(_full_script(copy.script) for copy in release.copies))))
        if release.date:
            self._years[release.date.year] += 1
        told = language_of(release.title, release.body)
        self._languages[scripts[0] if told == "uz" else told] += 1
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


def _values_of(record: RawRecord) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the named values of a record and what its reader says of them; empty where it has none."""
    if record.format == RECORD:
        values, hints = orjson.loads(record.data)
        return values, hints
    if record.format == LINE:
        try:
            values = json.loads(record.data)
        except (ValueError, RecursionError):
            return {}, {}  # its reader says so
        return (values if isinstance(values, dict) else {}), {}
    return {}, {}


def _encoding_of(file: CorpusFile, suffix: str) -> str:
    """Return the encoding of a file until its reader says another; "" where a file has none or several."""
    if suffix in _PLAIN:
        return _UTF8
    if suffix not in _MARKED:
        return ""
    try:
        with Path(file.path).open("rb") as opened:
            declared = _ENCODING.search(opened.read(_HEAD))
    except OSError:
        return ""  # its reader says so
    return declared[1].decode("ascii").lower() if declared else _UTF8


def _encoding_of_text(data: bytes) -> str:
    try:
        return decode(data).encoding
    except ValueError:
        return ""  # its reader says so


def _place(name: str, line: int, place: str, suffix: str) -> str:
    """Return how a record of a file is called: as the file itself calls it, else by its line, else as the file."""
    if place and place != name:
        sheet, mark, row = place.rpartition("!")
        return f"sheet {sheet}, row {row}" if mark and suffix in _WORKBOOKS else place
    if not line:
        return name
    return f"{_COUNTED.get(suffix, 'record')} {line}"


def _without(place: str, reason: str) -> str:
    return reason.removeprefix(f"{place}: ") if place else reason


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
    )


def _script(release: Release) -> str:
    text = f"{release.title}\n{release.body[:500]}"
    return CYRILLIC if 2 * len(_CYRILLIC.findall(text)) > len(_LETTER.findall(text)) else LATIN


def _full_script(script: str) -> str:
    return CYRILLIC if script == "cyrl" else LATIN
