import pickle
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.entries import Entry, EntryTable
from index.manifest import FaultRow, Manifest
from index.unread import Fault, KeptReleases, Protection, protect
from search.errors import BadRelease

PATHS = ["/a.jsonl", "/b.jsonl", "/c.jsonl.gz"]
NAMES = "abcdefghij"
DIGESTS = ["00", "01", "02"]


def entry(name: str, path: str, line: int) -> Entry:
    digest = name.encode().hex().zfill(32)
    return Entry(name, path, line, size=9, mtime_ns=5, sample=False, hash=digest, first_seen=1, changed=1)


def held(entries: Iterable[Entry], faults: Mapping[str, tuple[FaultRow, ...]] | None = None) -> Manifest:
    return Manifest((), EntryTable.of(entries), dict(faults or {}))


def entries_of(places: dict[str, str]) -> EntryTable:
    """Entries by id, in the files given for them, a line after the other."""
    lines: Counter[str] = Counter()
    found = []
    for name, path in places.items():
        lines[path] += 1
        found.append(entry(name, path, lines[path]))
    return EntryTable.of(found)


ENTRIES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(PATHS)).map(entries_of)
ROWS = st.builds(FaultRow, st.sampled_from(DIGESTS), st.sampled_from(NAMES) | st.none())
OLD = st.builds(
    lambda entries, faults: held(entries.values(), faults),
    ENTRIES,
    st.dictionaries(st.sampled_from(PATHS), st.lists(ROWS, min_size=1, max_size=3).map(tuple)),
)
RECORD = st.builds(
    Fault,
    st.sampled_from(PATHS),
    st.integers(1, 12),
    st.sampled_from(NAMES) | st.none(),
    st.sampled_from(DIGESTS) | st.none(),
)
TORN = st.builds(Fault, st.sampled_from(PATHS), st.just(50), torn=st.just(True), rewritten=st.booleans())
FAULTS = st.lists(RECORD | TORN, max_size=8, unique_by=lambda fault: (fault.path, fault.line))
RECORDS = st.lists(RECORD, max_size=8, unique_by=lambda fault: (fault.path, fault.line))


def ids(protection: Protection) -> list[str]:
    return [name for file in protection.kept for name in file.ids]


@given(OLD, ENTRIES, FAULTS)
def test_what_a_fault_names_stays_and_only_the_unread_do_each_once(
    old: Manifest, seen: EntryTable, faults: list[Fault]
) -> None:
    kept = ids(protect(old, seen, faults))
    unread = old.entries.keys() - seen.keys()
    assert {fault.id for fault in faults} & unread <= set(kept) <= unread
    assert len(set(kept)) == len(kept)


@given(OLD, ENTRIES, RECORDS)
def test_no_more_stay_of_a_file_than_faults_that_cannot_tell_and_those_named(
    old: Manifest, seen: EntryTable, faults: list[Fault]
) -> None:
    for file in protect(old, seen, faults).kept:
        here = [fault for fault in faults if fault.path == file.path]
        named = {fault.id for fault in here} - {None}
        assert len(set(file.ids) - named) <= sum(fault.id is None for fault in here)
        assert all(old.entries[name].path == file.path for name in set(file.ids) - named)


@given(OLD, ENTRIES, RECORDS)
def test_as_many_stay_as_new_faults_that_cannot_tell_or_all_where_there_are_fewer(
    old: Manifest, seen: EntryTable, faults: list[Fault]
) -> None:
    kept = set(ids(protect(replace(old, faults={}), seen, faults)))
    named = {fault.id for fault in faults}
    for path in PATHS:
        unread = {
            name for name, each in old.entries.items() if each.path == path and name not in seen and name not in named
        }
        untold = sum(fault.path == path and fault.id is None for fault in faults)
        assert len(kept & unread) == min(untold, len(unread))


@given(OLD, ENTRIES, FAULTS)
def test_a_torn_file_keeps_all_and_a_rewritten_one_no_more_than_it_held(
    old: Manifest, seen: EntryTable, faults: list[Fault]
) -> None:
    kept = set(ids(protect(old, seen, faults)))
    for fault in faults:
        if not fault.torn:
            continue
        held = {name for name, each in old.entries.items() if each.path == fault.path}
        if not fault.rewritten:
            assert held - seen.keys() <= kept
            continue
        here = [other for other in faults if other.path == fault.path and not other.torn]
        now = sum(each.path == fault.path for each in seen.values())
        assert len(held & kept) <= max(len(held) - now, len(here) + len({other.id for other in faults}))


@given(OLD, ENTRIES, FAULTS, st.data())
def test_neither_the_order_of_faults_nor_that_of_reading_changes_anything(
    old: Manifest, seen: EntryTable, faults: list[Fault], data: st.DataObject
) -> None:
    mixed = replace(old, entries=EntryTable.of(data.draw(st.permutations(list(old.entries.values())))))
    seen_mixed = EntryTable.of(data.draw(st.permutations(list(seen.values()))))
    assert protect(mixed, seen_mixed, data.draw(st.permutations(faults))) == protect(old, seen, faults)


@given(OLD, ENTRIES, RECORDS)
def test_a_second_run_over_the_same_keeps_the_same_with_what_the_first_noted_and_without(
    old: Manifest, seen: EntryTable, faults: list[Fault]
) -> None:
    first = protect(old, seen, faults)
    kept = set(ids(first))
    # the first run was published, or found nothing to publish
    stayed = [each for name, each in old.entries.items() if name in kept]
    after = held([*seen.values(), *stayed], first.rows)
    assert protect(after, seen, faults) == first
    assert protect(old, seen, faults) == first


