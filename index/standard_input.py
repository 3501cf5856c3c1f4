"""Standard input as a file of releases: kept beside the generations, so that a later run finds it again."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

from index.readers import SUFFIXES
from index.whole_file import remove_rests, written_whole
from search.errors import BadCorpus

SIGN: Final = "-"  # stands for standard input among the paths
FORMATS: Final = tuple(suffix.removeprefix(".") for suffix in SUFFIXES)
_NAME: Final = "stdin"


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add the option that says what comes on standard input."""
    parser.add_argument(
        "--format", choices=FORMATS, metavar="FORMAT", help=f"what the path - (standard input) is: {', '.join(FORMATS)}"
    )


def check_format(options: argparse.Namespace, paths: Sequence[str], parser: argparse.ArgumentParser) -> None:
    """End the command where its paths name standard input without a format, or a format stands without it."""
    if SIGN in paths and options.format is None:
        parser.error("the path - is standard input; say with --format what comes there, such as --format csv")
    if options.format is not None and SIGN not in paths:
        parser.error("--format says what comes on standard input; name that as the path -")


def with_standard_input(paths: Sequence[str], format_: str | None, folder: Path) -> tuple[str, ...]:
    """Return paths with the file that standard input was kept in, in place of its sign; raises BadCorpus.

    The file is `stdin.FORMAT` in a folder, whole or as it was: what comes takes the place of what came before.
    """
    if SIGN not in paths:
        return tuple(paths)
    kept = str(_keep(sys.stdin.buffer, folder / f"{_NAME}.{format_}"))
    return tuple(dict.fromkeys(kept if path == SIGN else path for path in paths))


def remove_what_was_left(folder: Path) -> None:
    """Remove what runs left in a folder that were killed while they kept what came on standard input."""
    remove_rests(folder, f"{_NAME}*")


def _keep(source: IO[bytes], target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadCorpus(f"{target} cannot be written ({error.strerror}); nothing was changed") from None
    with written_whole(target) as file:
        shutil.copyfileobj(source, file)
        if not file.tell():
            raise BadCorpus("nothing came on standard input; look at the command before it, nothing was changed")
    return target
