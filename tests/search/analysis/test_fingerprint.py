import shutil
from pathlib import Path

import pytest

from search.analysis.fingerprint import DECIDING, deciding_files, fingerprint
from search.corpus_tables import TABLES
from search.settings import ROOT


@pytest.mark.parametrize("table", [table.file for table in TABLES])
def test_the_fingerprint_follows_the_tables_of_the_corpus(tmp_path: Path, table: str) -> None:
    for row in TABLES:
        shutil.copy(ROOT / "corpus" / row.file, tmp_path)
    same = fingerprint(tmp_path)
    assert same == fingerprint(ROOT / "corpus")
    fingerprint.cache_clear()
    with (tmp_path / table).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert fingerprint(tmp_path) != same


@pytest.mark.parametrize("name", DECIDING)
def test_whatever_decides_exists(name: str) -> None:
    assert (ROOT / name).exists()


def test_a_folder_decides_with_all_that_lies_in_it() -> None:
    deciding = set(deciding_files())
    assert ROOT / "search" / "uzbek" / "data" / "suffixes.txt" in deciding
    assert ROOT / "search" / "facets" / "table.py" in deciding
    assert ROOT / "search" / "engines" / "whoosh" / "documents.py" in deciding
    assert not any("__pycache__" in path.parts for path in deciding)
