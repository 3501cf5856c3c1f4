import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import IndexDamaged, UnknownGeneration
from search.generation import KEPT, NO_HISTORY, Generation, Gone, History

HISTORIES = st.builds(
    History,
    runs=st.dictionaries(st.text(), st.integers(0, 1 << 33)),
    gone=st.lists(st.builds(Gone, id=st.text(), at=st.integers(0, 1 << 33))).map(tuple),
)


def generation(name: str, begun: int) -> Generation:
    return Generation(name, "f", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 1, False, (), begun)


@given(HISTORIES)
def test_what_is_written_is_read(history: History) -> None:
    assert History.from_json(history.to_json()) == history


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"runs": 1, "gone": []}', '{"runs": {}, "gone": [1]}'])
def test_anything_else_is_damage(text: str) -> None:
    with pytest.raises(IndexDamaged, match="history"):
        History.from_json(text)


def test_a_run_remembers_the_one_before_and_what_it_removed() -> None:
    history = NO_HISTORY.after(generation("one", 10), ("a",), 20).after(generation("two", 20), (), 30)
    assert (history.since("one"), history.since("two")) == (10, 20)
    assert history.gone == (Gone("a", 20),)
    with pytest.raises(UnknownGeneration, match="three"):
        history.since("three")


def test_what_is_long_ago_is_forgotten() -> None:
    history = NO_HISTORY.after(generation("one", 10), ("a",), 20).after(generation("two", 20), ("b",), KEPT + 20)
    assert (history.runs, history.gone) == ({"two": 20}, (Gone("a", 20), Gone("b", KEPT + 20)))
    assert history.after(None, (), KEPT + 21) == History({}, (Gone("b", KEPT + 20),))
