"""izla-reindex: build or refresh the index, look at its generations, go back to the one before.

The command takes paths, and `check`, `status`, `backup` and the like instead of the first of them. No library at
hand gives both at once, so `main` looks at the first argument and argparse does the rest:

- argparse refuses the second path of a parser that has sub-parsers ("invalid choice").
- A click group that takes paths takes `status` for a path. With the paths as a hidden default sub-command, by an
  override of `Group.parse_args`, `--help` no longer shows the options that everybody needs, and options can no longer
  be shortened (`--allow`).
"""

import argparse
import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Final

from index.command_options import add_watching, mapping_of
from index.generation_commands import GENERATION_COMMANDS, generation_command
from index.progress import Progress
from index.publish_hook import hook_words, run_hook
from index.reindex_parser import reindex_parser
from index.report import as_json, as_text, listing
from index.run import run
from index.run_request import RunRequest
from index.standard_input import SIGN, check_format, remove_what_was_left, with_standard_input
from index.tagging.tagger import Tagger
from index.watch import watch
from search.analysis.user_dictionary import read_analyzer
from search.clock import today
from search.engines import open_store
from search.errors import IndexDamaged, IzlaError, RemovalRefused
from search.settings import Settings

ALL: Final = 0  # every file and line was indexed
FAILED: Final = 1  # a named error, said on one line
NOTHING: Final = 2  # nothing usable; argparse ends with it too where the command is wrong
SOME: Final = 3  # the rest was broken and skipped
_STOPPED: Final = 128  # and the number of the signal, as shells have it

# commands with options of their own: modules and functions, imported when asked for, since no other run needs them
_COMMANDS: Final = {
    "check": ("index.check.command", "check_command"),
    "backup": ("index.backup.command", "backup_command"),
    "restore": ("index.backup.command", "restore_command"),
}


class Stopped(BaseException):
    """A signal asked the run to end."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}; what is live stays")
        self.number = number


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        with _stopping_on_signals(), _without_collector():
            if arguments and arguments[0] in _COMMANDS:
                return _command(arguments[0])(arguments[1:])
            if arguments and arguments[0] in GENERATION_COMMANDS:
                generation_command(arguments[0], arguments[1:])
                return ALL
            return _reindex(arguments)
    except RemovalRefused as error:
        everything = "--verbose" in arguments
        print(*listing("would go", list(error.ids), everything=everything), sep="\n", file=sys.stderr)
        return _fail(error, FAILED)
    except IzlaError as error:
        return _fail(error, FAILED)
    except OSError as error:
        return _fail(error, FAILED)
    except Stopped as error:
        return _fail(error, _STOPPED + error.number)


def _command(name: str) -> Callable[[Sequence[str]], int]:
    module, function = _COMMANDS[name]
    command: Callable[[Sequence[str]], int] = getattr(import_module(module), function)
    return command


def _reindex(arguments: list[str]) -> int:
    parser = reindex_parser()
    options = parser.parse_args(arguments)
    if options.paths and options.add:
        parser.error("give either the whole corpus, or with --add what comes to the recorded one")
    if options.if_needed and (options.paths or options.add or options.full):
        parser.error("--if-needed builds from the recorded paths and takes neither paths nor --full")
    check_format(options, (*options.paths, *options.add), parser)
    if options.watch:
        return _watch(arguments, options, parser)
    mapping = mapping_of(options, parser)
    hook = _hook(options.on_publish, parser)
    settings = Settings.read()
    origin = None
    if options.engine not in (None, settings.engine):
        other, settings = settings, Settings.read({**os.environ, "IZLA_ENGINE": options.engine})
        origin = open_store(other)
    settings = replace(settings, memory=options.memory or settings.memory, jobs=options.jobs or settings.jobs)
    analyzer = read_analyzer(settings.corpus)
    remove_what_was_left(settings.data)
    store = open_store(settings, analyzer)
    if options.if_needed and store.live():
        return ALL
    request = RunRequest(
        paths=with_standard_input(options.paths, options.format, settings.data),
        add=with_standard_input(options.add, options.format, settings.data),
        mapping=mapping,
        include_future=options.include_future,
        keep_foreign=options.keep_foreign,
        full=options.full,
        strict=options.strict,
        checksum=options.checksum,
        allow_removals=options.allow_removals,
    )
    with Progress() as progress:
        tagger = Tagger(settings.corpus, analyzer)
        default = settings.corpus / "releases"
        index = partial(run, store, tagger, default=default, today=today(), progress=progress, origin=origin)
        try:
            report = index(request)
        except IndexDamaged as damage:
            if request.full:
                raise
            print(f"izla-reindex: {damage.reason}; everything is built anew", file=sys.stderr)
            report = index(replace(request, full=True))
    if options.json:
        print(json.dumps(as_json(report), ensure_ascii=False))
    else:
        print(*as_text(report, verbose=options.verbose), sep="\n")
    if hook and report.published:
        run_hook(hook, report.difference)
    if not report.documents:
        return NOTHING
    return SOME if report.skipped else ALL


def _watch(arguments: list[str], options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Run as told, and again whenever the corpus has changed, until a signal ends it."""
    watching = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    add_watching(watching)
    known, first = watching.parse_known_args(arguments)
    if not known.watch:
        parser.error("write --watch and --settle out")
    if SIGN in (*options.paths, *options.add):
        parser.error("--watch watches files; standard input comes once")
    kept = (
        ("--engine", options.engine),
        ("--jobs", options.jobs),
        ("--memory", options.memory),
        ("--on-publish", options.on_publish),
    )
    later = [word for name, value in kept if value is not None for word in (name, str(value))]
    later += [name for name, value in (("--json", options.json), ("--verbose", options.verbose)) if value]
    try:
        watch(first, later, options.settle)
    except Stopped:
        return ALL


def _hook(command: str | None, parser: argparse.ArgumentParser) -> tuple[str, ...]:
    """Return the words of the command of --on-publish, none where there is none."""
    try:
        return hook_words(command) if command is not None else ()
    except ValueError as error:
        parser.error(f"--on-publish takes a command, not {command!r} ({error})")


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """Turn SIGINT and SIGTERM into Stopped, so that a draft is discarded on the way out."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {number: signal.signal(number, _raise_stopped) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for cycles: a run makes none, and what it holds is much to look through."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _raise_stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped(number)


def _fail(error: BaseException, code: int) -> int:
    print(f"izla-reindex: {error}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
