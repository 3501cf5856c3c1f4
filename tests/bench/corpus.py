"""The bench's corpus: composed releases, analysed once, kept as lines of spelled words."""

import datetime as dt
import functools
import hashlib
import json
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from search.analysis.fingerprint import fingerprint
from search.release import Release
from search.settings import ROOT
from tests.analyzers import PLAIN
from tests.bench.composing import SEED, composed
from tests.bench.spelling import spell

FOLDER: Final = ROOT / "var" / "bench"
_BATCH: Final = 64  # releases that a process analyses at a time


@dataclass(frozen=True, slots=True)
class Document:
    """An analysed release: its number from 0, its words joined by spaces, its sectors and its day (an ordinal)."""

    number: int
    text: str
    sectors: tuple[str, ...]
    day: int

    @property
    def tokens(self) -> list[str]:
        """The words, split anew at every call: an engine that wants words pays for them as one that wants text does."""
        return self.text.split(" ")

    @property
    def month(self) -> int:
        """Year and month as one number: 202603."""
        return month_of(self.day)


@functools.cache
def month_of(day: int) -> int:
    """Return year and month of an ordinal day as one number: 202603."""
    date = dt.date.fromordinal(day)
    return date.year * 100 + date.month


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus on disk: `digest` is that of its documents, and what was built of others is stale."""

    folder: Path
    count: int
    seed: int
    fingerprint: str
    digest: str

    def documents(self) -> Iterator[Document]:
        """Read the documents one by one, in the order of their numbers."""
        with _file(self.folder).open(encoding="ascii") as lines:
            for number, line in enumerate(lines):
                day, sectors, text = line.rstrip("\n").split("\t")
                yield Document(number, text, tuple(sectors.split(",")), int(day))


def prepare(count: int, seed: int = SEED, folder: Path = FOLDER) -> Corpus:
    """Return the corpus of `count` releases, composed and analysed unless it is there already."""
    home = folder / str(count)
    there = kept(home)
    if there and (there.count, there.seed, there.fingerprint) == (count, seed, _fingerprint()):
        return there
    home.mkdir(parents=True, exist_ok=True)
    print(f"Composing and analysing {count:,} releases", file=sys.stderr)
    return write(home, _analysed(count, seed), count, seed)


def write(home: Path, lines: Iterable[str], count: int, seed: int) -> Corpus:
    """Write the lines of a corpus, and what it was made of when they are all there."""
    (home / "corpus.json").unlink(missing_ok=True)
    digest = hashlib.sha256()
    with _file(home).open("wb") as file:
        for line in lines:
            data = line.encode("ascii")
            digest.update(data)
            file.write(data)
    corpus = Corpus(home, count, seed, _fingerprint(), digest.hexdigest()[:16])
    facts = {name: value for name, value in asdict(corpus).items() if name != "folder"}
    (home / "corpus.json").write_text(json.dumps(facts), encoding="utf-8")
    return corpus


def line_of(text: str, sectors: Iterable[str], day: int) -> str:
    """Return a document's line."""
    return f"{day}\t{','.join(sectors)}\t{text}\n"


def releases(count: int, seed: int = SEED) -> Iterator[Release]:
    """Compose the releases whose words the corpus of the same count and seed holds, in the same order."""
    for row in composed(count, seed):
        date = dt.date.fromisoformat(row["date"])
        yield Release(
            row["id"],
            row["title"],
            row["body"],
            date,
            "given",
            tuple(row["sector"]),
            source=row["source"],
            url=row["url"],
        )


def words_of(title: str, body: str) -> Iterator[str]:
    """Yield the first lemma key of each of a release's words, title first, one after another."""
    for text in (title, body):
        for term in PLAIN.analyze(text):
            if term.lemmas:
                yield term.lemmas[0]


def _analysed(count: int, seed: int) -> Iterator[str]:
    done = 0
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        for line in pool.imap(_line, composed(count, seed), chunksize=_BATCH):
            yield line
            done += 1
            if done % 10_000 == 0:
                print(f"  {done:,}", file=sys.stderr)


def _line(row: dict[str, Any]) -> str:
    text = " ".join(map(spell, words_of(row["title"], row["body"])))
    return line_of(text, row["sector"], dt.date.fromisoformat(row["date"]).toordinal())


def kept(home: Path) -> Corpus | None:
    """Return the corpus that an earlier run left in a folder."""
    try:
        facts = json.loads((home / "corpus.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Corpus(folder=home, **facts)


def _fingerprint() -> str:
    return fingerprint(ROOT / "corpus")


def _file(home: Path) -> Path:
    return home / "documents.txt"
