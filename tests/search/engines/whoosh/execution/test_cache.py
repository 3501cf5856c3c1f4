import threading
from dataclasses import dataclass

from search.engines.whoosh.execution.cache import Cache


@dataclass(eq=False)
class Entry:
    nbytes: int
    used: bool = True


def test_what_was_put_is_got_until_it_is_cleared() -> None:
    cache = Cache(1 << 20)
    entry = Entry(10)
    cache.put("a", entry)
    assert cache.get("a") is entry
    assert cache.get("b") is None
    assert cache.nbytes == 10
    cache.clear()
    assert cache.get("a") is None


def test_only_what_belongs_to_others_is_dropped() -> None:
    cache = Cache(1 << 20)
    mine, other = Entry(10), Entry(10)
    cache.put(("mine", 1), mine)
    cache.put(("other", 1), other)
    cache.keep_of({"mine"})
    assert cache.get(("mine", 1)) is mine
    assert cache.get(("other", 1)) is None


def test_the_budget_holds_however_much_is_put() -> None:
    cache = Cache(100_000)
    for number in range(1_000):
        cache.put(number, Entry(2_000))
        assert cache.nbytes <= 100_000 + 25_000  # tidied each time a quarter of the budget was added
    assert cache.nbytes > 0


def test_what_is_used_outlives_what_is_not() -> None:
    cache = Cache(100_000)
    cache.put("used", Entry(5_000))
    for number in range(200):
        cache.put(number, Entry(2_000, used=False))
        assert cache.get("used") is not None


def test_an_entry_that_grows_counts_as_much_as_one_that_is_put() -> None:
    cache = Cache(100_000)
    first = Entry(1_000, used=False)
    cache.put("first", first)
    first.nbytes = 200_000
    cache.grew(199_000)
    assert cache.get("first") is None


def test_a_cache_without_a_budget_keeps_nothing_long() -> None:
    cache = Cache(0)
    cache.put("a", Entry(10, used=False))
    assert cache.nbytes == 0


def test_threads_may_put_and_get_at_once() -> None:
    cache = Cache(50_000)
    errors: list[Exception] = []

    def work(start: int) -> None:
        try:
            for number in range(2_000):
                cache.put((start, number % 50), Entry(1_000))
                cache.get((start, number % 37))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
