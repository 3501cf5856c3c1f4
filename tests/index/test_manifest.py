import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.manifest import UNSURE, Entry, FaultRow, Manifest, ManifestBuilder, difference
from index.twins.facts import SHINGLE, TwinFacts
from index.twins.table import TwinTable
from search.errors import IndexDamaged

TEXT = st.text(max_size=5)


def table(facts: dict[str, TwinFacts]) -> TwinTable:
    return TwinTable.of(list(facts), list(facts.values()))


FINDINGS = st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple)
ENTRY = st.builds(
    lambda facts, record: Entry(*facts, *record),
    st.tuples(
        st.text(max_size=3),
        st.sampled_from(["/a", "/b.jsonl", "/ў"]),
        st.integers(0, 5),
        st.integers(0, 2),
        st.integers(-1, 2),
        st.booleans(),
        st.sampled_from("abc"),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    st.just(("", "", ())) | st.tuples(st.text(min_size=1, max_size=5), TEXT, FINDINGS),
)
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
        {entry.id: entry for entry in entries},
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


@given(MANIFEST)
def test_every_entry_is_found_by_its_path(manifest: Manifest) -> None:
    by_path = manifest.by_path()
    assert sum(map(len, by_path.values())) == len(manifest.entries)
    assert all(entry.path == path for path, entries in by_path.items() for entry in entries)


def test_the_manifests_of_earlier_versions_are_read() -> None:
    one, two = (
        Manifest.from_json(
            f'{{"version": {version}, "paths": ["/"], "files": [["/a", 10, 7, false, [{row}]]]}}', built=5
        )
        for version, row in ((1, '["x", 3, "h"]'), (2, '["x", 3, "h", 1, 2]'))
    )
    assert one.entries["x"] == Entry("x", "/a", 3, 10, 7, sample=False, hash="h", first_seen=5, changed=5)
    assert two.entries["x"] == Entry("x", "/a", 3, 10, 7, sample=False, hash="h", first_seen=1, changed=2)


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
        '{"version": 2, "files": [], "paths": [], "faults": {"/a": [1]}}',
        '{"version": 2, "files": [], "paths": [], "faults": 3}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_a_damaged_index(text: str) -> None:
    with pytest.raises(IndexDamaged, match="manifest"):
        Manifest.from_json(text)


def entry(release_id: str, path: str) -> Entry:
    return Entry(release_id, path, 0, 1, 5, sample=False, hash="x", first_seen=1, changed=1)


def test_the_first_release_of_an_id_holds_it() -> None:
    kept, first, second = entry("a", "/kept"), entry("b", "/one"), entry("b", "/two")
    builder = ManifestBuilder([kept])
    assert builder.claim(entry("a", "/one")) is kept
    assert builder.claim(first) is first
    assert builder.claim(second) is first
    assert builder.finish([], ()) == {"a": kept, "b": first}


def test_broken_and_unread_files_are_read_again_the_next_time() -> None:
    builder = ManifestBuilder()
    for read in (entry("a", "/sound"), entry("b", "/broken")):
        builder.claim(read)
    entries = builder.finish([entry("a", "/unread"), entry("c", "/unread")], {"/broken"})
    assert [(row.id, row.path, row.mtime_ns) for row in entries.values()] == [
        ("a", "/sound", 5),
        ("b", "/broken", UNSURE),
        ("c", "/unread", UNSURE),
    ]


def test_the_entries_outside_some_files_are_those_of_all_others() -> None:
    first, second = entry("a", "/one"), entry("b", "/two")
    assert Manifest((), {"a": first, "b": second}).outside({"/one"}) == (second,)
    rows = (FaultRow("0f", "b"),)
    assert Manifest((), {}, {"/one": (), "/two": rows}).faults_outside({"/one"}) == {"/two": rows}
