"""SQLite FTS5 over a file of JSON lines, as a process of its own: python tests/bench/fts5_file.py FILE DATABASE

It does what any user of it would: parses each line, inserts title and text, commits. Nothing but the standard library
is imported, so that the start of the process costs it no more than it must.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SCHEMA: Final = "create virtual table release using fts5(title, text, tokenize='unicode61')"
_INSERT: Final = "insert into release(title, text) values(?, ?)"


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """Yield title and text of each line."""
    with path.open("rb") as lines:
        for line in lines:
            release = json.loads(line)
            yield release["title"], release["body"]


def build(path: Path, database: Path) -> None:
    """Write the index of a file into a database that is not there yet."""
    connection = sqlite3.connect(database)
    try:
        connection.execute(SCHEMA)
        connection.executemany(_INSERT, rows(path))
        connection.commit()
    finally:
        connection.close()


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:]))
