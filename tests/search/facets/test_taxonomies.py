from pathlib import Path

import pytest

from search.errors import BadCorpus
from search.facets.taxonomies import read_aliases, read_categories, read_countries, read_regions, read_sectors
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


def test_a_corpus_without_a_table_has_ours_and_its_own_takes_its_place(tmp_path: Path) -> None:
    assert read_categories(tmp_path) == read_categories(ROOT / "corpus")
    (tmp_path / "sectors.toml").write_text("[suv]\nuz='Suv'\nru='Вода'\nen='Water'\nstems=['suv']")
    assert list(read_sectors(tmp_path)) == ["suv"]


def test_countries_are_those_of_icu_but_the_home_one() -> None:
    countries = read_countries(ROOT / "corpus")
    assert countries["kz"].labels == {"uz": "Qozogʻiston", "ru": "Казахстан", "en": "Kazakhstan"}
    assert "uz" not in countries
    assert "AQSh" in countries["us"].stems
    assert "Mali" not in countries["ml"].stems


@pytest.mark.parametrize("line", ["xx = Atlantida", "us AQSh", "us = ", "us = AQSh\nus = Amerika", "= AQSh"])
def test_a_wrong_line_of_countries_is_refused_by_its_number(tmp_path: Path, line: str) -> None:
    (tmp_path / "countries.txt").write_text(f"# davlatlar\n{line}\n")
    with pytest.raises(BadCorpus, match=r"countries\.txt:[23]"):
        read_countries(tmp_path)


def test_aliases_of_sources_are_read_by_the_name_that_is_shown(tmp_path: Path) -> None:
    (tmp_path / "sources.txt").write_text("Markaziy bank = MB, cbu.uz # izoh\n")
    assert read_aliases(tmp_path) == {"Markaziy bank": ("MB", "cbu.uz")}


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        ('stems = ["bozor"]\nnot = "bozor narx"', "not must be a list of texts"),
        ('stems = ["bozor"]\nweak = [1]', "weak must be a list of texts"),
        ('stems = ["bozor"]\nweak = ["Bozor"]', "'Bozor' is among stems and weak"),
        ('stems = ["bozor"]\nnot = ["mehnat yarmarka"]', "'mehnat yarmarka' must hold a stem"),
        ('stems = ["bozor"]\nnot = ["bozor"]', "'bozor' must hold a stem of the sector and a word more"),
    ],
)
def test_a_wrong_list_of_a_sector_is_named_with_its_remedy(tmp_path: Path, lists: str, message: str) -> None:
    (tmp_path / "sectors.toml").write_text(f'[savdo]\nuz = "a"\nru = "b"\nen = "c"\n{lists}\n', encoding="utf-8")
    with pytest.raises(BadCorpus, match=rf"sectors\.toml: \[savdo\].*{message}"):
        read_sectors(tmp_path)


def test_weak_stems_and_lookalikes_of_a_sector_are_read(tmp_path: Path) -> None:
    row = 'uz = "a"\nru = "b"\nen = "c"\nstems = ["savdo"]\nweak = ["bozor"]\nnot = ["mehnat bozor"]\n'
    (tmp_path / "sectors.toml").write_text(f"[savdo]\n{row}", encoding="utf-8")
    (sector,) = read_sectors(tmp_path).values()
    assert (sector.stems, sector.weak, sector.lookalikes) == (("savdo",), ("bozor",), ("mehnat bozor",))


def test_weak_stems_of_a_region_are_refused(tmp_path: Path) -> None:
    row = 'uz = "a"\nru = "b"\nen = "c"\nstems = ["Buxoro"]\nweak = ["Gazli"]\n'
    (tmp_path / "regions.toml").write_text(f"[buxoro]\n{row}", encoding="utf-8")
    with pytest.raises(BadCorpus, match=r"regions\.toml: \[buxoro\] weak stems are for sectors"):
        read_regions(tmp_path)


def test_cities_abroad_are_stems_and_no_names_of_their_country() -> None:
    britain = read_countries(ROOT / "corpus")["gb"]
    assert "London" in britain.stems
    assert "London" not in britain.names
    assert not any(stem.startswith("+") for own in read_countries(ROOT / "corpus").values() for stem in own.stems)
