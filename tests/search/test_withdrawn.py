"""The file of withdrawn releases: what a line says, when it is read again, and that a broken one lifts nothing."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import withdrawn
from search.withdrawn import COPY, FILE, NOTHING_WITHDRAWN, Withdrawn, WithdrawnFile, read_ids

# what a reader of releases takes for an id: no white space but the space, no slash, no control character
IDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cn"), exclude_characters="/\\") | st.just(" "),
    min_size=1,
    max_size=30,
).filter(lambda text: text == text.strip())


class Corpus:
    """A corpus folder with its file, and readers of it over one data folder."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "corpus" / FILE
        self.data = folder / "var"
        self.file.parent.mkdir()

    def write(self, text: str | bytes) -> None:
        """Put another file in the place of the one there is, as a careful editor does."""
        new = self.file.with_name("new")
        new.write_bytes(text.encode() if isinstance(text, str) else text)
        new.replace(self.file)

    def open(self) -> WithdrawnFile:
        return WithdrawnFile(self.file.parent, self.data)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


def ids(reader: WithdrawnFile) -> set[str]:
    return set(reader.read().withdrawn.ids)


def test_a_line_is_an_id_and_perhaps_a_reason() -> None:
    text = "# taken back\n\na-1\n  b-2\tcourt of Toshkent, case 12\r\nc#3 # told by telephone\n   # d-4\n"
    assert read_ids(text.encode()) == (frozenset({"a-1", "b-2", "c#3"}), ())


def test_an_id_may_be_written_as_in_the_address_of_its_page() -> None:
    found, faults = read_ids(b"sanasiz%2F1\nyangi%20xabar reason\n100%\n%ff\n%23tag")
    assert {"sanasiz/1", "yangi xabar", "100%", "%ff", "#tag"} <= found
    assert faults == ()


@pytest.mark.parametrize(
    "before", ["https://xabarlar.example.uz/release/", "http://[::1]:8000/izla/release/", "/release/"]
)
@pytest.mark.parametrize("behind", ["", "?q=quyosh&lang=ru", "#matn", "?q=a/b"])
def test_the_whole_address_of_a_page_names_its_release(before: str, behind: str) -> None:
    text = f"{before}2026-03-05-quyosh{behind} court\n{before}sanasiz%2F1{behind}"
    found, faults = read_ids(text.encode())
    assert found == {"2026-03-05-quyosh", "sanasiz/1", "sanasiz%2F1"}
    assert faults == ()


def test_a_slash_alone_makes_no_address() -> None:
    assert read_ids(b"sanasiz/1\n/\n/a\nhttp://\n")[0] == {"sanasiz/1", "/", "/a", "http://"}


def test_the_mark_of_utf_8_is_no_part_of_an_id() -> None:
    assert read_ids(b"\xef\xbb\xbfa\nb") == (frozenset("ab"), ())


def test_what_cannot_be_read_is_named_by_its_line_and_the_rest_is_read() -> None:
    found, faults = read_ids(b"a\n\xff\xfe\nb\x00c\nd")
    assert found == frozenset("ad")
    assert faults == ("line 2 is not UTF-8", "line 3 has an id with '\\x00' in it")


def test_a_file_of_utf_16_is_named_for_what_it_is_not() -> None:
    assert read_ids("a\nb\n".encode("utf-16"))[1]


@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    found, faults = read_ids(data)
    assert all(found)
    assert len(faults) <= data.count(b"\n") + data.count(b"\r") + 1


