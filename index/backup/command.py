"""izla-reindex backup and restore: a generation with its tables into a file or a pipe, and back."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from index.backup.copying import back_up, put_tables, read_whole, restore
from index.backup.resuming import Reached, Rest, kept, part
from index.backup.stream import BadBackup, CutBackup, Out
from index.report import generation_as_json
from index.whole_file import written_whole
from search.analysis.user_dictionary import read_analyzer
from search.engines import open_index, open_store
from search.settings import Settings

BACKUP: Final = "backup"
RESTORE: Final = "restore"
_STREAM: Final = "-"  # standard output, or standard input


def backup_command(arguments: list[str]) -> int:
    """Write a backup to the file that the arguments name; return the exit code."""
    parser = argparse.ArgumentParser(
        f"izla-reindex {BACKUP}",
        description="Write the live generation, all releases with their moments, and the site's own tables into one "
        "packed, checksummed stream. The files that releases were read from are not in it.",
    )
    parser.add_argument("file", metavar="FILE", help="a file that is written whole or not at all; - is standard output")
    parser.add_argument(
        "--skip",
        type=_reached,
        default=Reached(),
        metavar="REACHED",
        help="leave out what came already, as far as `restore --kept` says; into a pipe, after one was cut",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    if options.skip.size and options.file != _STREAM:
        parser.error("--skip gives the rest of a backup, which is none by itself; lead it into a pipe, with -")
    if options.file == _STREAM and (sys.stdout.isatty() or options.json):
        parser.error("the backup itself goes to standard output; lead it into a file or a pipe, without --json")
    settings = Settings.read()
    analyzer = read_analyzer(settings.corpus)
    with _written(options.file, options.skip) as out:
        done = back_up(open_index(settings, analyzer), open_store(settings, analyzer), settings.corpus, out)
    if options.json:
        said = generation_as_json(done.generation) | {"releases": done.releases, "tables": list(done.tables)}
        print(json.dumps(said, ensure_ascii=False))
    else:
        tables = f" and {', '.join(done.tables)}" if done.tables else ""
        print(f"Backed up {done.generation.id}: {done.releases:,} releases{tables}", file=sys.stderr)
    return 0


def restore_command(arguments: list[str]) -> int:
    """Make the backup that the arguments name the live generation; return the exit code."""
    parser = argparse.ArgumentParser(
        f"izla-reindex {RESTORE}",
        description="Make the releases of a backup the live generation. The backup is read to its end and checked "
        "before anything changes; what was live stays beside it, for rollback.",
    )
    parser.add_argument("file", metavar="FILE", help="what `backup` wrote; - is standard input")
    parser.add_argument("--resume", action="store_true", help="what comes goes on where standard input was cut before")
    parser.add_argument("--kept", action="store_true", help="only say how far FILE goes, for backup --skip")
    parser.add_argument("--tables", action="store_true", help="let the backup's tables take the place of other ones")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    if options.resume and options.file != _STREAM:
        parser.error("--resume goes on with what came on standard input; name that as -")
    settings = Settings.read()
    if options.kept:
        print(_kept(options.file, settings.data))
        return 0
    now = int(time.time())
    name = "standard input" if options.file == _STREAM else options.file
    with _readable(options.file, settings.data, resume=options.resume) as source:
        try:
            of, tables = read_whole(source, name)
        except CutBackup as cut:
            raise _with_remedy(cut, source, options.file) from None
        written, kept = put_tables(tables, settings.corpus, replacing=options.tables)
        source.seek(0)
        live = restore(open_store(settings), source, name, now)
    if options.json:
        said = generation_as_json(live) | {"of": of.id, "tables": list(written), "tables_kept": list(kept)}
        print(json.dumps(said, ensure_ascii=False))
        return 0
    if written:
        print(f"Written into {settings.corpus}: {', '.join(written)}")
    for table in kept:
        print(f"Left as it is: {settings.corpus / table}, not as in the backup; --tables takes the backup's")
    print(f"Live: {live.id}, {live.documents:,} releases of {of.id}")
    return 0


def _reached(text: str) -> Reached:
    try:
        return Reached.read(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not what `restore --kept` says") from None


def _kept(name: str, data: Path) -> Reached:
    """Return how far a file goes, or what came on standard input; raises BadBackup where a named one is not there."""
    path = part(data) if name == _STREAM else Path(name)
    if name == _STREAM and not path.is_file():
        return Reached()
    with _opened(path) as file:
        return Reached.of(file)


def _with_remedy(cut: CutBackup, source: IO[bytes], name: str) -> CutBackup:
    """Return an error that says how far a stream that was cut came, and how it goes on."""
    source.seek(0)
    reached = Reached.of(source)
    if not reached.size:
        return cut
    skip = f"izla-reindex backup --skip {reached} -"
    rest = f"{skip} | izla-reindex restore --resume -" if name == _STREAM else f"{skip} >>{name}"
    return CutBackup(f"{cut}. {reached.size:,} bytes came; where it was made, run: {rest}")


@contextmanager
def _written(name: str, reached: Reached) -> Iterator[Out]:
    """Give what a backup is written to; a file gets its name when it is whole and on the disk."""
    if name == _STREAM:
        rest = Rest(sys.stdout.buffer, reached)
        yield rest
        rest.end()
        rest.flush()
        return
    with written_whole(Path(name)) as file:
        yield file


@contextmanager
def _readable(name: str, data: Path, *, resume: bool) -> Iterator[IO[bytes]]:
    """Give a backup that can be read twice: what comes on standard input is kept in the data folder meanwhile."""
    if name == _STREAM:
        with kept(sys.stdin.buffer, data, resume=resume) as source:
            yield source
    else:
        with _opened(Path(name)) as source:
            yield source


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise BadBackup(f"{path} cannot be read ({error.strerror}); name the file that `backup` wrote") from None
