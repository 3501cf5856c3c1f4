"""What a check gathers, as frozen values: of each file, and of all of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from index.check.column_tally import UnknownColumn
from search.release import UZBEK

MAX_BROKEN: Final = 20  # broken records of a file that are named; all are counted
MAX_PLACES: Final = 3  # places of a remark that are named
FOREIGN: Final = "foreign:"  # a reason of readers begins with it; the code of the language follows
LATIN: Final = "uz-Latn"
CYRILLIC: Final = "uz-Cyrl"


@dataclass(frozen=True, slots=True)
class Sample:
    """How one record was read: where it stood, the fields of its release, and the first words of its text.

    `date_source` and `language` are those of Release; `scripts` are the alphabets of Uzbek that the release is in, or
    the language where it is in another.
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
    language: str = UZBEK


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

    `kept` counts releases in other languages than Uzbek, before twins are merged. `undated` ones are in no year.
    `merges` are ids of releases that are one, the one that stays first. `ignored` are the paths of files of no known
    format.
    """

    paths: tuple[str, ...]
    files: tuple[FileCheck, ...]
    years: tuple[tuple[int, int], ...]
    undated: int
    languages: tuple[tuple[str, int], ...]
    remarks: tuple[RemarkCount, ...]
    merges: tuple[tuple[str, ...], ...]
    ignored: tuple[str, ...]
    kept: tuple[tuple[str, int], ...] = ()

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
