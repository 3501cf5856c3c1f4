from dataclasses import replace

import pytest

from index.baseline import Baseline
from index.entries import UNSURE, Entry, EntryTable
from index.manifest import Manifest
from index.readers.walk import CorpusFile
from index.twins.merger import Merge

FILE = CorpusFile("/a.jsonl", size=10, mtime_ns=7, sample=False)
FIRST = Entry("one", "/a.jsonl", 1, 10, 7, sample=False, hash="0a" * 16, first_seen=100, changed=200)
SECOND = Entry("two", "/a.jsonl", 2, 10, 7, sample=False, hash="0b" * 16, first_seen=100, changed=100)
MANIFEST = Manifest((), EntryTable.of([FIRST, SECOND]))
BASELINE = Baseline(MANIFEST, MANIFEST, started=300)


def test_a_file_of_the_same_size_and_time_is_unchanged() -> None:
    assert list(BASELINE.unchanged(FILE)) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "file",
    [
        CorpusFile("/b.jsonl", 10, 7, sample=False),
        CorpusFile("/a.jsonl", 11, 7, sample=False),
        CorpusFile("/a.jsonl", 10, 8, sample=False),
        CorpusFile("/a.jsonl", 10, 7, sample=True),
        CorpusFile("/a.jsonl", 10, UNSURE, sample=False),
    ],
)
def test_any_other_file_must_be_read(file: CorpusFile) -> None:
    assert not BASELINE.unchanged(file)


def test_what_a_draft_holds_is_told_by_content() -> None:
    assert BASELINE.held_hashes() == {FIRST.hash, SECOND.hash}
    assert not Baseline(Manifest(), MANIFEST, started=300).held_hashes()


def test_a_release_keeps_the_moments_it_had_while_it_was_live_and_says_the_same() -> None:
    assert BASELINE.moments("one", FIRST.hash) == (100, 200)
    assert BASELINE.moments("one", "other") == (100, 300)
    assert BASELINE.moments("three", FIRST.hash) == (300, 300)
    assert Baseline(MANIFEST, Manifest(), started=300).moments("one", FIRST.hash) == (300, 300)


def test_a_release_that_the_draft_holds_keeps_its_moments_unless_it_was_live_as_another_one() -> None:
    assert BASELINE.moments_of(FIRST) == (100, 200)
    assert Baseline(MANIFEST, Manifest(), started=300).moments_of(FIRST) == (300, 300)
    merged = replace(MANIFEST, merges={"one": Merge(("one", "two"), "", "0c" * 16)})
    assert Baseline(merged, merged, started=300).moments_of(FIRST) == (100, 300)
