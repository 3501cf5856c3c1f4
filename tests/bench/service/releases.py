"""The bench's releases: composed once, kept as JSON lines, the same file for both services."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from search.settings import ROOT
from tests.bench.service.errors import BenchError

FOLDER: Final = ROOT / "var" / "bench" / "service"
SHARED: Final = ROOT.parent / "shared"
SEED: Final = 1

Row = dict[str, Any]


def releases_file(count: int, folder: Path = FOLDER) -> Path:
    """Return the file of `count` releases, composed unless an earlier run left it."""
    path = folder / f"releases-{count}.jsonl"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        print(f"Composing {count:,} releases", file=sys.stderr)
        draft = path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in _composed(count))
        draft.replace(path)
    return path


def rows(path: Path) -> Iterator[Row]:
    """Read the releases of a file in order."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _composed(count: int) -> Iterator[Row]:
    composer = SHARED / "tools" / "compose_bench.py"
    if not composer.is_file():
        raise BenchError(f"the releases are composed by {composer.name}, which is not in ../shared/tools")
    spec = importlib.util.spec_from_file_location("compose_bench", composer)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    composed: Iterator[Row] = module.compose(count, SEED)
    return composed
