"""The corpus reader by itself; `test_run` reads whole corpora over and over."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from index.baseline import Baseline
from index.corpus_reader import CorpusReader
from index.entries import UNSURE, Entry, EntryTable
from index.manifest import Manifest
from index.progress import Progress
from index.readers import Rules
from index.readers.walk import CorpusFiles, find_files
from search.errors import BadRelease
from tests.index.conftest import TAGGER, TODAY
from tests.index.fake import FakeDraft, FakeStore

Put = Callable[..., Path]


def reader(drafted: Manifest = Manifest(), *, strict: bool = False, checksum: bool = False) -> CorpusReader:  # noqa: B008  # frozen
    baseline = Baseline(drafted, drafted, started=100)
    return CorpusReader(baseline, TAGGER, Rules(TODAY), Progress(io.StringIO()), strict=strict, checksum=checksum)


def drafting(store: FakeStore) -> FakeDraft:
    return store.begin(None, samples=False, paths=())


def read(fake: FakeStore, corpus: Path) -> Manifest:
    return Manifest((), reader().read_into(drafting(fake), find_files([str(corpus)])).entries)


def test_entries_are_of_all_releases_and_the_draft_gets_those_that_changed(fake: FakeStore, put: Put) -> None:
    corpus = put(a_txt="Bojxona", b_txt="Savdo")
    drafted = read(fake, corpus)
    fake.busy = False
    put(b_txt="Savdo oʻsdi")
    draft = drafting(fake)
    result = reader(drafted).read_into(draft, find_files([str(corpus)]))
    assert result.entries.keys() == {"a", "b"}
    assert draft.contents.keys() == {"b"}
    assert result.entries["a"] == drafted.entries["a"]


def test_a_checksum_reads_what_looks_the_same(fake: FakeStore, put: Put) -> None:
    corpus = put(a_txt="Bojxona")
    entry = read(fake, corpus).entries["a"]
    fake.busy = False
    draft = drafting(fake)
    drafted = Manifest((), EntryTable.of([entry._replace(hash="0a" * 16)]))
    files = find_files([str(corpus)])
    assert reader(drafted).read_into(draft, files).entries["a"].hash == "0a" * 16
    assert reader(drafted, checksum=True).read_into(draft, files).entries["a"].hash == entry.hash
    assert draft.contents.keys() == {"a"}


def test_a_second_release_of_an_id_is_skipped_and_its_file_read_again(fake: FakeStore, put: Put) -> None:
    corpus = put(a__1_txt="Bojxona", b__1_txt="Savdo")
    result = reader().read_into(drafting(fake), find_files([str(corpus)]))
    assert result.entries["1"].path.endswith("a/1.txt")
    assert result.entries["1"].mtime_ns != UNSURE
    (fault,) = result.skipped
    assert fault.path.endswith("b/1.txt")
    assert "already that of" in fault.reason


def test_what_a_broken_file_held_stays_and_is_read_the_next_time(fake: FakeStore, put: Put) -> None:
    corpus = put(a_jsonl='{"id": "1", "title": "Bojxona"}\n{"id": "2", "title": "Savdo"}\n')
    drafted = read(fake, corpus)
    fake.busy = False
    put(a_jsonl='{"id": "1", "title": "Bojxona"}\n{"id"\n')
    result = reader(drafted).read_into(drafting(fake), find_files([str(corpus)]))
    assert [(entry.id, entry.mtime_ns) for entry in result.entries.values()] == [("1", UNSURE), ("2", UNSURE)]


def test_kept_entries_hold_their_ids_and_the_unread_stay_where_that_is_asked(fake: FakeStore, put: Put) -> None:
    kept = Entry("a", "/elsewhere/a.txt", 0, 1, 1, sample=False, hash="0a" * 16, first_seen=1, changed=1)
    unread = kept._replace(id="b", path="/elsewhere/b.txt")
    files = find_files([str(put(a_txt="Bojxona"))])
    corpus_reader = reader(Manifest((), EntryTable.of([kept, unread])))
    draft = drafting(fake)
    result = corpus_reader.read_into(draft, files, kept=EntryTable.of([kept]), keep_unread=True)
    assert result.entries == {"a": kept, "b": unread._replace(mtime_ns=UNSURE)}
    assert [fault.path for fault in result.skipped] == [files.files[0].path]
    assert corpus_reader.read_into(draft, files, kept=EntryTable.of([kept])).entries == {"a": kept}


def test_a_strict_reader_raises_the_first_fault(fake: FakeStore, put: Put) -> None:
    corpus = put(a_txt=b"\xff", b_txt="Savdo")
    with pytest.raises(BadRelease, match=r"a\.txt"):
        reader(strict=True).read_into(drafting(fake), find_files([str(corpus)]))
    fake.busy = False
    with pytest.raises(BadRelease, match="its name is not UTF-8"):
        reader(strict=True).read_into(drafting(fake), CorpusFiles((), (), ("\\xff.txt",)))
