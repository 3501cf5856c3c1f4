import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tagging.offices import OfficeNames
from search.facets.table import slug
from search.facets.taxonomies import read_aliases
from search.settings import ROOT

OFFICES = OfficeNames(read_aliases(ROOT / "corpus"))


@pytest.mark.parametrize(
    "written",
    [
        "Energetika vazirligi",
        "Energetika vazirligi matbuot xizmati",
        "«Energetika vazirligi» Matbuot xizmati.",
        "Oʻzbekiston Respublikasi Energetika vazirligi Axborot xizmati",
        "O'zbekiston Respublikasi Energetika vazirligi",
        "Энергетика вазирлиги матбуот хизмати",
        "ЭНЕРГЕТИКА ВАЗИРЛИГИ",
        "Energetika vazirligining matbuot xizmati",
        "Energetika vazirligi, matbuot xizmati",
    ],
)
def test_one_office_has_one_value(written: str) -> None:
    assert slug(OFFICES.resolve(written)) == "energetika-vazirligi"


def test_aliases_have_the_name_of_the_table() -> None:
    assert OFFICES.resolve("IIV matbuot xizmati") == "Ichki ishlar vazirligi"
    assert OFFICES.resolve("ЎзА") == "Oʻzbekiston Milliy axborot agentligi"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Министерство энергетики", "Energetika vazirligi"),
        ("Ministry of Energy", "Energetika vazirligi"),
        ("МЧС", "Favqulodda vaziyatlar vazirligi"),
        ("Ministry of Investment, Industry and Trade", "Investitsiyalar, sanoat va savdo vazirligi"),
        ("Хокимият Самаркандской области", "Samarqand viloyati hokimligi"),
    ],
)
def test_an_office_has_its_name_in_russian_and_english_too(written: str, shown: str) -> None:
    assert OFFICES.resolve(written) == shown


def test_no_other_name_stands_in_two_rows() -> None:
    rows: dict[str, str] = {}
    for name, others in read_aliases(ROOT / "corpus").items():
        for written in (name, *others):
            assert rows.setdefault(slug(written), name) == name, written


def test_what_is_nothing_but_the_service_stays() -> None:
    assert OFFICES.resolve("Matbuot xizmati") == "Matbuot xizmati"
    assert OFFICES.resolve("Prezident matbuot xizmati") == "Prezident"
    assert OFFICES.resolve("") == ""


@given(st.text())
def test_any_source_has_a_name_that_is_its_own(text: str) -> None:
    once = OFFICES.resolve(text)
    assert slug(OFFICES.resolve(once)) == slug(once) or not slug(once)
