"""The table of twin facts holds what a dict of them would."""

import base64
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.twins.facts import SHINGLE, TwinFacts
from index.twins.table import NO_TWINS, TwinTable, TwinTableBuilder

NAMES = st.text(max_size=3)
FACTS = st.builds(
    TwinFacts,
    day=st.integers(0, 3_652_059),
    script=st.sampled_from(["latn", "cyrl"]),
    origin=st.sampled_from(["", "a.uz", "gov.uz", "ў"]),
    links=st.lists(st.integers(0, (1 << 64) - 1), max_size=3).map(tuple),
    sample=st.lists(st.integers(0, (1 << 32) - 1), max_size=4).map(lambda sample: np.array(sample, SHINGLE).tobytes()),
)
TABLES = st.dictionaries(NAMES, FACTS, max_size=8)


def table(facts: Mapping[str, TwinFacts]) -> TwinTable:
    return TwinTable.of(list(facts), list(facts.values()))


def rows(found: TwinTable) -> dict[str, TwinFacts]:
    assert len(found) == len(set(found.names))
    return {name: found.facts(row) for row, name in enumerate(found.names)}


@given(TABLES)
def test_a_table_gives_what_it_was_made_of(facts: dict[str, TwinFacts]) -> None:
    made = table(facts)
    assert rows(made) == facts
    assert {name: made.get(name) for name in facts} == facts
    assert made.get("no such id") is None
    assert made == table(facts)
    assert made != "a table"


@given(TABLES, st.data())
def test_a_part_holds_the_rows_asked_for(facts: dict[str, TwinFacts], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.sampled_from(range(len(facts))), unique=True) if facts else st.just([]))
    names = list(facts)
    assert rows(table(facts).part(wanted)) == {names[row]: facts[names[row]] for row in wanted}


@given(TABLES)
def test_a_table_is_read_as_it_was_written(facts: dict[str, TwinFacts]) -> None:
    names = [*sorted(facts), "another"]
    values = table(facts).to_values({name: number for number, name in enumerate(names)})
    assert TwinTable.from_values(values, names) == table(facts)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *((name, b"") for name in ("rows", "days", "scripts", "links", "sample_counts", "samples")),
        *((name, b"\xff\xff\xff") for name in ("rows", "days", "scripts", "links", "link_counts", "samples")),
        ("rows", b"\1\0\0\0"),
        ("scripts", b"\2"),
        ("origin_numbers", b"\1\0\0\0"),
        ("sample_counts", b"\xff\xff"),
    ],
)
def test_arrays_that_make_no_sense_are_refused(name: str, data: bytes) -> None:
    (values,) = table({"a": TwinFacts(5, "latn", "a.uz", (7,), b"\1\0\0\0")}).to_values({"a": 0})
    values[name] = base64.b64encode(data).decode()
    with pytest.raises((ValueError, IndexError)):
        TwinTable.from_values([values], ["a"])


def test_many_rows_are_written_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.json_arrays._BLOCK", 2)
    whole = table({name: TwinFacts(5, "latn", f"{name}.uz", (7,), b"\1\0\0\0") for name in "abc"})
    values = whole.to_values({"a": 0, "b": 1, "c": 2})
    assert len(values) == 2
    assert TwinTable.from_values(values, "abc") == whole


@given(st.lists(TABLES, max_size=6), TABLES, st.data())
def test_a_builder_gathers_what_a_dict_would(
    parts: list[dict[str, TwinFacts]], known: dict[str, TwinFacts], data: st.DataObject
) -> None:
    builder, taken = TwinTableBuilder(), dict[str, TwinFacts]()
    for part in parts:
        made = table(part)
        for row, (name, facts) in enumerate(part.items()):
            if name not in taken and data.draw(st.booleans()):
                builder.take(made, row)
                taken[name] = facts
            if data.draw(st.integers(0, 3)) == 0:  # in between, as where an id comes again
                assert builder.get(name) == taken.get(name)
    names = {*taken, *data.draw(st.sets(st.sampled_from(sorted(known))) if known else st.just(set()))}
    expected = {name: facts for name, facts in {**known, **taken}.items() if name in names}
    assert rows(builder.finish(names, table(known))) == expected


def test_tables_that_are_looked_through_stay_few() -> None:
    builder = TwinTableBuilder()
    for number in range(200):
        builder.take(table({f"{number}": TwinFacts(1, "latn", "", (number,), b"")}), 0)
        found = builder.get(f"{number}")
        assert found is not None
        assert found.links == (number,)
    assert builder.get("0") == TwinFacts(1, "latn", "", (0,), b"")
    sizes = [len(one) for one in builder._searched]
    assert all(before >= 2 * after for before, after in pairwise(sizes))


def test_nothing_has_no_rows() -> None:
    assert len(NO_TWINS) == 0
    assert rows(TwinTable.joined([])) == {}
