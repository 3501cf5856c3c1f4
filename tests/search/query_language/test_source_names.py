import pytest

from search.facets.table import slug
from search.facets.taxonomies import read_aliases, read_categories
from search.query_language.filter_names import FilterNames
from search.query_language.source_names import SourceNames
from search.settings import ROOT
from tests.analyzers import SAMPLE

ALIASES = read_aliases(ROOT / "corpus")
SOURCES = SourceNames(
    {slug(name): name for name in ALIASES}, ALIASES, FilterNames(read_categories(ROOT / "corpus"), SAMPLE).sense
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Министерство энергетики", "energetika-vazirligi"),
        ("министерства энергетики", "energetika-vazirligi"),
        ("Министерством внутренних дел", "ichki-ishlar-vazirligi"),
        ("Министерства обороны Республики Узбекистан", "mudofaa-vazirligi"),
        ("МЧС", "favqulodda-vaziyatlar-vazirligi"),
        ("Центрального банка", "markaziy-bank"),
        ("хокимияту Самаркандской области", "samarqand-viloyati-hokimligi"),
        ("Ministry of Energy", "energetika-vazirligi"),
        ("Ministry of Energy of Uzbekistan", "energetika-vazirligi"),
        ("Energetika vazirligining", "energetika-vazirligi"),
    ],
)
def test_an_office_is_named_in_russian_in_any_form_and_in_english(typed: str, value: str) -> None:
    assert SOURCES.named_by(typed.split()) == (value,)


@pytest.mark.parametrize("typed", ["energetika", "vazirlik", "министерство", "hisobot"])
def test_a_part_of_a_name_names_no_office(typed: str) -> None:
    assert SOURCES.named_by([typed]) == ()
