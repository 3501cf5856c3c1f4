import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from search.clock import TASHKENT, moment, today


def test_today_is_tashkents() -> None:
    before = dt.datetime.now(TASHKENT).date()
    assert before <= today() <= dt.datetime.now(TASHKENT).date()


@given(st.integers(0, 4_000_000_000))
def test_a_moment_says_its_second(seconds: int) -> None:
    written = moment(seconds)
    assert written.endswith("+05:00")
    assert dt.datetime.fromisoformat(written).timestamp() == seconds
