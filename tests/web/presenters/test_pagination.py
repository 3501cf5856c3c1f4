from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.presenters.pagination import numbers


@pytest.mark.parametrize(
    ("page", "pages", "row"),
    [
        (1, 0, []),
        (1, 1, [1]),
        (1, 16, [1, 2, 3, None, 16]),
        (8, 16, [1, None, 6, 7, 8, 9, 10, None, 16]),
        (5, 16, [1, 2, 3, 4, 5, 6, 7, None, 16]),
        (16, 16, [1, None, 14, 15, 16]),
    ],
)
def test_the_first_the_last_and_the_near_pages_are_shown(page: int, pages: int, row: Any) -> None:
    assert numbers(page, pages) == row


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_gap_never_stands_for_a_single_page(page: int, pages: int) -> None:
    row = numbers(min(page, pages), pages)
    for before, gap, after in zip(row, row[1:], row[2:], strict=False):
        if gap is None:
            assert before
            assert after
            assert after - before > 2
    shown = [number for number in row if number]
    assert shown == sorted(set(shown))
    assert {1, pages, min(page, pages)} <= set(shown)
