from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import find_days, read_day, read_span, write_day, write_month


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "05.03.2026",
        "5-mart 2026",
        "5 mart 2026",
        "5-mart, 2026-yil",
        "2026-yil 5-mart",
        "2026 йил 5 март",
        " 2026-yil 5-martdagi ",
    ],
)
def test_a_day_is_read(text: str) -> None:
    assert read_day(text) == date(2026, 3, 5)


def test_a_day_with_the_year_last_is_read() -> None:
    assert read_day("21-dekabr 2022-yil") == date(2022, 12, 21)


@pytest.mark.parametrize("text", ["31.02.2026", "1899-01-01", "2101-01-01", "5-foo 2026", "mart", "", "2026-13-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["2026-03", "mart 2026", "2026-yil mart", "март 2026", "2026 йил март", "03.2026"])
def test_a_month_is_a_span(text: str) -> None:
    assert read_span(text) == (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize("text", ["2026", "2026-yil", "2026 йил", "2026-yilda"])
def test_a_year_is_a_span(text: str) -> None:
    assert read_span(text) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_day_is_a_span_of_one() -> None:
    assert read_span("2026-yil 5-mart") == (date(2026, 3, 5), date(2026, 3, 5))
    assert read_span("1850") is None


def test_days_are_found_in_running_text() -> None:
    text = "Qaror 2018-yil 8-fevraldagi, 05.03.2026 va 2026 йил 5 март; 31.02.2026, 1.2.3.2026"
    assert [(text[start:end], day) for start, end, day in find_days(text)] == [
        ("2018-yil 8-fevraldagi", date(2018, 2, 8)),
        ("05.03.2026", date(2026, 3, 5)),
        ("2026 йил 5 март", date(2026, 3, 5)),
    ]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["latn", "cyrl"]))
def test_a_written_day_is_read_back(day: date, script: str) -> None:
    assert read_day(write_day(day, script)) == day
    assert read_span(write_month(day.year, day.month, script)) is not None


@given(st.text(alphabet="0123456789-. ,yilmartйилмарт", max_size=24) | st.text())
def test_reading_never_fails(text: str) -> None:
    read_span(text)
    find_days(text)