@given(st.lists(st.tuples(IDS, st.text(st.characters(exclude_characters="\r\n", codec="utf-8")))))
def test_every_id_can_be_withdrawn_whatever_the_reason(rows: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{quote(release_id)} {reason}" for release_id, reason in rows)
    found, faults = read_ids(text.encode())
    assert {release_id for release_id, _ in rows} <= found
    assert found <= {form for release_id, _ in rows for form in (release_id, quote(release_id))}
    assert faults == ()


@given(st.lists(IDS.filter(lambda text: " " not in text and "%" not in text and not text.startswith(("#", "\ufeff")))))
def test_an_id_without_spaces_is_written_as_it_is(names: list[str]) -> None:
    assert read_ids("\r\n".join(names).encode()) == (frozenset(names), ())


def test_a_digest_is_of_the_ids_and_of_no_order() -> None:
    assert Withdrawn(frozenset("ab")).digest == Withdrawn(frozenset("ba")).digest
    assert Withdrawn(frozenset("ab")).digest != Withdrawn(frozenset(("ab",))).digest
    assert NOTHING_WITHDRAWN.digest == ""


def test_without_a_file_nothing_is_withdrawn_and_nothing_is_written(corpus: Corpus) -> None:
    assert corpus.open().read() == withdrawn.NOTHING_READ
    assert not corpus.data.exists()


def test_a_change_is_seen_at_the_next_reading(corpus: Corpus) -> None:
    reader = corpus.open()
    for text, named in (("a", {"a"}), ("a\nb", {"a", "b"}), ("b", {"b"}), ("", set()), ("c", {"c"})):
        corpus.write(text)
        assert ids(reader) == named
    corpus.file.unlink()
    assert ids(reader) == set()


def test_a_change_within_one_tick_of_the_clock_is_seen(corpus: Corpus) -> None:
    reader = corpus.open()
    corpus.file.write_text("a")
    facts = corpus.file.stat()
    assert ids(reader) == {"a"}
    corpus.file.write_text("b")  # the same inode and size
    os.utime(corpus.file, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert ids(reader) == {"b"}


def test_a_file_that_stays_as_it_is_is_not_read_again(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.write("a")
    monkeypatch.setattr(withdrawn, "_FRESH", -1)  # nanoseconds: as if it had been written long ago
    reader = corpus.open()
    before = reader.read()
    monkeypatch.setattr(withdrawn, "read_ids", pytest.fail)
    assert reader.read() is before


@pytest.mark.parametrize("broken", [b"b\n\xff", b"b\n\x00x"], ids=["not UTF-8", "an id that is none"])
def test_a_broken_file_lifts_nothing_and_what_can_be_read_of_it_holds(
    corpus: Corpus, broken: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    reader = corpus.open()
    corpus.write("a\nc")
    assert ids(reader) == {"a", "c"}
    corpus.write(broken)
    with caplog.at_level(logging.INFO):
        assert ids(reader) == {"a", "b", "c"}
        assert "line 2" in reader.read().fault
    (error,) = (row.getMessage() for row in caplog.records if row.levelname == "ERROR")
    assert str(corpus.file) in error
    assert "line 2" in error
    assert "2 that it named before stay withdrawn" in error
    corpus.write("b\nc")
    assert (ids(reader), reader.read().fault) == ({"b", "c"}, "")


def unreadable_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def unreadable_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file)


def no_corpus(file: Path) -> None:
    file.parent.rename(file.parent.with_name("elsewhere"))


def too_large(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(1 << 30)


@pytest.mark.parametrize("harm", [unreadable_folder, unreadable_pipe, link_to_itself, no_corpus, too_large])
def test_a_file_that_cannot_be_read_at_all_lifts_nothing(corpus: Corpus, harm: Callable[[Path], None]) -> None:
    reader = corpus.open()
    corpus.write("a")
    assert ids(reader) == {"a"}
    harm(corpus.file)
    assert ids(reader) == {"a"}
    assert reader.read().fault
    assert ids(corpus.open()) == {"a"}, "a process that starts later knows it too"


def test_a_reading_that_fails_is_tried_again_though_the_file_lies_as_before(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.write("a")
    reader = corpus.open()
    assert ids(reader) == {"a"}
    corpus.write("a\nb")
    real = Path.open
    failing = True

    def flaky(self: Path, *args: Any, **more: Any) -> Any:
        if failing and self == corpus.file:
            raise OSError(5, "Input/output error")
        return real(self, *args, **more)

    monkeypatch.setattr(Path, "open", flaky)
    assert (ids(reader), reader.read().fault) == ({"a"}, "Input/output error")
    failing = False
    assert (ids(reader), reader.read().fault) == ({"a", "b"}, "")


def test_what_was_last_read_whole_is_kept_for_later_processes(corpus: Corpus) -> None:
    corpus.write("a")
    assert ids(corpus.open()) == {"a"}
    corpus.write(b"b\n\xff")
    assert ids(corpus.open()) == {"a", "b"}
    corpus.write("c")
    assert ids(corpus.open()) == {"c"}
    corpus.file.unlink()
    assert ids(corpus.open()) == set()
    corpus.write(b"\xff")
    assert ids(corpus.open()) == set(), "what was lifted by a whole file stays lifted"


def test_a_copy_that_is_broken_or_cannot_be_written_stops_nothing(
    corpus: Corpus, caplog: pytest.LogCaptureFixture
) -> None:
    corpus.data.mkdir()
    (corpus.data / COPY).write_text("{")
    corpus.write("a")
    assert ids(corpus.open()) == {"a"}
    assert f"{corpus.data / COPY} cannot be read" in caplog.text
    (corpus.data / COPY).unlink()
    corpus.data.rmdir()
    corpus.data.write_text("no folder")
    assert ids(corpus.open()) == {"a"}
    assert "could not be kept" in caplog.text


def test_what_comes_back_is_told(corpus: Corpus, caplog: pytest.LogCaptureFixture) -> None:
    reader = corpus.open()
    corpus.write("".join(f"r{number}\n" for number in range(9)))
    reader.read()
    caplog.clear()
    corpus.write("r0\nr9")
    with caplog.at_level(logging.INFO):
        assert ids(reader) == {"r0", "r9"}
    assert "withdraws 1 more: r9" in caplog.text
    assert "lets 8 be shown again: r1, r2, r3, r4, r5 and 3 more" in caplog.text
    caplog.clear()
    reader.read()
    assert caplog.text == ""


def test_a_file_in_the_act_of_saving_lifts_nothing(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = corpus.open()
    corpus.write("a\nb")
    assert ids(reader) == {"a", "b"}
    steps: Iterator[str] = iter(("a", "a\nb\nc"))
    monkeypatch.setattr(time, "sleep", lambda _: corpus.file.write_text(next(steps, "a\nb\nc")))
    corpus.file.write_text("")
    assert ids(reader) == {"a", "b", "c"}


def test_threads_that_ask_at_once_are_told_the_same(corpus: Corpus) -> None:
    reader, told = corpus.open(), []
    corpus.write("a")
    barrier = threading.Barrier(4)

    def ask() -> None:
        barrier.wait()
        told.append(ids(reader))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [{"a"}] * 4
