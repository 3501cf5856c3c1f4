"""Runs over files with faults: what is withdrawn goes, what a fault may stand for stays."""

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from index import parts
from index.readers import split_file
from index.run import Report
from search.errors import RemovalRefused
from tests.index.conftest import Reindex
from tests.index.fake import FakeStore

Put = Callable[..., Path]
BROKEN = '{"title"\n'


def line(name: str) -> str:
    return json.dumps({"id": name, "title": f"Sarlavha {name}"}) + "\n"


def lines(names: str) -> str:
    return "".join(map(line, names))


def unnamed(*titles: str) -> str:
    return "".join(json.dumps({"title": title}) + "\n" for title in titles)


def kept(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    return [(Path(each.path).name, each.ids) for each in report.kept]


def test_good_lines_that_are_deleted_go_though_a_line_was_and_is_broken(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a_jsonl=lines("abc") + BROKEN + lines("de"))
    reindex(corpus)
    put(a_jsonl=lines("a") + BROKEN + lines("de"))
    report = reindex()
    assert (set(report.difference.removed), len(report.difference.same)) == ({"b", "c"}, 3)
    assert set(fake.held()) == {"a", "d", "e"}
    assert (len(report.skipped), kept(report)) == (1, [])


def test_a_line_that_broke_since_keeps_one_release_the_one_that_stood_there(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a_jsonl=lines("abcdef"))
    reindex(corpus)
    put(a_jsonl=lines("c") + BROKEN + lines("ef"))  # a and b are withdrawn, d is broken
    report = reindex()
    assert set(report.difference.removed) == {"a", "b"}
    assert kept(report) == [("a.jsonl", ("d",))]
    again = reindex()
    assert (again.published, kept(again)) == (False, [("a.jsonl", ("d",))])
    put(a_jsonl=BROKEN + lines("ef"))  # the same fault still stands for d, and not for c
    report = reindex()
    assert (report.difference.removed, kept(report)) == (("c",), [("a.jsonl", ("d",))])
    put(a_jsonl=lines("def"))
    report = reindex()
    assert (report.difference.removed, report.skipped, kept(report)) == ((), (), [])
    put(a_jsonl=lines("ef"))
    assert reindex().difference.removed == ("d",)


def test_a_kept_release_goes_when_the_fault_is_mended_into_something_else(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a_jsonl=lines("abc"))
    reindex(corpus)
    put(a_jsonl=lines("a") + BROKEN + lines("c"))
    reindex()
    put(a_jsonl=lines("axc"))
    report = reindex()
    assert (report.difference.added, report.difference.removed) == (("x",), ("b",))


def test_a_broken_line_keeps_the_release_that_it_names_and_no_other(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a_jsonl=lines("abcd"), b_jsonl=lines("xy"))
    reindex(corpus)
    put(a_jsonl=lines("a") + '{"id": "d", "title": 5}\n')
    put(b_jsonl='{"id": "y", "title": "uzil')
    report = reindex()
    assert set(report.difference.removed) == {"b", "c", "x"}
    assert kept(report) == [("a.jsonl", ("d",)), ("b.jsonl", ("y",))]
    assert kept(reindex()) == [("a.jsonl", ("d",)), ("b.jsonl", ("y",))]


def test_a_release_that_moved_to_another_file_and_broke_there_stays(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a_jsonl=lines("ab"), b_jsonl=lines("x"))
    reindex(corpus)
    put(a_jsonl=lines("a"), b_jsonl=lines("x") + '{"id": "b", "title": 7}\n')
    report = reindex()
    assert (report.difference.removed, kept(report)) == ((), [("b.jsonl", ("b",))])


def test_a_second_release_of_an_id_keeps_nothing(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_jsonl=lines("abc"))
    reindex(corpus)
    put(a_jsonl=lines("a") + '{"id": "a", "title": "Boshqa sarlavha"}\n')
    report = reindex()
    assert (len(report.skipped), set(report.difference.removed), kept(report)) == (1, {"b", "c"}, [])


def test_a_file_that_is_deleted_keeps_nothing(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_jsonl=lines("ab") + BROKEN, z_txt="Z")
    reindex(corpus)
    (corpus / "a.jsonl").unlink()
    report = reindex()
    assert (set(report.difference.removed), report.skipped, kept(report)) == ({"a", "b"}, (), [])


def test_a_torn_file_keeps_all_that_it_held_until_it_is_whole(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    names = "abcdefghij"
    corpus = put(a_jsonl_gz=gzip.compress(lines(names).encode()), b_jsonl=lines("xyz"))
    reindex(corpus)
    put(a_jsonl_gz=gzip.compress(lines(names).encode())[:-12], b_jsonl=lines("x") + BROKEN)
    report = reindex()
    assert len(report.difference.removed) == 1
    assert set(names) < set(fake.held())
    (file, ids), (other, one) = kept(report)
    assert (file, other, len(one)) == ("a.jsonl.gz", "b.jsonl", 1)
    assert 0 < len(ids) <= len(names)
    put(a_jsonl_gz=gzip.compress(lines("ab").encode()))
    assert set(reindex().difference.removed) == set(names) - {"a", "b"}


def test_a_broken_line_of_a_torn_file_may_stand_for_any_release_when_the_file_is_whole_again(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a_jsonl_gz=gzip.compress(lines("abcd").encode()), z_txt="Boshi")
    reindex(corpus)
    text = (lines("a") + BROKEN + lines("cd")).encode()
    put(a_jsonl_gz=gzip.compress(text, compresslevel=0)[:-60], z_txt="Yangi")
    assert reindex().difference.removed == ()
    put(a_jsonl_gz=gzip.compress(text))
    report = reindex()
    assert (report.difference.removed, kept(report)) == ((), [("a.jsonl.gz", ("b",))])


def test_a_text_file_that_broke_keeps_its_release(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_txt="A", b_txt="B", c_txt="C")
    reindex(corpus)
    (corpus / "c.txt").unlink()
    put(a_txt=b"\xff")
    report = reindex()
    assert (report.difference.removed, kept(report)) == (("c",), [("a.txt", ("a",))])


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl_gz"])
def test_a_file_rewritten_while_it_is_read_does_not_double_the_corpus(
    fake: FakeStore, put: Put, reindex: Reindex, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    def packed(text: str) -> bytes:
        return gzip.compress(text.encode(), compresslevel=0) if suffix.endswith("gz") else text.encode()

    count = 40
    old, new = (unnamed(*(f"{word} sarlavha {number}" for number in range(count))) for word in ("Eski", "Yangi"))
    corpus = put(**{f"a_{suffix}": packed(old)})
    reindex(corpus)

    def half_written(path: str, name: str, columns: Mapping[str, str]) -> object:
        Path(path).write_bytes(packed(new)[:-300])
        yield from split_file(path, name, columns)

    monkeypatch.setattr(parts, "split_file", half_written)
    put(**{f"a_{suffix}": packed(new)})
    report = reindex(allow_removals=True)
    assert len(report.skipped) == 1
    assert len(fake.held()) <= count
    monkeypatch.undo()
    put(**{f"a_{suffix}": packed(new)})
    reindex(allow_removals=True)
    assert len(fake.held()) == count
    assert all(release.title.startswith("Yangi") for release in fake.held().values())


def test_faults_keep_what_they_may_stand_for_also_where_removals_are_allowed(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    names = [f"n{number}" for number in range(30)]
    corpus = put(a_jsonl="".join(map(line, names)))
    reindex(corpus)
    put(a_jsonl=line("n0") + BROKEN)
    with pytest.raises(RemovalRefused) as refused:
        reindex()
    assert len(refused.value.ids) == 28
    report = reindex(allow_removals=True)
    assert kept(report) == [("a.jsonl", ("n1",))]
    assert set(fake.held()) == {"n0", "n1"}


def test_add_removes_nothing_and_the_next_run_what_no_fault_stands_for(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a__a_jsonl=lines("abc") + BROKEN, b__b_jsonl=lines("xyz"))
    reindex(corpus / "a", corpus / "b")
    put(a__a_jsonl=lines("a") + BROKEN, b__b_jsonl=lines("x") + BROKEN)
    report = reindex(add=corpus / "b")
    assert (report.difference.removed, kept(report)) == ((), [("b.jsonl", ("y",))])
    assert set(fake.held()) == set("abcxyz")
    report = reindex()
    assert (set(report.difference.removed), kept(report)) == ({"b", "c", "z"}, [("b.jsonl", ("y",))])


def test_add_of_another_path_does_not_forget_which_faults_stand_for_nothing(
    fake: FakeStore, put: Put, reindex: Reindex
) -> None:
    corpus = put(a__a_jsonl=lines("abc") + BROKEN, b__z_txt="Z")
    reindex(corpus / "a")
    assert reindex(add=corpus / "b").published
    put(a__a_jsonl=lines("a") + BROKEN)
    assert set(reindex().difference.removed) == {"b", "c"}


def test_a_full_run_keeps_nothing_that_cannot_be_read(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_jsonl=lines("abc"))
    reindex(corpus)
    put(a_jsonl=lines("a") + BROKEN + '{"id": "c", "title": 5}\n')
    report = reindex(full=True)
    assert (set(report.difference.removed), kept(report)) == ({"b", "c"}, [])


def test_a_line_too_long_is_the_same_fault_the_next_time(
    fake: FakeStore, put: Put, reindex: Reindex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.readers.json_lines.MAX_BYTES", 60)
    long = json.dumps({"title": "B" * 100}) + "\n"
    corpus = put(a_jsonl=lines("ab") + long)
    reindex(corpus)
    put(a_jsonl=lines("a") + long)
    assert reindex().difference.removed == ("b",)
    put(a_jsonl=json.dumps({"id": "a", "title": "B" * 100}) + "\n" + long)
    report = reindex()
    assert (report.difference.removed, kept(report)) == ((), [("a.jsonl", ("a",))])


def test_a_link_that_leads_nowhere_keeps_what_its_file_held(fake: FakeStore, put: Put, reindex: Reindex) -> None:
    corpus = put(a_jsonl=lines("ab"), z_txt="Z")
    reindex(corpus)
    (corpus / "a.jsonl").unlink()
    (corpus / "a.jsonl").symlink_to("nowhere.jsonl")
    report = reindex()
    assert (report.difference.removed, kept(report)) == ((), [("a.jsonl", ("a", "b"))])
