from pathlib import Path

import pytest

from search.corpus_tables import TABLES, WORDS, table_file
from search.settings import ROOT


def test_a_table_beside_the_releases_takes_the_place_of_ours(tmp_path: Path) -> None:
    assert table_file(tmp_path, WORDS) == ROOT / "corpus" / WORDS
    (tmp_path / WORDS).touch()
    assert table_file(tmp_path, WORDS) == tmp_path / WORDS


@pytest.mark.parametrize("file", [table.file for table in TABLES])
def test_every_table_comes_with_izla_and_is_told_of(file: str) -> None:
    assert (ROOT / "corpus" / file).is_file()
    for page in ("README.md", "docs/RUNNING.md", "corpus/README.md"):
        assert f"`{file}`" in (ROOT / page).read_text(encoding="utf-8"), page
