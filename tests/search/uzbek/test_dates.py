from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import find_days, read_day, read_month, read_span, to_cyrillic, write_day, write_month


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
        "5 марта 2026 года",
        "March 5, 2026",
        "5 Mar 2026",
        "March 5th, 2026",
    ],
)
def test_a_day_is_read(text: str) -> None:
    assert read_day(text) == date(2026, 3, 5)


def test_a_day_with_the_year_last_is_read() -> None:
    assert read_day("21-dekabr 2022-yil") == date(2022, 12, 21)


@pytest.mark.parametrize("text", ["31.02.2026", "1899-01-01", "2101-01-01", "5-foo 2026", "mart", "", "2026-13-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-03",
        "mart 2026",
        "2026-yil mart",
        "март 2026",
        "2026 йил март",
        "03.2026",
        "в марте 2026 года",
        "March 2026",
        "март 2026 г.",
        "mart oyi 2026",
    ],
)
def test_a_month_is_a_span(text: str) -> None:
    assert read_span(text) == (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize("text", ["2026", "2026-yil", "2026 йил", "2026-yilda", "в 2026 году", "2026 год", "in 2026"])
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


@pytest.mark.parametrize(
    ("text", "month"),
    [("fevral", 2), ("феврале", 2), ("в феврале", 2), ("fevralda", 2), ("mart oyida", 3), ("Мартда", 3), ("May", 5)],
)
def test_a_month_without_a_year_is_a_number(text: str, month: int) -> None:
    assert read_month(text) == month


@pytest.mark.parametrize("text", ["", "bahor", "mart 2026", "5 mart", "в", "maydon", "marta"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert read_month(text) is None


def test_cyrillic_months_are_written_as_the_state_does() -> None:
    assert write_day(date(2026, 11, 26), "cyrl") == "2026 йил 26 ноябрь"
    assert write_month(2026, 1, "cyrl") == "2026 йил январь"
    assert to_cyrillic("1-yanvardan") == "1 январдан"
