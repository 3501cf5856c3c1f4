"""A search for the twins of a few releases finds what the search for those of all finds of them."""

from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.twins.facts import SHINGLE, TwinFacts
from index.twins.search import pairs
from index.twins.table import TwinTable

SHINGLES = [*range(12), *range(1 << 20, (1 << 20) + 4), (1 << 32) - 1]  # some fall together in any small table


@st.composite
def releases(draw: st.DrawFn) -> dict[str, TwinFacts]:
    count = draw(st.integers(0, 40))
    common = draw(st.sets(st.sampled_from(SHINGLES), max_size=3))  # more than 24 may hold these
    found = {}
    for number in range(count):
        own = draw(st.sets(st.sampled_from(SHINGLES), max_size=6))
        sample = sorted(own | common if draw(st.integers(0, 3)) else own)
        found[f"{number:02}"] = TwinFacts(
            day=draw(st.sampled_from([0, 100, 101, 110])),
            script=draw(st.sampled_from(["latn", "cyrl"])),
            origin=draw(st.sampled_from(["", "a", "b"])),
            links=tuple(draw(st.sets(st.integers(1, 4), max_size=2))) if number % 3 == 0 else (),
            sample=np.array(sample, SHINGLE).tobytes(),
        )
    return found


def found(facts: dict[str, TwinFacts], wanted: Iterable[str]) -> list[tuple[str, str, bool]]:
    return list(pairs(TwinTable.of(list(facts), list(facts.values())), set(wanted)))


@given(releases(), st.sets(st.integers(0, 50).map(lambda number: f"{number:02}"), max_size=6))
def test_the_twins_of_a_few_are_those_among_all(facts: dict[str, TwinFacts], wanted: set[str]) -> None:
    every = found(facts, facts)
    assert found(facts, wanted) == [pair for pair in every if not wanted.isdisjoint(pair[:2])]


def test_twins_are_found_by_a_link_and_by_likeness() -> None:
    sample = np.arange(8, dtype=SHINGLE).tobytes()
    facts = {
        "a": TwinFacts(100, "latn", "a", (7,), b""),
        "b": TwinFacts(100, "cyrl", "a", (7,), sample),
        "c": TwinFacts(101, "latn", "a", (), sample),
        "d": TwinFacts(101, "latn", "a", (), sample),
    }
    assert found(facts, {"b"}) == [("a", "b", True), ("b", "c", False), ("b", "d", False)]
    assert found(facts, {"d"}) == [("b", "d", False)]
