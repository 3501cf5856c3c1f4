import datetime as dt
from typing import Any

from search.answer import Answer, Facet, FacetValue, Understanding
from search.facets.selection import read_selections
from search.query import Query
from tests.web.i18n.test_labels import CATEGORIES
from tests.web.presenters.test_notices import GENERATION
from web.i18n.labels import Labels
from web.i18n.messages import catalog
from web.presenters.facet_panel import Option, chips, hidden_fields, panels
from web.urls import Links

LABELS = Labels(catalog("uz"), "source", CATEGORIES)


def panel(values: Any, missing: Any = 0, missing_selected: Any = False, total: int = 1, **asked: Any) -> Any:
    facet = Facet("source", tuple(values), missing, missing_selected)
    answer = Answer(Query(**asked), Understanding(), total, 1, 1, (), (facet,), None, (), GENERATION)
    return panels(answer, LABELS, Links())[0]


def values(number: int, selected: Any = (), least: int = 1) -> Any:
    return [FacetValue(f"s{n}", f"S{n}", max(number - n + least - 1, 0), n in selected) for n in range(number)]


def test_the_first_eight_values_are_seen_and_the_rest_is_under_more() -> None:
    shown = panel(values(20))
    assert [option.value for option in shown.first] == [f"s{n}" for n in range(8)]
    assert len(shown.rest) == 12
    assert not shown.long


def test_chosen_values_come_first_and_are_always_seen() -> None:
    shown = panel(values(20, selected=(3, 15)))
    assert [option.value for option in shown.first][:3] == ["s3", "s15", "s0"]
    assert shown.chosen == 2
    for number in (20, 131):
        first = panel(values(number, selected=range(12))).first
        assert len(first) == 12
        assert all(option.checked for option in first)


def test_a_single_value_is_never_hidden_alone() -> None:
    assert len(panel(values(9)).first) == 9
    assert len(panel(values(10)).first) == 8


def test_a_list_that_is_seen_at_once_has_no_page_of_its_own() -> None:
    assert panel(values(9)).page is None
    assert panel(values(10)).page == "/?facet=source"


def test_a_long_list_shows_its_first_and_leads_to_its_page() -> None:
    shown = panel(values(131), missing=3, q="gaz", page=3, sort="date")
    assert (len(shown.first), shown.rest) == (8, ())
    assert (shown.long, shown.count) == (True, 131)
    assert shown.page == "/?facet=source&q=gaz&sort=date"
    assert not panel(values(20)).long
    assert panel(values(21)).long


def test_values_without_releases_are_under_more_alone_and_not_counted() -> None:
    shown = panel(values(12, least=-4))
    assert [option.count for option in shown.first] == [7, 6, 5, 4, 3, 2, 1]
    assert [option.count for option in shown.rest] == [0] * 5
    assert shown.count == 7
    far = panel(values(40, least=-34))
    assert (len(far.first), far.rest, far.long) == (5, (), True)


def test_a_chosen_value_without_releases_is_seen() -> None:
    assert panel(values(4, selected=(3,), least=-1)).first[0] == Option("s3", "S3", 0, checked=True)


def test_an_empty_answer_has_no_values_without_releases() -> None:
    shown = panel(values(12, selected=(9,), least=-4), total=0)
    assert len(shown.first) == 8
    assert shown.rest == ()
    assert panel(values(3, least=-3), total=0).first == ()


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


def test_a_facet_of_which_all_have_the_usual_value_is_shown_only_when_it_is_asked_for() -> None:
    def shown(*values: FacetValue, missing_selected: bool = False) -> list[str]:
        facet = Facet("language", values, 0, missing_selected)
        answer = Answer(Query(), Understanding(), 1, 1, 1, (), (facet,), None, (), GENERATION)
        return [panel.name for panel in panels(answer, LABELS, Links())]

    uzbek, russian = FacetValue("uz", "uz", 3, False), FacetValue("ru", "ru", 0, False)
    assert shown(uzbek) == []
    assert shown() == []
    assert shown(uzbek, russian) == ["language"]
    assert shown(FacetValue("uz", "uz", 3, True)) == ["language"]
    assert shown(uzbek, missing_selected=True) == ["language"]
