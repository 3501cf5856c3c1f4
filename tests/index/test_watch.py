"""Watching: changes are gathered until they rest, a run that failed is tried again, a signal ends it cleanly."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pytest

from index import watch as watching
from index.cli import main
from index.watch import Look, Watcher, watch
from search.settings import ROOT

FIRST, LATER = ["/a"], ["--jobs", "1"]


class Over(Exception):
    pass


def runs_of(looks: Sequence[Look], codes: Sequence[int] = (), settle: float = 3) -> list[tuple[float, list[str]]]:
    """Return when which runs began, where one look is taken each second; the last look is the last that is taken."""
    seen: Iterator[Look] = iter(looks)
    results = iter(codes)
    now = 0.0
    runs: list[tuple[float, list[str]]] = []

    def look() -> Look:
        try:
            return next(seen)
        except StopIteration:
            raise Over from None

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    def run(words: Sequence[str]) -> int:
        runs.append((now, list(words)))
        return next(results, 0)

    with pytest.raises(Over):
        Watcher(FIRST, LATER, settle=settle, run=run, look=look, sleep=sleep, clock=lambda: now).run()
    return runs


def files(*sizes: int) -> list[Look]:
    return [(("/a/a.txt", size, 0),) for size in sizes]


def test_there_is_a_run_at_the_start_and_none_while_nothing_changes() -> None:
    assert runs_of(files(*[1] * 500)) == [(0, FIRST)]


def test_changes_are_one_run_when_they_have_rested() -> None:
    assert runs_of(files(1, 1, 2, 3, 4, 4, 4, 4, 4, 4)) == [(0, FIRST), (7, LATER)]


def test_what_changed_during_a_run_is_seen_after_it() -> None:
    assert runs_of(files(1, 2, 2, 2, 2, 2, 2)) == [(0, FIRST), (4, LATER)]


def test_files_that_never_rest_are_taken_as_they_are() -> None:
    assert runs_of(files(*range(1, 400))) == [(0, FIRST), (301, LATER)]


def test_a_run_that_failed_is_tried_again_with_its_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert runs_of(files(*[1] * 130), codes=[1, 1]) == [(0, FIRST), (60, FIRST), (120, FIRST)]
    assert "ended with 1" in capsys.readouterr().err
    assert runs_of(["a is not there", *files(*[1] * 8)], codes=[1]) == [(0, FIRST), (4, FIRST)]
    assert runs_of(files(*[1] * 130), codes=[3]) == [(0, FIRST)]


def test_the_paths_that_the_index_remembers_are_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.txt").write_text("Bojxona xabari\n\nMatn.", encoding="utf-8")
    monkeypatch.setenv("IZLA_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    watched = watching._Watched()
    before = watched.look()
    assert watched.run([str(folder)]) == 0
    known = watched.look()
    assert known != before
    (folder / "b.txt").write_text("Ikkinchi xabar\n\nMatn.", encoding="utf-8")
    assert watched.look() not in (before, known)
    (folder / "a.txt").unlink()
    (folder / "b.txt").unlink()
    folder.rmdir()
    assert isinstance(watched.look(), str)


def test_what_cannot_be_watched_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in ((["-", "--format", "csv", "--watch"], "standard input"), (["--wat"], "write --watch")):
        with pytest.raises(SystemExit):
            main(words)
        assert said in capsys.readouterr().err


def test_an_exception_ends_the_run_that_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(self: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        monkeypatch.undo()
        raise Over

    monkeypatch.setattr(subprocess.Popen, "wait", stop)
    with pytest.raises(Over):
        watch([], [], 1)


def next_report(out: IO[str]) -> dict[str, object]:
    report: dict[str, object] = json.loads(out.readline())
    return report


def test_a_watching_command_takes_what_comes_and_stops_cleanly(tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.txt").write_text("Bojxona xabari\n\nMatn.", encoding="utf-8")
    environ = {**os.environ, "IZLA_DATA": str(tmp_path / "var"), "IZLA_CORPUS": str(ROOT / "corpus")}
    command = [sys.executable, "-m", "index", "--watch", "--settle", "1", "--json", "--jobs", "1", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert next_report(process.stdout)["documents"] == 1
            for name in ("b", "c"):
                (folder / f"{name}.txt").write_text(f"Xabar {name}\n\nMatn.", encoding="utf-8")
            while (report := next_report(process.stdout))["documents"] != 3:
                assert report["documents"] in (1, 2)
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()
    assert list((tmp_path / "var" / "drafts").glob("*")) == []
