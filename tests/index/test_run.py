import gzip
import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import part_reader, readers
from index.manifest import Manifest
from index.readers import RawRecord, Rules, read_record
from index.readers.open_file import open_unpacked
from search.errors import BadCorpus, BadRelease, RemovalRefused, WriterBusy
from tests.index.conftest import Reindex, reindex_into
from tests.index.fake import FakeStore

Put = Callable[..., Path]


def lines(*titles: str) -> str:
    return "".join(json.dumps({"id": title, "title": f"Sarlavha {title}"}) + "\n" for title in titles)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []

    def noted(path: Path) -> AbstractContextManager[tuple[IO[bytes], IO[bytes]]]:
        names.append(path.name)
        return open_unpacked(path)

    monkeypatch.setattr(readers, "open_unpacked", noted)
    return names


def test_a_first_run_publishes_all(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="Bojxona", b_jsonl=lines("x", "y"), c_pdf="")
    report = reindex(corpus)
    assert report.published
    assert (report.documents, len(report.difference.added), len(report.ignored)) == (3, 3, 1)
    assert report.generation == fake.live()
    assert report.paths == (str(corpus),)
    assert set(fake.held()) == {"a", "x", "y"}
    assert fake.held()["a"].sectors == ("bojxona",)


def test_without_paths_the_default_is_taken_and_then_the_recorded_ones(
    fake: FakeStore, put: Put, reindex: Reindex, tmp_path: Path
) -> None:
    put(a_txt="A", b__c_txt="C")
    assert reindex().documents == 2
    reindex(tmp_path / "releases" / "b")
    assert set(fake.held()) == {"c"}
    put(b__d_txt="D")
    assert reindex().documents == 2
    assert fake.list()[0].paths == (str(tmp_path / "releases" / "b"),)


def test_a_run_that_changes_nothing_publishes_nothing(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="A")
    reindex(corpus)
    report = reindex()
    assert not report.published
    assert (report.generation, len(report.difference.same)) == (fake.live(), 1)
    assert len(fake.list()) == 1


def test_only_what_changed_is_read_and_written(fake: FakeStore, put: Put, reindex: Reindex, opened: list[str]) -> None:
    reindex(put(a_txt="A", b_txt="B", c_jsonl=lines("x", "y"), d_jsonl=lines("z")))
    opened.clear()
    put(b_txt="Boshqa", d_jsonl=lines("z", "w"))
    report = reindex()
    assert sorted(opened) == ["b.txt", "d.jsonl"]  # files of one release are read together
    change = report.difference
    assert (change.added, change.changed, change.removed) == (("w",), ("b",), ())
    assert set(change.same) == {"a", "x", "y", "z"}
    assert fake.held()["b"].title == "Boshqa"


def test_a_touched_file_is_read_and_found_the_same(put: Put, reindex: Reindex, opened: list[str]) -> None:
    reindex(put(a_txt="A"))
    opened.clear()
    put(a_txt="A")
    assert not reindex().published
    assert opened == ["a.txt"]


