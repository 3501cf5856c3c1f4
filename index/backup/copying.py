"""Backing up a generation, and making a generation of a backup."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from index.backup.stream import Notes, Out, Table, read_stream, write_stream
from index.twins.separate import NAME as SEPARATE
from search.corpus_tables import SITE, TABLES
from search.deadline import Deadline
from search.engine import Index, Snapshot, Store
from search.facets.selection import NO_FILTERS
from search.generation import Generation, History
from search.plan import EVERYTHING
from search.release import Release
from search.settings import ROOT
from search.to_disk import bring_name_to_disk, bring_to_disk
from search.withdrawn import FILE as WITHDRAWN

FILES: Final = (SITE, *(table.file for table in TABLES), SEPARATE, WITHDRAWN)  # of a site, beside its releases
_PATIENCE: Final = 600.0  # seconds that listing all releases may take


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: the generation that it is of, the files of the site, and how many releases."""

    generation: Generation
    tables: tuple[str, ...]
    releases: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was made of a backup: the generation that is live now, of which one, and what became of its tables.

    `kept` are those that stand in the corpus with other words than in the backup.
    """

    generation: Generation
    of: Generation
    written: tuple[str, ...]
    kept: tuple[str, ...]


def back_up(index: Index, store: Store, corpus: Path, out: Out) -> BackedUp:
    """Write the live generation, with what is withdrawn of it, and the site's files in the corpus folder."""
    snapshot = index.snapshot()
    generation = snapshot.generation
    tables = [Table(path.name, path.read_bytes()) for path in _files_of_site(corpus)]
    notes = Notes(str(store.manifest(generation), "utf-8"), store.history(generation).to_json())
    releases = write_stream(out, generation, tables, notes, _releases(snapshot))
    return BackedUp(generation, tuple(table.name for table in tables), releases)


def _files_of_site(corpus: Path) -> Iterator[Path]:
    """Give the files of a corpus folder that a backup holds; of Izla's own folder none, each version has them."""
    if corpus.resolve() != (ROOT / "corpus").resolve():
        yield from (path for name in FILES if (path := corpus / name).is_file())


def _releases(snapshot: Snapshot) -> Iterator[Release]:
    matches = snapshot.match(EVERYTHING, Deadline.after(_PATIENCE))
    ranked = matches.rank(NO_FILTERS, "date", 0, snapshot.generation.documents)
    return (each.release for each in snapshot.fetch([one.ref for one in ranked]))


def read_whole(source: IO[bytes], name: str) -> tuple[Generation, tuple[Table, ...]]:
    """Read a backup to its end and return its generation and its tables; raises BadBackup."""
    items = read_stream(source, name)
    generation = next(items)
    assert isinstance(generation, Generation)  # noqa: S101  # what every stream begins with
    return generation, tuple(item for item in items if isinstance(item, Table))


def put_tables(tables: tuple[Table, ...], corpus: Path, *, replacing: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the tables that the corpus folder does not have; return the names of those written, and of those kept.

    A table that stands there with other bytes is kept, and written over where `replacing` is asked for.
    """
    written, kept = [], []
    for table in tables:
        target = corpus / table.name
        if table.name not in FILES or (target.is_file() and target.read_bytes() == table.data):
            continue
        if target.exists() and not replacing:
            kept.append(table.name)
            continue
        corpus.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{table.name}.new")
        new.write_bytes(table.data)
        bring_to_disk(new)
        new.replace(target)
        bring_name_to_disk(target)
        written.append(table.name)
    return tuple(written), tuple(kept)


def restore(store: Store, source: IO[bytes], name: str, now: int) -> Generation:
    """Make the releases of a backup the live generation; what was live stays beside it. Raises BadBackup.

    `now` is when this begins, in seconds since 1970. Who keeps a copy as of the backed up generation goes on from it;
    one as of a later generation is told to take a whole copy again.
    """
    items = read_stream(source, name)
    of = next(items)
    assert isinstance(of, Generation)  # noqa: S101  # what every stream begins with
    notes: list[Notes] = []

    def releases() -> Iterator[Release]:
        for item in items:
            if isinstance(item, Notes):
                notes.append(item)
            elif isinstance(item, Release):
                yield item

    with store.begin(None, samples=of.samples, paths=of.paths) as draft:
        draft.add(releases())
        draft.verify()
        return draft.publish(notes[0].manifest.encode(), History.from_json(notes[0].history).after(of, (), now), now)
