"""The table of analyzers is arithmetic over what the tool prints; our own figures are measured where the gold is."""

from pathlib import Path
from typing import Any

import pytest

from tests.bench.analyzers.__main__ import ANALYZERS, GOLDS, measure, table
from tests.bench.errors import BenchError


def figures(f1: float) -> dict[str, Any]:
    own = {"precision": 0.9, "recall": 0.8, "f1": f1, "b3_f1": 0.95, "lemma_match": 0.7, "words_per_s": 12345}
    return {"UD": own, "UniMorph": own | {"f1": 0.5}}


def test_the_best_comes_first() -> None:
    rows = list(table({"Weaker": figures(0.4), "Better": figures(0.85)}))
    assert rows[2] == "| Better | 0.900 / 0.800 / 0.850 | 0.950 | 0.700 | 0.500 | 12,345 |"
    assert rows[3].startswith("| Weaker |")


def test_without_the_gold_its_place_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"--shared"):
        measure(tmp_path)


def test_every_analyzer_has_a_function_of_its_own() -> None:
    assert len({analyzer.function for analyzer in ANALYZERS}) == len(ANALYZERS)
    assert set(GOLDS) == {"UD", "UniMorph"}
