"""The bench's releases: composed once, kept as JSON lines, the same file for both services."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from search.settings import ROOT
from tests.bench.composing import SEED, Row, composed

FOLDER: Final = ROOT / "var" / "bench" / "service"


def releases_file(count: int, folder: Path = FOLDER) -> Path:
    """Return the file of `count` releases, composed unless an earlier run left it."""
    path = folder / f"releases-{count}.jsonl"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        print(f"Composing {count:,} releases", file=sys.stderr)
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in composed(count, SEED))
        draft.replace(path)
    return path


def rows(path: Path) -> Iterator[Row]:
    """Read the releases of a file in order."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
