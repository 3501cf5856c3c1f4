import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.facets.table import FACETS, slug
from search.release import Release


@pytest.mark.parametrize(
    "source",
    [
        "Oʻzbekiston Milliy axborot agentligi",
        "«O'zbekiston» milliy axborot agentligi",
        "Ўзбекистон Миллий ахборот агентлиги",
    ],
)
def test_a_source_has_one_value_in_every_spelling(source: str) -> None:
    assert slug(source) == "ozbekiston-milliy-axborot-agentligi"


def test_every_row_gives_a_release_its_values() -> None:
    release = Release("a", "Sarlavha", sectors=("fan", "talim"), source="OʻzA", regions=("xorazm",), countries=("kz",))
    assert {row.name: row.of(release) for row in FACETS} == {
        "sector": (("fan", "fan"), ("talim", "talim")),
        "region": (("xorazm", "xorazm"),),
        "country": (("kz", "kz"),),
        "source": (("oza", "OʻzA"),),
        "language": (("uz", "uz"),),
    }
    assert {row.of(Release("a", "Sarlavha")) for row in FACETS if not row.usual} == {()}
    assert {row.name: row.usual for row in FACETS if row.usual} == {"language": "uz"}


def test_a_source_goes_by_the_one_name_of_its_office() -> None:
    release = Release("a", "Sarlavha", source="IIV matbuot xizmati", office="Ichki ishlar vazirligi")
    assert {row.name: row.of(release) for row in FACETS}["source"] == (
        ("ichki-ishlar-vazirligi", "Ichki ishlar vazirligi"),
    )


@given(st.text())
def test_a_slug_fits_an_address(text: str) -> None:
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in slug(text))