@given(OLD, ENTRIES, RECORDS, st.sets(st.sampled_from(NAMES)))
def test_faults_that_were_there_before_keep_nothing_that_is_withdrawn_later(
    old: Manifest, seen: EntryTable, faults: list[Fault], withdrawn: set[str]
) -> None:
    faults = [replace(fault, digest=fault.digest or "03") for fault in faults]
    first = protect(old, seen, faults)
    kept = set(ids(first))
    stayed = [each for name, each in old.entries.items() if name in kept]
    after = held([*seen.values(), *stayed], first.rows)
    left = EntryTable.of(each for name, each in seen.items() if name not in withdrawn)
    named = {fault.id for fault in faults}
    assert set(ids(protect(after, left, faults))) <= kept | named


def kept_of(before: str, now: str) -> tuple[str, ...]:
    """The ids that stay when the lines of a file are other ones; a `#` is a broken line."""
    path = PATHS[0]
    old = held(entry(name, path, line) for line, name in enumerate(before, 1) if name != "#")
    seen = EntryTable.of(entry(name, path, line) for line, name in enumerate(now, 1) if name != "#")
    faults = [Fault(path, line, digest=f"{line}") for line, name in enumerate(now, 1) if name == "#"]
    return tuple(ids(protect(old, seen, faults)))


def test_of_many_the_one_stays_that_stood_where_the_fault_stands() -> None:
    assert kept_of("abcdefgh", "cd#fgh") == ("e",)
    assert kept_of("abcdefghij", "defgh#j") == ("i",)
    assert kept_of("abcdef", "a##d") == ("b", "c")
    assert kept_of("abcdef", "#def") == ("a",)
    assert kept_of("abcdef", "abc#") == ("d",)
    assert kept_of("abc", "###") == ("a", "b", "c")
    assert kept_of("abc", "####") == ("a", "b", "c")


def test_of_two_as_near_the_earlier_one_stays() -> None:
    path = PATHS[0]
    old = held([entry("a", path, 1), entry("c", path, 3)])
    assert ids(protect(old, EntryTable(), [Fault(path, 2)])) == ["a"]


def test_of_faults_alike_the_one_that_is_left_stands_for_what_one_of_them_stood_for() -> None:
    path = PATHS[0]
    rows = (FaultRow("00", None), FaultRow("00", "b"))
    old = held([entry("a", path, 1), entry("b", path, 2)], {path: rows})
    assert protect(old, EntryTable(), [Fault(path, 3, digest="00")]).kept == (KeptReleases(path, ("b",)),)


def test_the_upper_fault_chooses_first_in_whatever_order_they_come() -> None:
    path = PATHS[0]
    old = held([entry("a", path, 1), entry("b", path, 5)])
    faults = [Fault(path, 3, digest="lower"), Fault(path, 2, digest="upper")]
    assert protect(old, EntryTable(), faults).rows == {path: (FaultRow("lower", "b"), FaultRow("upper", "a"))}


def test_faults_of_the_same_bytes_are_counted() -> None:
    path = PATHS[0]
    old = held([entry("a", path, 1), entry("b", path, 2)], {path: (FaultRow("00", None),)})
    one, other = Fault(path, 3, digest="00"), Fault(path, 4, digest="00")
    assert protect(old, EntryTable(), [one]) == Protection((), {path: (FaultRow("00", None),)})
    assert protect(old, EntryTable(), [one, other]).kept == (KeptReleases(path, ("b",)),)


def test_a_torn_file_carries_what_was_known_of_its_faults_and_learns_nothing() -> None:
    path = PATHS[0]
    rows = (FaultRow("00", None), FaultRow("01", "b"))
    old = held([entry("a", path, 1), entry("b", path, 2)], {path: rows})
    found = protect(old, EntryTable(), [Fault(path, 1, digest="02"), Fault(path, 2, torn=True)])
    assert found == Protection((KeptReleases(path, ("a", "b")),), {path: rows})


def test_of_a_file_rewritten_while_it_was_read_the_end_stays() -> None:
    path = PATHS[0]
    old = held(entry(name, path, line) for line, name in enumerate("abcde", 1))
    seen = EntryTable.of(entry(name, path, line) for line, name in enumerate("xyz", 1))
    assert ids(protect(old, seen, [Fault(path, 4, torn=True, rewritten=True)])) == ["d", "e"]
    assert ids(protect(old, seen, [Fault(path, 4, torn=True)])) == ["a", "b", "c", "d", "e"]


def test_a_release_named_in_another_file_is_kept_by_that_one() -> None:
    old = held([entry("a", PATHS[0], 1)])
    assert protect(old, EntryTable(), [Fault(PATHS[1], 1, "a")]).kept == (KeptReleases(PATHS[1], ("a",)),)
    both = [Fault(PATHS[1], 1, "a"), Fault(PATHS[0], 1, torn=True)]
    assert protect(old, EntryTable(), both).kept == (KeptReleases(PATHS[1], ("a",)),)


def test_what_a_reader_tells_comes_whole_out_of_another_process() -> None:
    for error in (BadRelease("/a.jsonl", 3, "why", id="a", digest="00"), BadRelease("/a.jsonl", 3, "why", torn=True)):
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), Fault.of(again)) == (str(error), Fault.of(error))


def test_a_fault_is_what_a_reader_tells() -> None:
    error = BadRelease("/a.jsonl", 3, "why", id="a", digest="00")
    assert Fault.of(error) == Fault("/a.jsonl", 3, "a", "00")
    torn = BadRelease("/a.jsonl", 3, "why", torn=True)
    assert Fault.of(torn, rewritten=True) == Fault("/a.jsonl", 3, torn=True, rewritten=True)
