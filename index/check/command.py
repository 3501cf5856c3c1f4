"""izla-reindex check: show how a corpus would be understood, before anything is built of it."""

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

from index.check.checker import check
from index.check.report import as_json, as_text
from index.check.values import Check
from index.command_options import add_understanding, mapping_of
from index.manifest import Manifest
from index.progress import Progress
from index.readers.walk import find_files
from index.run_request import RunRequest, corpus_paths, read_manifest, rules_of, store_state
from index.standard_input import add_format, check_format, with_standard_input
from index.tagging.tagger import Tagger
from search.analysis.user_dictionary import read_analyzer
from search.clock import today
from search.engines import open_store
from search.settings import Settings

ALL: Final = 0  # every record is understood or left out for a reason
NOTHING: Final = 2  # no release at all
SOME: Final = 3  # some records or files are broken
_WIDEST: Final = 120  # columns

_EPILOG: Final = """\
Nothing is built, nothing is remembered, and the index is not opened: with paths, name the --map, --include-future and
--keep-foreign again that a run remembers.

exit codes, those of a run: 0 all understood, 3 some records or files broken, 2 nothing usable or a wrong command
"""


def check_command(arguments: list[str]) -> int:
    """Print how the corpus that the arguments name would be understood; return the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    check_format(options, options.paths, parser)
    mapping = mapping_of(options, parser)
    settings = Settings.read()
    with tempfile.TemporaryDirectory(prefix="izla-") as folder:  # nothing of a check stays, nor what came on stdin
        paths = with_standard_input(options.paths, options.format, Path(folder))
        request = RunRequest(
            paths=paths,
            mapping=mapping,
            include_future=options.include_future,
            keep_foreign=options.keep_foreign,
        )
        found = _check(request, settings, options.sample)
    if options.json:
        print(json.dumps(as_json(found), ensure_ascii=False))
    else:
        print(*as_text(found, width=min(shutil.get_terminal_size((_WIDEST, 0)).columns, _WIDEST)), sep="\n")
    if not found.releases:
        return NOTHING
    return SOME if found.broken else ALL


def _check(request: RunRequest, settings: Settings, sample: int) -> Check:
    live, recorded = None, Manifest()
    analyzer = read_analyzer(settings.corpus)
    if not request.paths:  # only the recorded ones need the store
        store = open_store(settings, analyzer)
        live = store_state(store).newest
        recorded = read_manifest(store, live, request)
    paths = corpus_paths(request, live, settings.corpus / "releases")
    rules = rules_of(request, recorded, today(), settings.corpus)
    tagger = Tagger(settings.corpus, analyzer)
    with Progress() as progress:
        return check(paths, find_files(paths), rules, tagger, progress, sample=sample)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "izla-reindex check",
        description="Show how press releases would be understood, without building anything: each file's format, its "
        "columns, the first releases field by field, what is left out and why, and what is worth a look. Without "
        "paths, the recorded corpus is checked, or the samples.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folder or file; - is standard input")
    add_format(parser)
    parser.add_argument(
        "--sample", type=_number, default=5, metavar="N", help="releases of each file that are shown (5)"
    )
    add_understanding(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 0 or more")
    return int(text)
