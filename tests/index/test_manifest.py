import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entries import Entry, EntryTable
from index.manifest import FaultRow, Manifest, difference
from index.twins.facts import SHINGLE, TwinFacts
from index.twins.merger import Merge
from index.twins.table import TwinTable
from search.errors import IndexDamaged
from tests.index.entries import ENTRY, entry

TEXT = st.text(max_size=5)
_RAW, _CONTENT = "0b" * 12, "0c" * 12


def table(facts: dict[str, TwinFacts]) -> TwinTable:
    return TwinTable.of(list(facts), list(facts.values()))


TWINS = st.builds(
    TwinFacts,
    st.integers(0, 800_000),
    st.sampled_from(["latn", "cyrl"]),
    TEXT,
    st.lists(st.integers(0, (1 << 64) - 1), max_size=2).map(tuple),
    st.lists(st.integers(0, (1 << 32) - 1), max_size=3).map(lambda sample: np.array(sample, SHINGLE).tobytes()),
)
FAULT_ROWS = st.lists(st.builds(FaultRow, TEXT, TEXT | st.none()), min_size=1, max_size=3).map(tuple)
MANIFEST = st.builds(
    lambda paths, entries, faults, twins: Manifest(
        tuple(paths),
        EntryTable.of(entries),
        faults,
        twins=table({entry.id: facts for entry, facts in zip(entries, twins, strict=False)}),
    ),
    st.lists(TEXT),
    st.lists(ENTRY),
    st.dictionaries(TEXT, FAULT_ROWS, max_size=3),
    st.lists(TWINS, max_size=3),
)


@given(MANIFEST)
def test_a_manifest_is_read_as_it_was_written(manifest: Manifest) -> None:
    again = Manifest.from_json(manifest.to_json())
    assert again == manifest
    assert list(again.entries) == list(manifest.entries)


@given(MANIFEST, MANIFEST)
def test_a_difference_names_every_release_once(old: Manifest, new: Manifest) -> None:
    found = difference(old, new)
    assert {*found.added, *found.changed, *found.same} == new.entries.keys()
    assert {*found.removed, *found.changed, *found.same} == old.entries.keys()
    every = (*found.added, *found.changed, *found.removed, *found.same)
    assert len(set(every)) == len(every)


@given(MANIFEST, MANIFEST)
def test_the_way_back_is_the_difference_turned_round(old: Manifest, new: Manifest) -> None:
    there, back = difference(old, new), difference(new, old)
    assert set(there.added) == set(back.removed)
    assert set(there.changed) == set(back.changed)
    assert set(there.same) == set(back.same)


@given(MANIFEST)
def test_a_manifest_does_not_differ_from_itself(manifest: Manifest) -> None:
    found = difference(manifest, manifest)
    assert (found.added, found.changed, found.removed) == ((), (), ())


@pytest.mark.parametrize(
    ("version", "row", "rest"),
    [
        (1, [], (5, 5)),
        (2, [1, 2], (1, 2)),
        (3, [1, 2, _RAW, _CONTENT, ["encoding", "cp1251"]], (1, 2, _RAW, _CONTENT, (("encoding", "cp1251"),))),
    ],
)
def test_the_manifests_of_earlier_versions_are_read(version: int, row: list[Any], rest: tuple[Any, ...]) -> None:
    digest = "0a" * 16
    values = {"version": version, "paths": ["/"], "files": [["/a", 10, 7, False, [["x", 3, digest, *row]]]]}
    read = Manifest.from_json(json.dumps(values), built=5)
    assert read.entries["x"] == Entry("x", "/a", 3, 10, 7, False, digest, *rest)


def test_the_twins_of_an_earlier_version_are_read_which_were_one_block() -> None:
    facts = TwinFacts(5, "latn", "x", (1,), b"\1\0\0\0")
    manifest = Manifest((), EntryTable.of([entry("a")]), twins=table({"a": facts}))
    values = json.loads(manifest.to_json())
    (values["twins"],) = values["twins"]
    assert Manifest.from_json(json.dumps(values)).twins == manifest.twins


def test_a_manifest_without_faults_is_one_in_which_none_is_known() -> None:
    assert Manifest.from_json('{"version": 2, "paths": ["/a"], "files": []}') == Manifest(("/a",))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"version": 2}',
        '{"version": 1, "files": 3, "paths": []}',
        '{"version": 4, "paths": []}',
        '{"version": 4, "paths": [], "entries": [{}]}',
        '{"version": 2, "paths": [], "files": [["/a", 10, 7, false, [["x", 3, "no digest", 1, 2]]]]}',
        '{"version": 2, "files": [], "paths": [], "faults": {"/a": [1]}}',
        '{"version": 2, "files": [], "paths": [], "faults": 3}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_a_damaged_index(text: str) -> None:
    with pytest.raises(IndexDamaged, match="manifest"):
        Manifest.from_json(text)


def test_faults_outside_some_files_are_those_of_all_others() -> None:
    rows = (FaultRow("0f", "b"),)
    assert Manifest((), EntryTable(), {"/one": (), "/two": rows}).faults_outside({"/one"}) == {"/two": rows}


def test_a_release_of_twins_has_the_hash_of_what_came_of_them_and_the_twin_none() -> None:
    entries = EntryTable.of(entry(name) for name in ("main", "twin", "other"))
    manifest = Manifest((), entries, merges={"main": Merge(("main", "twin"), "signature", "0f" * 16)})
    assert manifest.documents == ("main", "other")
    found = {name: manifest.document_hash(name) for name in ("main", "twin", "other", "none")}
    assert found == {"main": "0f" * 16, "twin": None, "other": entries["other"].hash, "none": None}