def test_checksum_reads_also_what_looks_unchanged(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="A")
    reindex(corpus)
    facts = (corpus / "a.txt").stat()
    (corpus / "a.txt").write_text("B", encoding="utf-8")
    os.utime(corpus / "a.txt", ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert not reindex().published
    assert reindex(checksum=True).difference.changed == ("a",)
    assert fake.held()["a"].title == "B"


def test_a_full_run_reads_and_publishes_all(put: Put, reindex: Reindex, opened: list[str]) -> None:
    reindex(put(a_txt="A", b_txt="B"))
    opened.clear()
    report = reindex(full=True)
    assert report.published
    assert opened == ["a.txt", "b.txt"]
    assert len(report.difference.same) == 2


def test_what_is_gone_is_removed(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="A", b_jsonl=lines("x", "y"))
    reindex(corpus)
    (corpus / "a.txt").unlink()
    put(b_jsonl=lines("y"))
    assert set(reindex().difference.removed) == {"a", "x"}
    assert set(fake.held()) == {"y"}


def test_the_paths_given_are_the_whole_corpus(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a__1_txt="A", b__2_txt="B")
    reindex(corpus / "a", corpus / "b")
    assert reindex(corpus / "b").difference.removed == ("1",)
    assert set(fake.held()) == {"2"}


def test_other_paths_to_the_same_releases_are_recorded(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a__1_txt="A")
    reindex(corpus)
    report = reindex(corpus / "a")
    assert report.published
    assert len(report.difference.same) == 1
    assert fake.list()[0].paths == (str(corpus / "a"),)


def test_add_adds_a_path_and_removes_nothing(fake: FakeStore, put: Put, reindex: Reindex, opened: list[str]) -> None:
    corpus = put(a__1_txt="A", a__2_txt="B", b__3_txt="C", b__4_txt="D")
    reindex(corpus / "a")
    (corpus / "a" / "1.txt").unlink()
    opened.clear()
    report = reindex(add=corpus / "b")
    assert opened == ["3.txt", "4.txt"]
    assert report.difference.removed == ()
    assert set(fake.held()) == {"1", "2", "3", "4"}
    assert report.paths == (str(corpus / "a"), str(corpus / "b"))
    (corpus / "b" / "3.txt").unlink()
    assert reindex(add=corpus / "b").difference.removed == ()
    assert set(reindex().difference.removed) == {"1", "3"}


def test_add_to_nothing_is_the_whole_corpus(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a__1_txt="A", b__2_txt="B")
    assert reindex(add=corpus / "a").documents == 1
    assert fake.list()[0].paths == (str(corpus / "a"),)


def test_add_after_a_new_version_builds_the_recorded_paths_too(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a__1_txt="A", b__2_txt="B")
    reindex(corpus / "a")
    fake.fingerprint = "two"
    reindex(add=corpus / "b")
    assert set(fake.held()) == {"1", "2"}


def test_a_new_version_builds_from_the_recorded_paths(
    fake: FakeStore, put: Put, reindex: Reindex, opened: list[str]
) -> None:
    corpus = put(a__1_txt="A", b__2_txt="B")
    reindex(corpus / "a")
    opened.clear()
    fake.fingerprint = "two"
    report = reindex()
    assert opened == ["1.txt"]
    assert report.published
    assert (report.difference.same, report.difference.added) == (("1",), ())
    assert {each.fingerprint for each in fake.list()} == {"one", "two"}


def test_a_missing_path_is_an_error_and_nothing_happens(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="A")
    reindex(corpus)
    before = fake.list()
    for paths in ((corpus / "gone",), (corpus, corpus / "gone")):
        with pytest.raises(BadCorpus, match="gone"):
            reindex(*paths)
    with pytest.raises(BadCorpus, match="gone"):
        reindex(add=corpus / "gone")
    assert fake.list() == before
    assert fake.drafts == 1


@pytest.mark.parametrize("full", [False, True])
def test_a_run_that_would_remove_too_much_is_refused(fake: FakeStore, put: Put, reindex: Reindex, full: bool) -> None:
    corpus = put(a_txt="A", b_jsonl=lines(*map(str, range(20))))
    reindex(corpus)
    before = fake.live()
    with pytest.raises(RemovalRefused) as error:
        reindex(corpus / "a.txt", full=full)
    assert len(error.value.ids) == 20
    assert (fake.live(), fake.busy) == (before, False)
    assert reindex(corpus / "a.txt", full=full, allow_removals=True).published
    assert set(fake.held()) == {"a"}


def test_a_new_version_may_not_remove_more_either(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="A", b_jsonl=lines(*map(str, range(20))))
    reindex(corpus)
    fake.fingerprint = "two"
    with pytest.raises(RemovalRefused):
        reindex(corpus / "a.txt")


def test_what_is_broken_is_skipped_and_named_every_time(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="A", b_txt=b"\xff", c_jsonl=lines("x") + "{\n" + lines("y"))
    for _ in range(2):
        report = reindex(corpus)
        assert [(Path(fault.path).name, fault.line) for fault in report.skipped] == [("b.txt", 0), ("c.jsonl", 2)]
        assert set(fake.held()) == {"a", "x", "y"}
    assert len(fake.list()) == 1


def test_what_was_indexed_and_is_now_broken_stays_as_it_was(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="A", b_jsonl=lines("x", "y"), c_jsonl_gz=gzip.compress(lines("z", "w").encode()))
    reindex(corpus)
    before = fake.held()
    put(a_txt=b"\xff", b_jsonl=lines("x") + "{", c_jsonl_gz=gzip.compress(b"{}")[:8])
    report = reindex(corpus)
    assert (len(report.skipped), report.difference.removed, report.published) == (3, (), False)
    assert fake.held() == before
    put(a_txt="Yangi", b_jsonl=lines("x"), c_jsonl_gz=gzip.compress(lines("z").encode()))
    report = reindex(corpus)
    assert (report.difference.changed, set(report.difference.removed)) == (("a",), {"y", "w"})


def test_strict_stops_at_the_first_broken_one_and_publishes_nothing(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a_txt="A")
    reindex(corpus)
    put(b_txt=b"\xff", c_txt="C")
    with pytest.raises(BadRelease, match=r"b\.txt"):
        reindex(strict=True)
    assert (set(fake.held()), fake.busy) == ({"a"}, False)
    assert reindex().documents == 2


def test_of_two_releases_with_one_id_the_first_stands_and_the_other_is_named(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a__1_txt="Birinchi", b__1_txt="Ikkinchi", c_jsonl=lines("x") + '{"id": "x", "title": "Boshqa"}\n')
    for _ in range(2):
        report = reindex(corpus)
        assert [fault.line for fault in report.skipped] == [0, 2]
        assert str(corpus / "a" / "1.txt") in report.skipped[0].reason
        assert fake.held()["1"].title == "Birinchi"
    (corpus / "a" / "1.txt").unlink()
    assert reindex().difference.changed == ("1",)
    assert fake.held()["1"].title == "Ikkinchi"


def test_an_added_release_does_not_take_the_place_of_another(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(b__1_txt="Birinchi", a__1_txt="Ikkinchi")
    reindex(corpus / "b")
    report = reindex(add=corpus / "a")
    assert len(report.skipped) == 1
    assert fake.held()["1"].title == "Birinchi"


def test_nothing_usable_publishes_nothing_and_what_is_live_stays(
    fake: FakeStore, put: Put, reindex: Reindex, tmp_path: Path
) -> None:
    corpus = put(a_txt="A", **{f"b__{n}_txt": "B" for n in range(20)})
    empty = tmp_path / "empty"
    empty.mkdir()
    report = reindex(empty)
    assert (report.documents, report.published, report.generation) == (0, False, None)
    reindex(corpus)
    report = reindex(empty)
    assert (report.documents, report.published, report.generation) == (0, False, fake.live())
    assert fake.live() is not None


def test_samples_are_marked_and_a_marker_that_comes_or_goes_is_seen(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a_txt="A", NAMUNA="namunalar")
    reindex(corpus)
    assert fake.held()["a"].sample
    assert fake.list()[0].samples
    (corpus / "NAMUNA").unlink()
    assert reindex().published
    assert not fake.held()["a"].sample
    assert not fake.list()[0].samples


def test_samples_that_stay_beside_an_added_path_are_still_said(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a__1_txt="A", a__NAMUNA="namunalar", b__2_txt="B")
    reindex(corpus / "a")
    reindex(add=corpus / "b")
    assert fake.list()[0].samples
    assert [fake.held()[name].sample for name in "12"] == [True, False]


def test_warnings_come_with_the_report(put: Put, reindex: Reindex) -> None:
    report = reindex(put(a_txt="---\nsectors: dengiz, fan\n---\nSarlavha shu\n\nMatn."))
    assert [(warning.kind, warning.text) for warning in report.warnings] == [("unknown-sector", "dengiz")]


def test_a_busy_writer_is_said(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    fake.busy = True
    with pytest.raises(WriterBusy):
        reindex(put(a_txt="A"))


def test_a_run_that_waited_for_another_starts_anew_from_what_that_one_published(
    fake: FakeStore, put: Put, reindex: Reindex, tmp_path: Path
) -> None:
    corpus = put(a_txt="A")

    def other_run() -> None:
        fake.before_begin = lambda: None
        reindex_into(fake, tmp_path)(corpus)

    fake.before_begin = other_run
    assert not reindex(corpus).published
    assert len(fake.list()) == 1


def test_an_error_in_the_middle_leaves_what_is_live(
    fake: FakeStore, put: Put, reindex: Reindex, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = put(a_txt="A")
    reindex(corpus)
    put(b_txt="B")

    def broken(path: str, name: str) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(part_reader, "record_of_file", broken)
    with pytest.raises(RuntimeError):
        reindex()
    assert (set(fake.held()), fake.busy) == ({"a"}, False)


def test_lines_that_are_as_they_were_are_not_parsed_again_and_told_the_same(
    put: Put, reindex: Reindex, fake: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def line(release_id: str, **values: str) -> str:
        return json.dumps({"id": release_id, "title": f"Bojxona xabari {release_id}"} | values) + "\n"

    odd = [line("2", title="Ikki soʻz"), line("3", date="2026-02-30"), line("4", title="Bojxona xabari 1")]
    corpus = put(a_jsonl=line("1") + "".join(odd) + line("5"))
    first = reindex(corpus)
    assert [warning.kind for warning in first.warnings] == ["short", "unusable-date", "same-content"]
    parsed: list[str] = []

    def noted(record: RawRecord, rules: Rules) -> object:
        parsed.append(record.data.decode())
        return read_record(record, rules)

    monkeypatch.setattr(part_reader, "read_record", noted)
    put(a_jsonl=line("6") + line("1") + "".join(odd) + line("5", body="Endi matni ham bor."))
    report = reindex()
    assert [json.loads(text)["id"] for text in parsed] == ["6", "5"]
    assert (report.difference.added, report.difference.changed) == (("6",), ("5",))
    assert [(warning.kind, warning.line) for warning in report.warnings] == [
        (warning.kind, warning.line + 1) for warning in first.warnings
    ]
    assert set(fake.held()) == set("123456")
    entries = Manifest.from_json(fake.manifest(fake.list()[0])).entries
    assert [entries[name].line for name in "612345"] == [1, 2, 3, 4, 5, 6]


TITLES = st.lists(st.sampled_from("xyz"), max_size=3)
EDIT = st.one_of(
    st.tuples(st.sampled_from(["a_txt", "b__a_txt", "b__c_txt"]), st.sampled_from(["A", "B", "---\n", None])),
    st.tuples(
        st.sampled_from(["a_jsonl", "b__d_ndjson"]),
        st.builds(lambda titles, rest: lines(*titles) + rest, TITLES, st.sampled_from(["", "{\n"])) | st.none(),
    ),
)


def test_what_a_run_is_told_is_remembered_also_where_nothing_changes_by_it(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    reindex(put(a_txt="A"))
    assert reindex(include_future=True).published
    assert not reindex(include_future=True).published
    put(b_txt="---\ndate: 2030-01-01\n---\nErtaga\n")
    assert reindex().difference.added == ("b",)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rounds=st.lists(st.lists(EDIT, max_size=3), max_size=5))
def test_a_row_of_small_runs_ends_where_one_full_run_does(
    rounds: list[list[tuple[str, str | None]]], put: Put, corpus: Path
) -> None:
    for path in sorted(corpus.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    small = FakeStore()
    put(start_txt="Boshi")
    reindex_into(small, corpus)(corpus)
    for edits in rounds:
        for name, text in edits:
            if text is None:
                (corpus / name.replace("__", "/").replace("_", ".")).unlink(missing_ok=True)
            else:
                put(**{name: text})
        report = reindex_into(small, corpus)()
    live = small.live()
    assert live is not None
    assert Manifest.from_json(small.manifest(live)).entries.keys() == small.held().keys()
    full = FakeStore()
    whole = reindex_into(full, corpus)(corpus)
    held = small.held()
    if rounds:
        assert report.documents == len(held) or not report.published
        assert [str(fault) for fault in report.skipped] == [str(fault) for fault in whole.skipped]
    # what a fault may stand for stays; everything else is as if built anew
    ours, theirs = (
        {name: release.with_(first_seen=0, changed=0) for name, release in each.items()} for each in (held, full.held())
    )
    assert {name: ours[name] for name in theirs} == theirs
    assert len(ours) - len(theirs) <= len(whole.skipped)
