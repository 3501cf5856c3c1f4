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


def test_what_is_nothing_but_the_service_stays() -> None:
    assert OFFICES.resolve("Matbuot xizmati") == "Matbuot xizmati"
    assert OFFICES.resolve("Prezident matbuot xizmati") == "Prezident"
    assert OFFICES.resolve("") == ""


@given(st.text())
def test_any_source_has_a_name_that_is_its_own(text: str) -> None:
    once = OFFICES.resolve(text)
    assert slug(OFFICES.resolve(once)) == slug(once) or not slug(once)
