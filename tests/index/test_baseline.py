import pytest

from index.baseline import Baseline
from index.manifest import UNSURE, Entry, Manifest
from index.readers.walk import CorpusFile

FILE = CorpusFile("/a.jsonl", size=10, mtime_ns=7, sample=False)
FIRST = Entry("one", "/a.jsonl", 1, 10, 7, sample=False, hash="x", first_seen=100, changed=200)
SECOND = Entry("two", "/a.jsonl", 2, 10, 7, sample=False, hash="y", first_seen=100, changed=100)
MANIFEST = Manifest((), {"one": FIRST, "two": SECOND})
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
    assert BASELINE.held_hashes() == {"x", "y"}
    assert not Baseline(Manifest(), MANIFEST, started=300).held_hashes()


def test_a_release_keeps_the_moments_it_had_while_it_was_live_and_says_the_same() -> None:
    assert BASELINE.moments("one", "x") == (100, 200)
    assert BASELINE.moments("one", "other") == (100, 300)
    assert BASELINE.moments("three", "x") == (300, 300)
    assert Baseline(MANIFEST, Manifest(), started=300).moments("one", "x") == (300, 300)
