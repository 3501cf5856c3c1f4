from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import lemmas, longest_relative, read_relative, skeleton

TODAY = date(2026, 3, 4)  # a Wednesday
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def said(text: str) -> tuple[str, ...]:
    return tuple(skeleton(lemmas(word)[0]) for word in text.split())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("bugun", date(2026, 3, 4), date(2026, 3, 4)),
        ("kecha", date(2026, 3, 3), date(2026, 3, 3)),
        ("oʻtgan hafta", date(2026, 2, 23), date(2026, 3, 1)),
        ("otgan hafta", date(2026, 2, 23), date(2026, 3, 1)),
        ("o'tgan haftada", date(2026, 2, 23), date(2026, 3, 1)),
        ("ўтган ҳафта", date(2026, 2, 23), date(2026, 3, 1)),
        ("shu oy", date(2026, 3, 1), date(2026, 3, 31)),
        ("oʻtgan oy", date(2026, 2, 1), date(2026, 2, 28)),
        ("bu yil", date(2026, 1, 1), date(2026, 12, 31)),
        ("oʻtgan yil", date(2025, 1, 1), date(2025, 12, 31)),
        ("last week", date(2026, 2, 23), date(2026, 3, 1)),
        ("прошлый год", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_days_are_counted_from_today(text: str, first: date, last: date) -> None:
    assert read_relative(said(text), TODAY) == (first, last)
    assert len(said(text)) <= longest_relative()


@pytest.mark.parametrize("text", ["", "oʻtgan", "hafta", "oʻtgan sessiya", "yil bu"])
def test_other_words_say_no_day(text: str) -> None:
    assert read_relative(said(text), TODAY) is None


@given(DAYS)
def test_this_and_the_last_of_a_unit_lie_side_by_side(today: date) -> None:
    for unit in ("hafta", "oy", "yil"):
        this, last = read_relative(said(f"shu {unit}"), today), read_relative(said(f"oʻtgan {unit}"), today)
        assert this is not None
        assert last is not None
        assert this[0] <= today <= this[1]
        assert last[0] <= last[1]
        assert (this[0] - last[1]).days == 1
