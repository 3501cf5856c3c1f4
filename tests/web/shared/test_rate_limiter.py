import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.shared.rate_limiter import BURST, WINDOW, RateLimiter


def test_a_burst_may_come_at_once_and_then_the_rate() -> None:
    limits = RateLimiter(60)
    assert limits.burst == 60 // BURST
    taken = [limits.take("a", 100.0) for _ in range(limits.burst + 1)]
    assert [each.allowed for each in taken] == [True] * limits.burst + [False]
    assert [each.remaining for each in taken[:-1]] == list(range(limits.burst - 1, -1, -1))
    assert taken[-1].wait == pytest.approx(WINDOW / 60)
    assert not limits.take("a", 100.9).allowed
    assert limits.take("a", 101.001).allowed
    assert not limits.take("a", 101.001).allowed


def test_one_client_does_not_use_up_what_another_may() -> None:
    limits = RateLimiter(10)
    while limits.take("a", 0.0).allowed:
        pass
    assert limits.take("b", 0.0).allowed


@given(st.integers(1, 2_000), st.lists(st.floats(0, 30), max_size=60))
def test_nobody_ever_asks_more_than_the_burst_and_the_rate(rate: int, pauses: Any) -> None:
    limits, now, allowed = RateLimiter(rate), 0.0, 0
    for pause in pauses:
        now += pause
        taken = limits.take("a", now)
        allowed += taken.allowed
        assert taken.allowed is (taken.wait == 0)
        assert 0 <= taken.remaining <= limits.burst
    assert allowed <= limits.burst + now * rate / WINDOW + 1e-6


def test_more_clients_than_there_is_room_for_are_still_limited_each() -> None:
    limits = RateLimiter(5)
    for number in range(50_000):
        limits.take(str(number), 0.0)
    assert limits.take("late", 0.0).allowed
    assert not limits.take("late", 0.0).allowed


LIMITS = RateLimiter(500)


def take(_: int) -> bool:
    return LIMITS.take("a", 0.0).allowed


def test_all_processes_count_together() -> None:
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("fork")) as processes:
        assert sum(processes.map(take, range(300))) == LIMITS.burst


@pytest.mark.parametrize(("rate", "window"), [(300, 12), (10, 12), (7, 9), (3, 20), (1, 60)])
def test_the_window_that_is_told_is_the_one_that_is_kept(rate: int, window: int) -> None:
    limits = RateLimiter(rate)
    assert limits.window == window
    while limits.take("a", 0.0).allowed:
        pass
    assert limits.take("a", float(window)).allowed
