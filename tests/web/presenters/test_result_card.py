from search.answer import Hit, Piece
from search.query import Query
from search.release import Release
from tests.web.presenters.test_facet_panel import LABELS
from web.presenters.result_card import CardMaker, facts, stand_in
from web.urls import Links


def test_the_search_that_found_a_release_goes_along_with_its_link() -> None:
    hit = Hit(Release("a", "Quyosh"), 1.5, (Piece("Quyosh", marked=True),), ())
    assert CardMaker(Query(q="quyosh", page=2), LABELS, Links()).card(hit).url == "/release/a?page=2&q=quyosh"
    assert CardMaker(Query(), LABELS, Links()).card(hit).url == "/release/a"
    assert CardMaker(Query(), LABELS, Links()).card(hit).title == "<mark>Quyosh</mark>"


def test_the_beginning_of_the_text_stands_in_for_a_title() -> None:
    release = Release("a", "", "soʻz " * 40)
    hit = Hit(release, None, (), ())
    assert CardMaker(Query(), LABELS, Links()).card(hit).title == "soʻz " * 17 + "soʻz …"
    assert stand_in(Release("a", "", "qisqa")) == (Piece("qisqa"),)
    assert stand_in(Release("a", "", "x" * 200)) == (Piece("x" * 90),)


def test_facts_are_written_in_words() -> None:
    known = facts(Release("a", "b", sectors=("savdo",), source="OʻzA", sectors_derived=True), LABELS, Links())
    assert (known.iso_date, known.date, known.source) == (None, "Sanasi nomaʼlum", "OʻzA")
    assert known.sectors == (("Savdo", "/?sector=savdo"),)
