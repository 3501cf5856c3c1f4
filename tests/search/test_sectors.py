from pathlib import Path

import pytest

from search.errors import BadCorpus
from search.sectors import read_sectors
from search.settings import ROOT


def test_our_corpus_has_twenty_sectors_with_labels_and_stems() -> None:
    sectors = read_sectors(ROOT / "corpus")
    assert len(sectors) == 20
    for slug, sector in sectors.items():
        assert sector.slug == slug
        assert all(sector.labels.values())
        assert sector.stems


@pytest.mark.parametrize(
    "text",
    ["", "not toml", "[fan]\nuz = 'Fan'", "fan = 3", "[fan]\nuz='a'\nru='b'\nen='c'\nstems='d'", "\xff"],
)
def test_a_wrong_table_is_refused_by_path(tmp_path: Path, text: str) -> None:
    (tmp_path / "sectors.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(BadCorpus, match=r"sectors\.toml"):
        read_sectors(tmp_path)


def test_a_missing_table_is_refused_by_path(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match=r"sectors\.toml"):
        read_sectors(tmp_path)
