"""Composed releases: real sentences put together by the composer that is shared, the same ones for the same seed."""

import importlib.util
from collections.abc import Iterator
from typing import Any, Final

from search.settings import ROOT
from tests.bench.errors import BenchError

SHARED: Final = ROOT.parent / "shared"
COMPOSER: Final = SHARED / "tools" / "compose_bench.py"
SEED: Final = 1

Row = dict[str, Any]


def composed(count: int, seed: int) -> Iterator[Row]:
    """Yield so many releases; raises BenchError without the composer."""
    if not COMPOSER.is_file():
        raise BenchError(f"the releases are composed by {COMPOSER.name}, which is not in ../shared/tools")
    spec = importlib.util.spec_from_file_location("compose_bench", COMPOSER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows: Iterator[Row] = module.compose(count, seed)
    return rows
