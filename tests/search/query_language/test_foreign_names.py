import pytest

from search.facets.taxonomies import read_categories
from search.query_language.filter_names import FilterNames, bare_words
from search.query_language.glossary import read_glossary
from search.settings import ROOT
from tests.analyzers import SAMPLE

CORPUS = ROOT / "corpus"
NAMES = FilterNames(read_categories(CORPUS), SAMPLE, read_glossary(CORPUS, SAMPLE))


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Казахстан", ("country", "kz")),
        ("Казахстаном", ("country", "kz")),
        ("Kazakhstan's", ("country", "kz")),
        ("Китаем", ("country", "cn")),
        ("Южной Кореей", ("country", "kr")),
        ("США", ("country", "us")),
        ("Великобритании", ("country", "gb")),
        ("Самаркандской области", ("region", "samarqand")),
        ("Самарканде", ("region", "samarqand")),
        ("Ферганскую область", ("region", "fargona")),
        ("Samarkand region", ("region", "samarqand")),
        ("Каракалпакстана", ("region", "qoraqalpogiston")),
        ("энергетикой", ("sector", "energetika")),
        ("обороны", ("sector", "mudofaa")),
        ("Чрезвычайных ситуаций", ("sector", "favqulodda-vaziyatlar")),
        ("trade", ("sector", "savdo")),
    ],
)
def test_a_value_is_named_in_russian_in_any_form_and_in_english(typed: str, named: tuple[str, str]) -> None:
    assert named in NAMES.named_by(bare_words(typed))
    assert NAMES.value(named[0], typed) == named[1]


@pytest.mark.parametrize("typed", ["тонг", "тог", "кит", "мол", "хисобот", "vazirlik", "in", "un", "водий", "куб"])
def test_an_uzbek_word_names_nothing_by_a_foreign_stem(typed: str) -> None:
    assert not NAMES.named_by(bare_words(typed))
