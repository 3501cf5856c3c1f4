import datetime as dt

import pytest

from search.answer import Answer, Facet, FacetValue, Understanding
from search.facets.selection import Choice, read_selections
from search.facets.taxonomies import read_categories
from search.query import Query
from search.settings import Settings
from tests.web.presenters.test_notices import GENERATION
from web.i18n.labels import Labels, bucket_label, bucket_value
from web.i18n.messages import catalog

CATEGORIES = read_categories(Settings().corpus)


@pytest.mark.parametrize(
    ("lang", "script", "label"),
    [
        ("uz", "source", "Savdo"),
        ("uz", "cyrl", "Савдо"),
        ("uz-Cyrl", "source", "Савдо"),
        ("uz-Cyrl", "latn", "Savdo"),
        ("ru", "cyrl", "Торговля"),
        ("en", "source", "Trade"),
    ],
)
def test_a_sector_is_named_in_the_language_and_the_script(lang: str, script: str, label: str) -> None:
    assert Labels(catalog(lang), script, CATEGORIES).category("sector", "savdo") == label


def test_what_the_table_does_not_hold_is_shown_as_it_is() -> None:
    labels = Labels(catalog("uz"), "source", CATEGORIES)
    assert labels.category("sector", "nomalum") == "nomalum"
    assert labels.value("source", "oza") == "oza"
    assert labels.value("source", "oza", "OʻzA") == "OʻzA"


def test_a_choice_is_named_also_when_it_stands_for_none_or_is_left_out() -> None:
    labels = Labels(catalog("uz"), "source", CATEGORIES)
    assert labels.missing("sector") == "Sohasiz"
    assert labels.choice("sector", Choice(None)) == "Sohasiz"
    assert labels.choice("sector", Choice("savdo")) == "Savdo"
    assert labels.choice("sector", Choice("savdo", excluded=True)) == "Chiqarilgan: Savdo"
    assert labels.choice("sector", Choice(None, excluded=True)) == "Soha koʻrsatilganlar"


@pytest.mark.parametrize(
    ("interval", "label", "value"),
    [("year", "2026-yil", "2026"), ("month", "2026-yil mart", "2026-03"), ("day", "2026-yil 1-mart", "2026-03-01")],
)
def test_a_bucket_has_a_name_and_a_value(interval: str, label: str, value: str) -> None:
    assert bucket_label(catalog("uz"), dt.date(2026, 3, 1), interval) == label
    assert bucket_value(dt.date(2026, 3, 1), interval) == value


def test_a_query_is_described_by_what_was_run_and_its_filters() -> None:
    query = Query("энергетика", read_selections({"sector": ("savdo",), "source": ("oza",)}), dt.date(2026, 1, 1))
    source = Facet("source", (FacetValue("oza", "OʻzA", 3, True),), 0, False)
    answer = Answer(query, Understanding("energetika"), 3, 1, 1, (), (source,), None, (), GENERATION)
    labels = Labels(catalog("uz"), "source", CATEGORIES)
    assert labels.description(answer) == "energetika; soha: Savdo; manba: OʻzA; 2026-yil 1-yanvardan"


def test_an_empty_query_needs_no_description() -> None:
    answer = Answer(Query(), Understanding(), 3, 1, 1, (), (), None, (), GENERATION)
    assert Labels(catalog("uz"), "source", CATEGORIES).description(answer) == ""


def test_the_undated_are_a_choice_too() -> None:
    assert Labels(catalog("uz"), "source", CATEGORIES).span(Query(undated=True)) == "Sanasiz"
