import datetime as dt
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.facets.selection import Choice, Selection, read_selections
from search.query import Query
from search.release import Release
from web.urls import Links, web_address


def test_links_are_relative_unless_there_is_a_public_address() -> None:
    query = Query(q="quyosh", page=2)
    assert Links().page(query) == "/?page=2&q=quyosh"
    assert Links("https://izla.uz").api(query) == "https://izla.uz/api/search?page=2&q=quyosh"


def test_a_link_without_parameters_has_no_question_mark() -> None:
    assert Links().page(Query()) == "/"
    assert Links().release("a") == "/release/a"


def test_the_language_the_reader_named_goes_along() -> None:
    assert Links(lang="ru").page(Query(q="x")) == "/?lang=ru&q=x"
    assert Links(lang="ru").sectors() == "/api/sectors?lang=ru"


def test_an_id_is_one_step_of_the_address_whatever_it_holds() -> None:
    assert Links().release("a/b?c#ў") == "/release/a%2Fb%3Fc%23%D1%9E"
    assert Links().api_release("a b") == "/api/releases/a%20b"


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.uz/x", "https://a.uz/x"), ("HTTP://a.uz", "HTTP://a.uz"), ("javascript:alert(1)", None), ("", None)],
)
def test_only_http_addresses_are_linked(url: str, expected: str | None) -> None:
    assert web_address(Release("a", "b", url=url)) == expected


QUERIES = st.builds(
    Query,
    q=st.sampled_from(["", "quyosh", "a & b=ў"]),
    selections=st.dictionaries(
        st.sampled_from(["sector", "source"]), st.lists(st.sampled_from(["savdo", "fan", "_none"])).map(tuple)
    ).map(read_selections),
    start=st.sampled_from([None, dt.date(2026, 1, 1), dt.date(2026, 3, 5)]),
    end=st.sampled_from([None, dt.date(2026, 12, 31)]),
    sort=st.sampled_from([None, "date"]),
    page=st.integers(1, 3),
    interval=st.sampled_from(["auto", "month"]),
    facets=st.sampled_from([None, (), ("sector",)]),
)
LINKS = st.builds(Links, st.sampled_from(["", "https://izla.uz"]), st.sampled_from([None, "ru"]))


@given(QUERIES, LINKS, st.sampled_from(["sector", "source"]), st.sampled_from(["savdo", "_none", "boshqa"]))
def test_a_variant_is_the_address_of_the_query_with_that_value_toggled(
    query: Query, links: Any, facet: Any, value: Any
) -> None:
    assert links.api_variants(query).toggled(facet, value) == links.api(query.toggled(facet, Choice.read(value)))
    assert links.page_variants(query).toggled(facet, value) == links.page(query.toggled(facet, Choice.read(value)))


@given(QUERIES, LINKS, st.booleans())
def test_a_variant_is_the_address_of_the_query_within_those_days(query: Query, links: Any, undated: Any) -> None:
    query = query.with_(undated=undated and not (query.start or query.end))
    start, end = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    days = {"start": None, "end": None} if (query.start, query.end) == (start, end) else {"start": start, "end": end}
    expected = query.with_(**days, undated=False)
    assert links.api_variants(query).ranged(start, end) == links.api(expected)
    assert links.page_variants(query).ranged(start, end) == links.page(expected)


@given(QUERIES, LINKS, st.sampled_from(["sector", "source"]), st.sampled_from(["savdo", "_none", "boshqa"]))
def test_a_variant_is_the_address_of_the_query_with_that_value_alone_or_left_out(
    query: Query, links: Any, facet: Any, value: Any
) -> None:
    choice = Choice.read(value)
    left_out = Choice(choice.value, excluded=True)
    others = Selection.of(each for each in query.selection(facet).choices if each.value != choice.value)
    variants = links.page_variants(query)
    assert variants.only(facet, value) == links.page(query.with_selection(facet, Selection.of([choice])))
    assert variants.excluded(facet, value) == links.page(query.with_selection(facet, others.with_(left_out)))
    without = query.with_selection(facet, others.with_(left_out))
    assert links.page_variants(without).excluded(facet, value) == links.page(query.with_selection(facet, others))


@given(QUERIES, LINKS)
def test_the_page_of_a_facet_keeps_the_search_from_its_first_page_on(query: Query, links: Any) -> None:
    address = urlsplit(links.facet(query, "source"))
    assert address.path == "/"
    kept = [pair for pair in parse_qsl(address.query, keep_blank_values=True) if pair != ("facet", "source")]
    assert kept == sorted(parse_qsl(urlsplit(links.page(query.with_(page=1))).query, keep_blank_values=True))
