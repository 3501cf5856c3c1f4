import threading
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from web.shared.response_store import ResponseStore, StoredResponse

KEY = ("/api/search", "", "uz", "", "q=a")


OTHER = ("/", "", "uz", "", "q=b")


def kept(size: Any = 100) -> Any:
    return StoredResponse((("ETag", "x"),), bytes(size))


def full() -> Any:
    answers = ResponseStore(100_000)
    answers.keep("g1", OTHER, kept(90_000))
    return answers


def test_while_there_is_room_every_answer_is_kept() -> None:
    assert ResponseStore(1 << 20).wants("g1", KEY)


def test_where_room_is_short_an_answer_is_worth_it_from_the_second_time_it_is_made() -> None:
    answers = full()
    assert not answers.wants("g1", KEY)
    assert answers.wants("g1", KEY)


def test_what_was_kept_is_found() -> None:
    answers = ResponseStore(1 << 20)
    answers.keep("g1", KEY, kept())
    assert answers.find("g1", KEY) == kept()
    assert answers.find("g1", (*KEY[:-1], "q=b")) is None


def test_another_generation_takes_all_away() -> None:
    answers = full()
    answers.wants("g1", KEY)
    assert answers.find("g2", OTHER) is None
    assert answers.bytes == 0
    answers.keep("g2", OTHER, kept(90_000))
    assert not answers.wants("g2", KEY)
    assert answers.find("g1", OTHER) is None


def test_the_answer_asked_for_longest_ago_goes_first() -> None:
    answers = ResponseStore(100_000)
    for number in range(3):
        answers.keep("g", (str(number),), kept(25_000))
    answers.find("g", ("0",))
    answers.keep("g", ("3",), kept(25_000))
    assert [bool(answers.find("g", (str(number),))) for number in range(4)] == [True, False, True, True]


def test_an_answer_larger_than_the_budget_is_not_kept() -> None:
    answers = ResponseStore(10_000)
    answers.keep("g", KEY, kept())
    answers.keep("g", KEY, kept(20_000))
    assert answers.find("g", KEY) is None
    assert answers.bytes == 0


@given(st.integers(0, 30_000), st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 300), st.integers(0, 9_000))))
def test_the_budget_holds_whatever_is_kept(budget: Any, steps: Any) -> None:
    answers = ResponseStore(budget)
    for generation, number, size in steps:
        answers.wants(generation, (str(number),))
        answers.keep(generation, (str(number % 7),), kept(size))
        assert answers.bytes <= budget


def test_threads_share_the_answers() -> None:
    answers, faults = ResponseStore(200_000), []

    def work(seed: Any) -> None:
        for number in range(2_000):
            key = (str((number * seed) % 50),)
            found = answers.find("g", key)
            if found and found.packed != key[0].encode() * 500:
                faults.append(key)
            if not found and answers.wants("g", key):
                answers.keep("g", key, StoredResponse((), key[0].encode() * 500))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (1, 3, 7, 11)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert 0 < answers.bytes <= 200_000
