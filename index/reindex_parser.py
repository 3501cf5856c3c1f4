"""The command line of izla-reindex: what an indexing run is told, and what --help says of it."""

import argparse
from typing import Final

from index.command_options import add_understanding, add_watching
from index.readers import SUFFIXES
from index.standard_input import add_format
from search.settings import ENGINES

_EPILOG: Final = """\
instead of paths, as the first word (a folder of that name is given as ./status):
  check       show how paths would be understood, without building anything (check --help)
  status      list the generations
  verify      compare the files of the live generation with what was published
  rollback    make the generation before the live one live again
  backup      write the live generation and the site's tables into a file (backup --help)
  restore     make a backup the live generation (restore --help)

exit codes: 0 all indexed, 3 some files or lines skipped, 2 nothing usable or a wrong command, 1 another named error
"""


def reindex_parser() -> argparse.ArgumentParser:
    """Return the parser of all that comes with paths."""
    parser = argparse.ArgumentParser(
        "izla-reindex",
        description="Index press releases. Paths are the whole corpus and are remembered; without any, the remembered "
        "ones are refreshed, and where there are none, the sample corpus is indexed.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help=f"folder or file: {', '.join(SUFFIXES)}; - is standard input"
    )
    add_format(parser)
    parser.add_argument("--add", action="append", default=[], metavar="PATH", help="one more path; removes nothing")
    parser.add_argument("--full", action="store_true", help="build anew from nothing")
    parser.add_argument("--strict", action="store_true", help="stop at the first broken release, publish nothing")
    parser.add_argument("--checksum", action="store_true", help="read every file, also of unchanged size and time")
    parser.add_argument("--allow-removals", action="store_true", help="let the run remove more than a tenth")
    add_understanding(parser)
    parser.add_argument(
        "--on-publish",
        metavar="COMMAND",
        help="run this after publishing; it reads the ids that are new, changed or gone, as NDJSON",
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        help="write for this engine, beside what IZLA_ENGINE names; the first time it goes on from what that one holds",
    )
    add_watching(parser)
    parser.add_argument("--if-needed", action="store_true", help="do nothing where this version has an index")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="processes that analyse (IZLA_JOBS; all)")
    parser.add_argument(
        "--memory", type=_positive, metavar="MIB", help="most memory of the run, 256 at least (IZLA_MEMORY)"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as one JSON object")
    parser.add_argument("--verbose", action="store_true", help="name every warning and everything skipped")
    return parser


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)
