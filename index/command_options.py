"""The options that more than one command of izla-reindex takes: how records are understood."""

import argparse

from index.records.field_names import FIELDS


def add_understanding(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how records are understood."""
    parser.add_argument(
        "--map",
        action="append",
        metavar="FIELD=COLUMN",
        help="a column of a name that nobody knows; a run remembers it",
    )
    parser.add_argument(
        "--include-future",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="also take what is dated later than tomorrow; a run remembers it",
    )
    parser.add_argument(
        "--keep-foreign",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="also take what is in Russian, English and other languages, searched as written; a run remembers it",
    )


def add_watching(parser: argparse.ArgumentParser) -> None:
    """Add the options of a command that goes on and runs again when the corpus has changed."""
    parser.add_argument("--watch", action="store_true", help="go on, and run again whenever the files have changed")
    parser.add_argument(
        "--settle", type=float, default=5.0, metavar="SECONDS", help="how long they must have rested (%(default)s)"
    )


def mapping_of(options: argparse.Namespace, parser: argparse.ArgumentParser) -> tuple[tuple[str, str], ...] | None:
    """Return the pairs of a field and a column that --map gave, None where there is none; others end the command."""
    if options.map is None:
        return None
    pairs = []
    for one in options.map:
        name, equals, column = one.partition("=")
        if not equals or name not in FIELDS or not column.strip():
            parser.error(f"--map takes FIELD=COLUMN with a field of {', '.join(FIELDS)}, not {one!r}")
        pairs.append((name, column.strip()))
    return tuple(pairs)
