import datetime as dt
from typing import Any

from search.answer import Answer, Facet, FacetValue, Understanding
from search.facets.selection import read_selections
from search.query import Query
from tests.web.i18n.test_labels import CATEGORIES
from tests.web.presenters.test_notices import GENERATION
from web.i18n.labels import Labels
from web.i18n.messages import catalog
from web.presenters.facet_panel import chips, hidden_fields, panels
from web.urls import Links

LABELS = Labels(catalog("uz"), "source", CATEGORIES)


def panel(values: Any, missing: Any = 0, missing_selected: Any = False) -> Any:
    facet = Facet("source", tuple(values), missing, missing_selected)
    answer = Answer(Query(), Understanding(), 1, 1, 1, (), (facet,), None, (), GENERATION)
    return panels(answer, LABELS)[0]


def values(number: int, selected: Any = ()) -> Any:
    return [FacetValue(f"s{n}", f"S{n}", number - n, n in selected) for n in range(number)]


def test_the_first_eight_values_are_seen_and_the_rest_is_under_more() -> None:
    shown = panel(values(20))
    assert [option.value for option in shown.first] == [f"s{n}" for n in range(8)]
    assert len(shown.rest) == 12
    assert shown.unlisted == 0


def test_chosen_values_come_first_and_are_always_seen() -> None:
    shown = panel(values(20, selected=(3, 15)))
    assert [option.value for option in shown.first][:3] == ["s3", "s15", "s0"]
    assert all(option.checked for option in panel(values(20, selected=range(12))).first)
    assert len(panel(values(20, selected=range(12))).first) == 12


def test_a_single_value_is_never_hidden_alone() -> None:
    assert len(panel(values(9)).first) == 9
    assert len(panel(values(10)).first) == 8


def test_a_very_long_list_says_how_many_it_leaves_out() -> None:
    shown = panel(values(100))
    assert len(shown.first) + len(shown.rest) == 60
    assert shown.unlisted == 40


def test_releases_without_a_value_have_a_box_of_their_own() -> None:
    assert panel(values(2), missing=4).first[-1].label == "Manbasiz"
    assert panel(values(2), missing=0, missing_selected=True).first[0].checked
    assert len(panel(values(2)).first) == 2


def test_each_filter_has_a_chip_that_takes_it_away() -> None:
    query = Query(
        "x", read_selections({"sector": ("energetika", "savdo")}), dt.date(2026, 1, 1), dt.date(2026, 12, 31), page=3
    )
    answer = Answer(query, Understanding(), 1, 1, 1, (), (), None, (), GENERATION)
    assert [(chip.label, chip.url) for chip in chips(answer, LABELS, Links())] == [
        ("Energetika", "/?from=2026&q=x&sector=savdo&to=2026"),
        ("Savdo", "/?from=2026&q=x&sector=energetika&to=2026"),
        ("2026-yil", "/?q=x&sector=energetika&sector=savdo"),
    ]


def test_the_form_carries_what_has_no_field_of_its_own() -> None:
    query = Query("x", read_selections({"sector": ("savdo",)}), sort="date", page=2, per_page=50, script="cyrl")
    assert hidden_fields(query, "ru") == [("per_page", "50"), ("script", "cyrl"), ("sort", "date"), ("lang", "ru")]
    assert hidden_fields(Query(), None) == []
