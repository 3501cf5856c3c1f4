import datetime as dt
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search.facets.selection import MISSING, read_selections
from search.facets.table import FACETS
from search.facets.taxonomies import Category
from search.query import INTERVALS, MAX_Q, SCRIPTS, SORTS, Query
from search.query_language.filter_names import FilterNames
from tests.analyzers import PLAIN
from web.i18n.messages import LANGUAGES, catalog
from web.parameters import table
from web.parameters.table import Group
from web.parameters.types import clean

FILTER_NAMES = FilterNames(
    {
        "sector": {
            slug: Category(slug, {"uz": slug.title()}, (), names=(slug,)) for slug in ("energetika", "savdo", "sport")
        }
    },
    PLAIN,
)


def read(string: Any, *, page: Any = False, **more: Any) -> Any:
    return table.read(
        MultiDict(parse_qsl(string, keep_blank_values=True)), page=page, filter_names=FILTER_NAMES, **more
    )


def codes(parameters: Any) -> Any:
    return [(fault.parameter, fault.code) for fault in parameters.faults]


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
SLUGS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)


@st.composite
def queries(draw: Any) -> Any:
    q = clean(draw(st.text(st.characters(exclude_categories=()), max_size=60)))
    start, end = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if start and end and start > end:
        start, end = end, start
    sort = draw(st.none() | st.sampled_from(SORTS))
    return Query(
        q=q,
        selections=read_selections(
            {
                "sector": tuple(draw(st.lists(st.sampled_from([*sorted(FILTER_NAMES.slugs["sector"]), MISSING])))),
                "source": tuple(draw(st.lists(SLUGS | st.just(MISSING)))),
            }
        ),
        start=start,
        end=end,
        undated=not (start or end) and draw(st.booleans()),
        sort=None if sort == Query(q=q).order else sort,
        page=draw(st.integers(1, 1_000_000_000)),
        per_page=draw(st.integers(1, 100)),
        interval=draw(st.sampled_from(INTERVALS)),
        facets=draw(st.sampled_from([None, (), ("sector",), ("source", "date"), ("sector", "source", "date")])),
        script=draw(st.sampled_from(SCRIPTS)),
        explain=draw(st.booleans()),
    )


@given(queries(), st.booleans())
def test_a_query_is_read_back_from_its_canonical_form(query: Query, page: Any) -> None:
    parameters = read(query.canonical(), page=page)
    assert parameters.faults == ()
    assert parameters.query == query


@given(queries())
def test_the_canonical_form_of_what_was_read_is_the_same(query: Query) -> None:
    assert read(query.canonical()).query.canonical() == query.canonical()


NAMES = st.sampled_from([param.name for param in table.PARAMS]) | st.text(max_size=12)
VALUES = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    ["-1", "0", "2026", MISSING, "date"]
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=8), st.booleans())
def test_anything_at_all_is_read_and_what_is_said_of_it_can_be_sent(pairs: Any, page: Any) -> None:
    parameters = table.read(MultiDict(pairs), page=page, filter_names=FILTER_NAMES)
    parameters.query.canonical().encode()
    for fault in parameters.faults:
        catalog("uz").text(f"fault-{fault.code}", limit=fault.limit).encode()
        (fault.parameter + (fault.value or "") + (fault.hint or "")).encode()
    assert read(parameters.query.canonical(), page=page).query == parameters.query


def test_every_fault_is_named_at_once() -> None:
    parameters = read("secotr=sport&page=0&sector=foo&sector=-futbol&from=x&interval=week&per_page=101&explain=yes")
    assert codes(parameters) == [
        ("secotr", "unknown"),
        ("page", "too-small"),
        ("sector", "unknown-value"),
        ("sector", "unknown-value"),
        ("from", "bad-date"),
        ("interval", "not-a-choice"),
        ("per_page", "too-large"),
        ("explain", "not-a-choice"),
    ]
    assert parameters.faults[0].hint == "sector"


def test_a_single_value_given_twice_is_a_fault_and_the_first_one_stands() -> None:
    parameters = read("q=bir&q=ikki")
    assert codes(parameters) == [("q", "repeated")]
    assert parameters.query.q == "bir"


def test_an_empty_field_of_a_form_says_nothing() -> None:
    assert read("q=&from=&to=&sector=&source=&page=&sort=&date=&lang=").query == Query()
    assert read("q=&from=&q=").faults == ()


def test_an_empty_list_of_facets_says_none() -> None:
    assert read("facets=").query.facets == ()
    assert read("").query.facets is None


def test_a_reversed_range_is_one_fault_and_is_dropped_whole() -> None:
    parameters = read("from=2026&to=2025", page=True)
    assert codes(parameters) == [("from", "reversed")]
    assert (parameters.query.start, parameters.query.end) == (None, None)


def test_undated_together_with_a_range_is_a_fault_and_the_range_stands() -> None:
    parameters = read("date=_none&from=2026")
    assert codes(parameters) == [("date", "conflict")]
    assert (parameters.query.undated, parameters.query.start) == (False, dt.date(2026, 1, 1))


def test_a_long_query_is_cut_at_the_limit() -> None:
    parameters = read(f"q={'a' * (MAX_Q + 1)}", page=True)
    assert codes(parameters) == [("q", "too-long")]
    assert parameters.query.q == "a" * MAX_Q


def test_the_limit_counts_code_points() -> None:
    assert read(f"q={'😀' * MAX_Q}").faults == ()


@pytest.mark.parametrize("name", ["utm_source", "utm_x", "fbclid", "gclid", "yclid"])
def test_tracking_names_pass_in_silence_on_the_page_only(name: str) -> None:
    assert read(f"{name}=1", page=True).faults == ()
    assert codes(read(f"{name}=1")) == [(name, "unknown")]


def test_the_order_that_holds_anyway_is_not_kept() -> None:
    assert read("q=x&sort=relevance").query.sort is None
    assert read("sort=-date").query.sort is None
    assert read("q=x&sort=-date").query.sort == "-date"


def test_an_endpoint_takes_only_its_own_parameters() -> None:
    assert codes(read("q=x&sector=savdo", takes=(Group.WORDS, Group.LANGUAGE))) == [("sector", "unknown")]


def test_a_language_is_read_beside_the_query() -> None:
    parameters = read("lang=ru")
    assert (parameters.lang, parameters.query) == ("ru", Query())


def test_the_table_names_every_facet_and_every_parameter_has_its_meaning_in_every_language() -> None:
    names = [param.name for param in table.PARAMS]
    assert len(names) == len(set(names))
    assert {facet.name for facet in FACETS} <= set(names)
    for lang in LANGUAGES:
        for name in names:
            assert catalog(lang).text(f"param-{name}")


def test_a_query_speaks_only_in_parameters_of_the_table() -> None:
    query = Query(
        "q",
        read_selections({"sector": ("x",)}),
        dt.date(2020, 2, 2),
        dt.date(2020, 3, 3),
        True,
        "date",
        2,
        3,
        "day",
        (),
        "latn",
        True,
    )
    assert {name for name, _ in query.parameters()} <= {param.name for param in table.PARAMS}


def test_filters_among_the_words_are_filters() -> None:
    parameters = read("q=quyosh+soha:energetika+sana:2026-03")
    assert parameters.query == Query(
        "quyosh", read_selections({"sector": ("energetika",)}), dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    )
    assert read("q=soha:sport&sort=-date").query == read("sector=sport").query
