"""The tags of the releases labelled by hand (tests/tags): precision and recall of each table on each half."""

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from index.readers import ReadRelease, read_releases
from index.readers.json_lines import parse
from index.tagging.tagger import Tagger
from search.errors import BadCorpus
from search.release import Release
from search.settings import ROOT
from tests.analyzers import SAMPLE
from tests.tagging import tag_releases

LABELS: Final = ROOT / "tests" / "tags"
REAL: Final = ROOT.parent / "shared" / "data" / "real_uz.jsonl.gz"  # beside a builder's checkout, and nowhere else
TABLES: Final = ("sectors", "regions", "countries")
WORK, MEASURE = "work", "measure"
HALVES: Final = (WORK, MEASURE)
_SAMPLE: Final = "sample"
_HARD: Final = "chosen as a hard case"
_HASH_LENGTH: Final = 16  # hexadecimal digits of a SHA-256


@dataclass(frozen=True, slots=True)
class Labels:
    """What a reader says of one release: by table the values it must have, and those that it may have or lack."""

    id: str
    origin: str
    hash: str
    half: str
    hard: bool
    right: Mapping[str, frozenset[str]]
    either: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts over the releases of one half and table: values that are right, wrong, either, and missing."""

    right: int = 0
    wrong: int = 0
    either: int = 0
    missing: int = 0

    @property
    def precision(self) -> float:
        """The share of right among all values given but the either ones; 1 where none is."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def strict_precision(self) -> float:
        """The share of right among all values given: an either one counts as wrong."""
        given = self.right + self.wrong + self.either
        return self.right / given if given else 1.0

    @property
    def recall(self) -> float:
        """The share of the values that must be given that are; 1 where none must."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(
            self.right + other.right,
            self.wrong + other.wrong,
            self.either + other.either,
            self.missing + other.missing,
        )


@dataclass(frozen=True, slots=True)
class Tagged:
    """A labelled release with what the tagger gives it, by table."""

    labels: Labels
    release: Release
    given: Mapping[str, frozenset[str]]

    def figure(self, table: str) -> Figure:
        """Count the values of one table."""
        given, right, either = self.given[table], self.labels.right[table], self.labels.either[table]
        return Figure(len(given & right), len(given - right - either), len(given & either - right), len(right - given))


def read_labels(folder: Path = LABELS) -> tuple[Labels, ...]:
    """Read the labels of all `*.jsonl` of a folder, in the order of files and lines; raises BadCorpus."""
    found: list[Labels] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(_labels(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise BadCorpus(f"{path}:{number} is not a line of labels: {error!r}") from None
    if twice := [name for name, times in Counter(one.id for one in found).items() if times > 1]:
        raise BadCorpus(f"{folder} labels {', '.join(twice)} more than once")
    return tuple(found)


def _labels(row: dict[str, Any]) -> Labels:
    if row["half"] not in HALVES:
        raise ValueError(f"half is {row['half']!r} and neither {WORK} nor {MEASURE}")
    right, either = ({table: frozenset(of[table]) for table in TABLES} for of in (row, row["either"]))
    return Labels(row["id"], row["origin"], row["hash"], row["half"], _HARD in row["note"], right, either)


def read_texts(labels: Iterable[Labels], real: Path = REAL) -> dict[str, Release]:
    """Return the releases that labels are about, by id; without the file of real texts only the samples.

    Raises BadCorpus for a text that is not there any more or not the one that was labelled.
    """
    wanted = {one.id: one for one in labels}
    found = dict(_samples({name: one for name, one in wanted.items() if one.origin == _SAMPLE}))
    if real.is_file():
        found |= _real({name: one for name, one in wanted.items() if one.origin != _SAMPLE}, real)
    expected = {name for name, one in wanted.items() if one.origin == _SAMPLE or real.is_file()}
    if lost := sorted(expected - found.keys()):
        raise BadCorpus(f"labelled, and not there: {', '.join(lost)}; the label goes with the text")
    return found


def _samples(wanted: Mapping[str, Labels]) -> Iterator[tuple[str, Release]]:
    for path in sorted((ROOT / "corpus" / "releases").rglob("*.txt")):
        if labels := wanted.get(path.stem):
            _check(labels, path.read_bytes())
            (read,) = read_releases(path)
            if not isinstance(read, ReadRelease):
                raise TypeError(f"{path}: {read}")
            yield path.stem, read.release.with_(sectors=(), regions=())


def _real(wanted: Mapping[str, Labels], path: Path) -> Iterator[tuple[str, Release]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            values = json.loads(line)
            if labels := wanted.get(values["id"]):
                _check(labels, f"{values.get('title') or ''}\n{values.get('body') or ''}".encode())
                release, _ = parse(line)
                yield release.id, release.with_(sectors=(), regions=())


def _check(labels: Labels, written: bytes) -> None:
    if hashlib.sha256(written).hexdigest()[:_HASH_LENGTH] != labels.hash:
        raise BadCorpus(f"{labels.id} is not the text that was labelled; read it again and correct labels and hash")


def tag(labels: Iterable[Labels], texts: Mapping[str, Release]) -> Iterator[Tagged]:
    """Give what the tagger of our own tables says of the labelled releases whose text is there."""
    tagger = Tagger(ROOT / "corpus", SAMPLE)
    known = [one for one in labels if one.id in texts]
    tagged = tag_releases(tagger, [texts[one.id] for one in known])
    for one, (release, _) in zip(known, tagged, strict=True):
        yield Tagged(one, release, {table: frozenset(getattr(release, table)) for table in TABLES})


def sum_figures(tagged: Iterable[Tagged], table: str) -> Figure:
    """Return the counts of one table over releases."""
    return sum((one.figure(table) for one in tagged), Figure())


def main(arguments: list[str]) -> int:
    """Print precision and recall of the tags of the labelled releases, on both halves."""
    parser = argparse.ArgumentParser(prog="./dev relevance tags", description=main.__doc__)
    parser.add_argument("--errors", action="store_true", help="name the wrong and missing values of the working half")
    parser.add_argument("--half", choices=HALVES, help="only this half")
    asked = parser.parse_args(arguments)
    labels = [one for one in read_labels() if asked.half in (None, one.half)]
    tagged = [*tag(labels, read_texts(labels))]
    if missing := len(labels) - len(tagged):
        print(f"{missing} real releases are left out: {REAL.name} is not in shared/data beside this checkout")
    print("half     releases         table      precision  strict  recall   right wrong either missing")
    for half in HALVES if asked.half is None else (asked.half,):
        own = [one for one in tagged if one.labels.half == half]
        for name, group in _groups(own):
            for table in TABLES:
                print(_row(half, f"{name} {len(group)}", table, sum_figures(group, table)))
    if asked.errors:
        for one in tagged:
            if one.labels.half == WORK:
                _print_errors(one)
    return 0


def _groups(tagged: list[Tagged]) -> Iterator[tuple[str, list[Tagged]]]:
    yield "all", tagged
    groups = {
        "samples": [one for one in tagged if one.labels.origin == _SAMPLE],
        "real, hard": [one for one in tagged if one.labels.origin != _SAMPLE and one.labels.hard],
        "real, random": [one for one in tagged if one.labels.origin != _SAMPLE and not one.labels.hard],
    }
    yield from ((name, group) for name, group in groups.items() if group)


def _row(half: str, releases: str, table: str, figure: Figure) -> str:
    return (
        f"{half:8} {releases:16} {table:10} {figure.precision:9.3f} {figure.strict_precision:7.3f} {figure.recall:7.3f}"
        f"{figure.right:8}{figure.wrong:6}{figure.either:7}{figure.missing:8}"
    )


def _print_errors(one: Tagged) -> None:
    for table in TABLES:
        wrong = one.given[table] - one.labels.right[table] - one.labels.either[table]
        missing = one.labels.right[table] - one.given[table]
        if wrong or missing:
            print(f"{one.labels.id} {table}: wrong {_listed(wrong)}; missing {_listed(missing)}")


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values)) or "–"
