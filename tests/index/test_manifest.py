import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.manifest import Entry, Manifest, difference
from search.errors import IndexDamaged

TEXT = st.text(max_size=5)
ENTRY = st.builds(
    Entry,
    st.text(max_size=3),
    st.sampled_from(["/a", "/b.jsonl", "/ў"]),
    st.integers(0, 5),
    st.integers(0, 2),
    st.integers(-1, 2),
    st.booleans(),
    st.sampled_from("abc"),
)
MANIFEST = st.builds(
    lambda paths, entries: Manifest(tuple(paths), {entry.id: entry for entry in entries}),
    st.lists(TEXT),
    st.lists(ENTRY),
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


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 2}', '{"version": 1, "files": 3, "paths": []}'])
def test_a_manifest_that_cannot_be_read_is_a_damaged_index(text: str) -> None:
    with pytest.raises(IndexDamaged, match="manifest"):
        Manifest.from_json(text)
