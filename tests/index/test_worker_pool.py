"""Parts of a corpus read in this process and in others: in order, a few ahead, the same whoever reads."""

import gc
import json
import multiprocessing
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import parts, worker_pool
from index.part_reader import PartReader, ReaderRecipe, Tagged
from index.parts import Part, Records, Unchanged, WholeFiles, parts_of
from index.readers import Rules, Skipped
from index.readers.walk import find_files
from index.tagging.tagger import Tagger
from index.worker_pool import FEW, may_fork, read_here, read_parts, start_process
from search.engines.whoosh.writer_lock import WriterLock
from search.errors import BadRelease, ProcessLost
from search.settings import ROOT
from tests.index.conftest import TAGGER, TODAY
from tests.preparing import chosen

RECIPE = ReaderRecipe(TAGGER.corpus, TAGGER.analyzer.user_dictionary, Rules(TODAY), chosen, frozenset())


def lines(path: Path, count: int) -> Path:
    rows = [json.dumps({"id": f"{path.stem}{n}", "title": f"Bojxona xabari {n}"}) for n in range(count)]
    rows[1:1] = ["{", ""]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def all_parts(folder: Path) -> Iterator[Part]:
    return parts_of(find_files([str(folder)]).files, lambda file: (), lambda file: {}, {})


def told(found: Tagged | BadRelease | Skipped) -> str:
    return f"{found.id} {found.hash} {found.line} {found.prepared}" if isinstance(found, Tagged) else str(found)


@pytest.mark.parametrize(("jobs", "forks"), [(1, True), (2, True), (2, False)])
def test_parts_come_in_order_whoever_reads_them(
    tmp_path: Path, jobs: int, forks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "may_fork", lambda: forks and may_fork())
    monkeypatch.setattr(parts, "RECORDS", 3)
    lines(tmp_path / "a.jsonl", 20)
    for number in range(8):
        (tmp_path / f"b{number}.txt").write_text(f"Savdo {number}\n\nMatn.", encoding="utf-8")
    got = [read for _, read in read_parts(all_parts(tmp_path), RECIPE, TAGGER, jobs) if read]
    found = [told(one) for read in got for one in read.found]
    assert [text.split()[0] for text in found if "jsonl" not in text] == [
        *(f"a{n}" for n in range(20)),
        *(f"b{n}" for n in range(8)),
    ]
    assert [text for text in found if "jsonl:2" in text]
    assert [release.id for read in got for release in read.prepared] == [
        *(f"a{n}" for n in range(20)),
        *(f"b{n}" for n in range(8)),
    ]
    alone = [read for _, read in read_parts(all_parts(tmp_path), RECIPE, TAGGER, 1) if read]
    assert found == [told(one) for read in alone for one in read.found]


def test_few_parts_or_records_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "ProcessPoolExecutor", None)
    lines(tmp_path / "a.jsonl", 20)
    assert len(list(read_parts(all_parts(tmp_path), RECIPE, TAGGER, 8))) == 1
    assert list(read_parts((), RECIPE, TAGGER, 8)) == []
    monkeypatch.setattr(parts, "RECORDS", 1)
    lines(tmp_path / "a.jsonl", 10)
    assert len(list(read_parts(all_parts(tmp_path), RECIPE, TAGGER, 8))) > FEW


@pytest.mark.parametrize("tagger", [TAGGER, None])
def test_a_process_reads_with_the_tagger_of_the_run_or_makes_its_own(
    tmp_path: Path, tagger: Tagger | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    signals = []
    monkeypatch.setattr(signal, "signal", lambda number, handler: signals.append((number, handler)))
    monkeypatch.setattr(gc, "disable", lambda: None)
    lines(tmp_path / "a.jsonl", 3)
    (part,) = all_parts(tmp_path)
    assert isinstance(part, Records)
    start_process(RECIPE, tagger)
    assert [told(one) for one in read_here(part).found] == [
        told(one) for one in PartReader(RECIPE, TAGGER).read(part).found
    ]
    assert signals == [(signal.SIGINT, signal.SIG_IGN), (signal.SIGTERM, signal.SIG_DFL)]


_KILLED = """
import os, signal, sys
from pathlib import Path
from index import parts
from index.worker_pool import read_parts
from search.engines.whoosh.writer_lock import WriterLock
from tests.index.test_worker_pool import RECIPE, TAGGER, all_parts
folder = Path(sys.argv[1])
parts.RECORDS = 2
lock = WriterLock(folder / "lock", 0)
reading = read_parts(all_parts(folder), RECIPE, TAGGER, 2)
next(reading)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_end_with_a_killed_run_and_leave_its_lock(tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", 40)
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    WriterLock(tmp_path / "lock", 60).release()


def test_a_process_that_the_system_ends_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "RECORDS", 2)
    lines(tmp_path / "a.jsonl", 60)
    reading = read_parts(all_parts(tmp_path), RECIPE, TAGGER, 2)
    next(reading)
    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises(ProcessLost, match="IZLA_MEMORY"):
        list(reading)


def test_parts_are_cut_a_few_ahead_and_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "RECORDS", 4)
    lines(tmp_path / "a.jsonl", 200)
    cut: list[Part] = []

    def cutting() -> Iterator[Part]:
        for part in all_parts(tmp_path):
            cut.append(part)
            yield part

    reading = read_parts(cutting(), RECIPE, TAGGER, 1)
    next(reading)
    assert len(cut) == FEW
    reading.close()


def test_files_of_one_release_are_read_together_and_known_ones_not_at_all(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Savdo {number}", encoding="utf-8")
    lines(tmp_path / "z.jsonl", 1)
    files = find_files([str(tmp_path)]).files
    whole, records = parts_of(files, lambda file: (), lambda file: {}, {})
    assert isinstance(whole, WholeFiles)
    assert isinstance(records, Records)
    assert [Path(file.path).name for file in whole.files] == ["0.txt", "1.txt", "2.txt"]
    assert (records.last, len(records.records)) == (True, 2)
    entry = object()
    known = list(parts_of(files, lambda file: (entry,) if file.path.endswith("1.txt") else (), lambda file: {}, {}))  # type: ignore[arg-type, return-value]
    assert [type(part) for part in known] == [WholeFiles, Unchanged, WholeFiles, Records]
