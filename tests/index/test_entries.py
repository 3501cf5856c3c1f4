from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entries import UNSURE, Entry, EntryTable, EntryTableBuilder
from index.entry_columns import FileFacts
from tests.index.entries import ENTRY, entry

ENTRIES = st.lists(ENTRY, unique_by=lambda one: one.id)


@given(ENTRIES)
def test_a_table_is_a_dictionary_of_what_it_was_made_of(entries: list[Entry]) -> None:
    table = EntryTable.of(entries)
    assert table == {one.id: one for one in entries}
    assert list(table) == [one.id for one in entries]
    assert "none of them" not in table
    assert list(table.hashes()) == [one.hash for one in entries]
    assert [(table.hash(name), table.moments(name)) for name in table] == [
        (one.hash, (one.first_seen, one.changed)) for one in entries
    ]


def test_a_release_without_an_entry_has_no_hash_and_no_times() -> None:
    table = EntryTable.of([entry("a")])
    assert (table.hash("b"), table.moments("b")) == (None, None)
    with pytest.raises(KeyError):
        table["b"]


@given(ENTRIES, ENTRIES)
def test_releases_are_told_that_another_table_lacks_or_has_with_another_hash(
    entries: list[Entry], others: list[Entry]
) -> None:
    table, other = EntryTable.of(entries), EntryTable.of(others)
    assert table.not_as_in(other) == {name for name in table if table.hash(name) != other.hash(name)}


@given(ENTRIES)
def test_the_entries_of_a_file_are_found_in_their_order(entries: list[Entry]) -> None:
    table = EntryTable.of(entries)
    by_path = sorted(entries, key=lambda one: one.path)
    for path, of_file in groupby(by_path, key=lambda one: one.path):
        assert table.of_path(path) == list(of_file)
    assert table.of_path("/none") == []


@given(ENTRIES)
def test_the_entries_of_a_file_are_found_where_all_were_of_that_state_of_it(entries: list[Entry]) -> None:
    table = EntryTable.of(entries)
    for facts in {FileFacts(one.path, one.size, one.mtime_ns, one.sample) for one in entries}:
        of_path = table.of_path(facts.path)
        same = all((one.size, one.mtime_ns, one.sample) == facts[1:] for one in of_path)
        assert table.of_file(facts) == (of_path if same else [])
    assert table.of_file(FileFacts("/none", 1, 1, sample=False)) == []


@given(ENTRIES)
def test_rows_are_places_in_the_order(entries: list[Entry]) -> None:
    assert dict(EntryTable.of(entries).rows) == {one.id: row for row, one in enumerate(entries)}


@given(ENTRIES, st.booleans())
def test_the_entries_of_records_are_found_by_their_digests(entries: list[Entry], sample: bool) -> None:
    found = EntryTable.of(entries).by_record("/b.jsonl", sample=sample)
    wanted = [one for one in entries if one.path == "/b.jsonl" and one.sample is sample and one.raw]
    assert found == {one.raw: one for one in wanted}
    assert len(found) == len(wanted)


@given(ENTRIES)
def test_the_entries_outside_some_files_are_those_of_all_others(entries: list[Entry]) -> None:
    outside = EntryTable.of(entries).outside({"/a"})
    assert outside == {one.id: one for one in entries if one.path != "/a"}
    assert outside.has_samples() == any(one.sample for one in outside.values())


@given(ENTRIES)
def test_a_table_is_read_as_it_was_written(entries: list[Entry]) -> None:
    table = EntryTable.of(entries)
    again = EntryTable.from_values(table.to_values())
    assert (again, list(again)) == (table, list(table))


def test_the_first_release_of_an_id_holds_it() -> None:
    kept, first, second = entry("a", "/kept"), entry("b", "/one"), entry("b", "/two")
    table = EntryTable.of([kept])
    builder = EntryTableBuilder(table)
    assert builder.claim(entry("a", "/one")) == kept
    assert builder.claim(first) is None
    assert builder.claim(second) == first
    assert builder.finish([], ()) == {"a": kept, "b": first}
    assert table == {"a": kept}


def test_broken_and_unread_files_are_read_again_the_next_time() -> None:
    builder = EntryTableBuilder()
    for read in (entry("a", "/sound"), entry("b", "/broken")):
        builder.claim(read)
    entries = builder.finish([entry("a", "/unread"), entry("c", "/unread")], {"/broken"})
    assert [(row.id, row.path, row.mtime_ns) for row in entries.values()] == [
        ("a", "/sound", 5),
        ("b", "/broken", UNSURE),
        ("c", "/unread", UNSURE),
    ]


def test_what_is_no_digest_is_refused() -> None:
    for digest in ("0a" * 15, "0a" * 17, "x" * 32):
        with pytest.raises(ValueError, match=r"digest|hexadecimal"):
            EntryTable.of([entry("a", hash=digest)])
