import hashlib
import os
import signal
import threading
import time
from multiprocessing import get_context
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.shared.response_store import ResponseStore, StoredResponse

KEY: Final = ("/api/search", "", "uz", "", "q=a")
OTHER: Final = ("/", "", "uz", "", "q=b")
FORK: Final = get_context("fork")


def kept(size: int = 100) -> StoredResponse:
    return StoredResponse((("ETag", "x"), ("Content-Language", "uz")), bytes(size))


def answer_to(key: str) -> StoredResponse:
    """Return an answer that tells whether it is whole."""
    return StoredResponse((("ETag", key),), hashlib.sha256(key.encode()).digest() * 200)


def full() -> ResponseStore:
    answers = ResponseStore(100_000)
    answers.wants("g1", KEY)
    answers.keep("g1", OTHER, kept(90_000))
    return answers


def test_while_there_is_room_every_answer_is_kept() -> None:
    assert ResponseStore(1 << 20).wants("g1", KEY)


def test_where_room_is_short_an_answer_is_worth_it_from_the_second_time_it_is_made() -> None:
    answers = full()
    assert not answers.wants("g1", KEY)
    assert answers.wants("g1", KEY)
    assert not answers.wants("g1", KEY)


def test_each_state_has_room_anew() -> None:
    answers = full()
    assert answers.wants("g2", KEY)
    answers.keep("g2", OTHER, kept(90_000))
    assert not answers.wants("g2", KEY)


def test_what_was_kept_is_found_with_its_headers() -> None:
    answers = ResponseStore(1 << 20)
    answers.keep("g1", KEY, kept())
    assert answers.find("g1", KEY) == kept()
    assert answers.find("g1", (*KEY[:-1], "q=b")) is None


def test_another_state_finds_nothing_of_it() -> None:
    answers = full()
    assert answers.find("g2", OTHER) is None
    assert answers.find("g1", OTHER) == kept(90_000)


def test_parts_of_a_key_are_not_run_together() -> None:
    answers = ResponseStore(1 << 20)
    answers.keep("g", ("a\0b", "c"), kept(1))
    answers.keep("g", ("a', 'b", "c"), kept(2))
    assert [answers.find("g", key) for key in (("a", "b\0c"), ("a", "b", "c"), ("a\0b", "c"))] == [None, None, kept(1)]


def test_the_answer_written_longest_ago_goes_first_and_what_is_asked_for_stays() -> None:
    answers = ResponseStore(100_000)
    for number in range(40):
        answers.keep("g", (str(number),), kept(9_000))
        assert answers.find("g", ("0",)) == kept(9_000)
    left = [number for number in range(1, 40) if answers.find("g", (str(number),))]
    assert left == [*range(left[0], 40)]
    assert 5 < len(left) < 11


def test_an_answer_larger_than_the_budget_is_not_kept() -> None:
    answers = ResponseStore(10_000)
    answers.keep("g", KEY, kept())
    answers.keep("g", OTHER, kept(20_000))
    assert answers.find("g", OTHER) is None
    assert answers.find("g", KEY) == kept()


@given(
    st.integers(1_000, 30_000),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(0, 9_000)), max_size=80),
)
def test_what_is_found_is_what_was_kept_last_and_the_last_one_is_found(budget: int, steps: Any) -> None:
    answers, expected = ResponseStore(budget), {}
    for state, number, size in steps:
        key = (str(number),)
        answers.wants(state, key)
        stored = StoredResponse((("ETag", f"{state}{number}"),), os.urandom(size))
        answers.keep(state, key, stored)
        if answers.find(state, key) == stored:
            expected[state, key] = stored
        else:
            assert size > budget / 2 - 200
        for (asked_state, asked), right in expected.items():
            assert answers.find(asked_state, asked) in (None, right)


def test_without_room_nothing_is_kept() -> None:
    answers = ResponseStore(0)
    answers.keep("g", KEY, kept())
    assert answers.find("g", KEY) is None
    assert not answers.wants("g", KEY)


def test_threads_share_the_answers() -> None:
    answers, faults = ResponseStore(200_000), []

    def work(seed: int) -> None:
        for number in range(2_000):
            key = str((number * seed) % 50)
            found = answers.find("g", (key,))
            if found and found != answer_to(key):
                faults.append(key)
            if not found and answers.wants("g", (key,)):
                answers.keep("g", (key,), answer_to(key))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (1, 3, 7, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert any(answers.find("g", (str(key),)) for key in range(50))


@pytest.mark.skipif(os.name == "nt", reason="workers are forked")
def test_what_one_process_keeps_the_others_find() -> None:
    answers = ResponseStore(1 << 20)
    child = FORK.Process(target=answers.keep, args=("g", KEY, kept()))
    child.start()
    child.join()
    assert answers.find("g", KEY) == kept()


def _keep_without_end(answers: ResponseStore) -> None:
    while True:
        for number in range(100):
            answers.keep("g", (str(number),), answer_to(str(number)))


@pytest.mark.skipif(os.name == "nt", reason="workers are forked")
def test_a_process_that_is_killed_while_it_writes_leaves_nothing_wrong() -> None:
    answers = ResponseStore(200_000)
    for turn in range(100):
        child = FORK.Process(target=_keep_without_end, args=(answers,))
        child.start()
        time.sleep(0.003 + turn % 20 / 5_000)
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        found = [(number, answers.find("g", (str(number),))) for number in range(100)]
        assert all(stored in (None, answer_to(str(number))) for number, stored in found)
        answers.keep("g", KEY, kept())
        assert answers.find("g", KEY) == kept()
    assert any(stored for _, stored in found)
