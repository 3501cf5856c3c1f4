from typing import Any

from search.answer import Answer, Facet, FacetValue, Understanding
from search.facets.selection import read_selections
from search.query import Query
from tests.web.i18n.test_labels import CATEGORIES
from tests.web.presenters.test_notices import GENERATION
from web.i18n.labels import Labels
from web.i18n.messages import catalog
from web.presenters.facet_list import FacetList, carried, facet_list
from web.presenters.facet_panel import Option
from web.urls import Links


def value(name: str, count: int = 1, selected: bool = False, excluded: bool = False) -> FacetValue:
    return FacetValue(name.lower(), name, count, selected, excluded)


def listed(
    values: Any, *, whole: Any = None, query: Query | None = None, total: int = 9, missing: int = 0, lang: str = "uz"
) -> FacetList:
    facet = Facet("source", tuple(values), missing, False)
    answer = Answer(query or Query(), Understanding(), total, 1, 1, (), (facet,), None, (), GENERATION)
    known = None if whole is None else Facet("source", tuple(whole), 0, False)
    return facet_list(facet, known, answer, Labels(catalog(lang), "source", CATEGORIES), Links())


def labels(facet: FacetList) -> list[tuple[str, list[str]]]:
    return [(letter, [row.option.label for row in rows]) for letter, rows in facet.groups]


def test_a_short_list_is_one_group_by_the_alphabet() -> None:
    facet = listed([value("Savdo", 5), value("Choy", 3), value("Adliya", 1)])
    assert labels(facet) == [("", ["Adliya", "Savdo", "Choy"])]
    assert (facet.count, facet.long, facet.missing) == (3, False, None)


def test_a_long_list_is_grouped_by_letters() -> None:
    facet = listed([value(f"{letter}{number}") for letter in "BA" for number in range(15)])
    assert [letter for letter, _ in labels(facet)] == ["A", "B"]
    assert facet.count == 30
    assert facet.long


def test_each_value_has_the_search_with_it_alone_and_the_one_without_it() -> None:
    query = Query("gaz", read_selections({"source": ("b", "-c"), "sector": ("savdo",)}), sort="date", page=4)
    facet = listed([value("A"), value("B", selected=True), value("C", excluded=True)], query=query)
    a, b, c = facet.groups[0][1]
    assert a.only == "/?q=gaz&sector=savdo&sort=date&source=a"
    assert a.excluded == "/?q=gaz&sector=savdo&sort=date&source=-a&source=-c&source=b"
    assert b.excluded == "/?q=gaz&sector=savdo&sort=date&source=-b&source=-c"
    assert (b.is_only, b.is_excluded) == (False, False)
    assert c.option == Option("-c", "Chiqarilgan: C", 1, checked=True)
    assert (c.is_excluded, c.excluded) == (True, "/?q=gaz&sector=savdo&sort=date&source=b")
    alone = listed([value("B", selected=True)], query=Query(selections=read_selections({"source": ("b",)})))
    assert alone.groups[0][1][0].is_only


def test_what_is_left_out_stays_on_the_list_also_where_nothing_has_it() -> None:
    query = Query("gaz", read_selections({"source": ("-a", "-_none")}))
    for total in (0, 9):
        facet = listed([value("B"), value("A", 0, excluded=True)], query=query, total=total)
        assert [row.option.value for row in facet.groups[0][1]] == ["-a", "b"]
        assert facet.missing is not None
        assert facet.missing.option == Option("-_none", "Manba koʻrsatilganlar", 0, checked=True)


def test_what_no_release_of_the_search_has_is_apart_and_by_the_alphabet() -> None:
    facet = listed([value("B", 2), value("D", 0)], whole=[value("B", 9), value("C", 9), value("A", 9), value("D", 9)])
    assert labels(facet) == [("", ["B"])]
    assert [(zero.label, zero.count) for zero in facet.zeros] == [("A", 0), ("C", 0), ("D", 0)]
    assert not facet.long
    assert listed([value("B")], whole=[value(f"X{number}") for number in range(20)]).long


def test_an_empty_answer_lists_nothing_but_what_is_chosen_or_would_be_found() -> None:
    query = Query(selections=read_selections({"source": ("b",)}))
    facet = listed([value("A", 0), value("B", 0, selected=True), value("C", 2)], query=query, total=0)
    assert labels(facet) == [("", ["B", "C"])]
    assert facet.zeros == []
    assert listed([], total=0).groups == []


def test_releases_without_a_value_stand_apart_and_are_not_counted() -> None:
    facet = listed([value("A")], missing=7)
    assert facet.missing is not None
    assert (facet.missing.option.label, facet.missing.option.count) == ("Manbasiz", 7)
    assert facet.missing.excluded == "/?source=-_none"
    assert facet.count == 1


def test_uzbek_names_keep_their_alphabet_on_a_russian_page_and_countries_have_the_readers() -> None:
    made = {lang: Labels(catalog(lang), "source", CATEGORIES) for lang in ("uz", "uz-Cyrl", "ru", "en")}
    assert [each.alphabet("source") for each in made.values()] == ["uz", "uz-Cyrl", "uz", "uz"]
    assert [each.alphabet("country") for each in made.values()] == ["uz", "uz-Cyrl", "ru", "en"]
    assert Labels(catalog("ru"), "cyrl", CATEGORIES).alphabet("source") == "uz-Cyrl"
    assert Labels(catalog("uz-Cyrl"), "latn", CATEGORIES).alphabet("source") == "uz"


def test_the_form_of_the_list_carries_all_but_its_words_and_what_is_listed() -> None:
    query = Query("gaz", read_selections({"source": ("b", "-c"), "sector": ("savdo",)}), sort="date", page=4)
    assert carried(query, "source", "ru") == [
        ("sector", "savdo"),
        ("sort", "date"),
        ("lang", "ru"),
    ]
    assert carried(Query(), "source", None) == []
