import datetime as dt
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.parameters.types import AnyOf, Day, OneOf, Refused, Slug, Text, Whole, clean, nearest


def refusal(kind: Any, text: str, *, loose: Any = False) -> Any:
    with pytest.raises(Refused) as caught:
        kind.read(text, loose=loose)
    return caught.value


def test_a_long_text_is_refused_and_rescued_by_its_beginning() -> None:
    assert Text(3).read("abc", loose=False) == "abc"
    refused = refusal(Text(3), "ab cd")
    assert (refused.code, refused.limit, refused.rescued) == ("too-long", "3", "ab")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "too-small"),
        ("-5", "too-small"),
        ("101", "too-large"),
        ("9" * 5000, "too-large"),
        ("abc", "not-a-number"),
        ("-", "not-a-number"),
        ("1.5", "not-a-number"),
        ("٣", "not-a-number"),
        ("1_0", "not-a-number"),
    ],
)
def test_a_number_out_of_range_says_in_which_direction(text: str, code: str) -> None:
    assert refusal(Whole(1, 100), text).code == code


def test_both_ends_of_a_range_are_inside() -> None:
    assert [Whole(1, 100).read(text, loose=False) for text in ("1", "100", "007")] == [1, 100, 7]


def test_a_misspelled_choice_is_met_with_the_nearest_one_and_all_of_them() -> None:
    refused = refusal(OneOf(("relevance", "-date", "date")), "relevence")
    assert (refused.code, refused.hint, refused.limit) == ("not-a-choice", "relevance", "relevance, -date, date")


def test_names_are_given_in_the_order_of_the_table_and_may_be_none() -> None:
    kind = AnyOf(("sector", "source", "date"))
    assert kind.read("date,sector,date", loose=False) == ("sector", "date")
    assert kind.read("date, sector", loose=True) == ("sector", "date")
    assert refusal(kind, "date, sector").code == "not-a-choice"
    assert kind.read("", loose=False) == ()
    assert refusal(kind, "sector,dat").hint == "date"


def test_a_slug_of_a_closed_list_must_be_known() -> None:
    kind = Slug({"energetika", "sport"})
    assert kind.read("energetika", loose=False) == "energetika"
    assert kind.read("_none", loose=False) == "_none"
    assert refusal(kind, "energetka").hint == "energetika"
    assert refusal(kind, "qwxyz").hint is None


def test_a_minus_excludes_a_known_value() -> None:
    kind = Slug(("sport", "energetika"))
    assert kind.read("-sport", loose=False) == "-sport"
    assert kind.read("-_none", loose=False) == "-_none"
    assert refusal(kind, "-energetka").hint == "-energetika"
    assert refusal(kind, "--sport").code == refusal(kind, "-").code == "unknown-value"


@pytest.mark.parametrize("text", ["Sport", "a b", "a--b", "é", "../x"])
def test_what_is_no_slug_is_refused_even_where_the_list_is_open(text: str) -> None:
    assert refusal(Slug(), text).code == "unknown-value"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2026-12", dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
        ("2026-03-05", dt.date(2026, 3, 5), dt.date(2026, 3, 5)),
        ("2100", dt.date(2100, 1, 1), dt.date(2100, 12, 31)),
    ],
)
def test_a_bare_year_or_month_covers_all_of_it(text: str, first: Any, last: Any) -> None:
    assert Day(last=False).read(text, loose=False) == first
    assert Day(last=True).read(text, loose=False) == last


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-02-30", "0000", "1899", "2101-01", "26", "2026-3", "2026-03-05T00:00", "05.03.2026"]
)
def test_anything_but_an_iso_date_is_refused_by_a_strict_endpoint(text: str) -> None:
    assert refusal(Day(last=False), text).code == "bad-date"


@pytest.mark.parametrize("text", ["05.03.2026", "5-mart 2026", "2026-yil 5-mart", "5 март 2026"])
def test_a_page_reads_dates_as_people_write_them(text: str) -> None:
    assert Day(last=False).read(text, loose=True) == dt.date(2026, 3, 5)


def test_a_page_reads_months_in_words() -> None:
    assert Day(last=True).read("март 2026", loose=True) == dt.date(2026, 3, 31)


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_is_tidy_and_can_be_sent(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert clean(cleaned) == cleaned == cleaned.strip()
    assert not any(unicodedata.category(c) == "Cc" for c in cleaned)


def test_clean_drops_lone_surrogates_and_reads_controls_as_spaces() -> None:
    assert clean("a\x00b\ud800c\t\n d") == "a bc d"


def test_nothing_is_near_an_empty_list() -> None:
    assert nearest("x", ()) is None
