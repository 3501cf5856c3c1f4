"""Runs of the real command over the real store, ended in the middle or met by another."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from index import parts
from index.cli import main
from index.readers import ReadRelease, read_releases
from search.engines import open_service, open_store
from search.query import Query
from search.settings import ROOT, Settings

Put = Callable[..., Path]

# The command, but for this: in the middle of reading it says so and waits for a line.
HALTING = """
    import sys
    from index import cli
    from index import part_reader

    read = part_reader.record_of_file

    def halting(path, name):
        if name == "halt.txt":
            print("halfway", flush=True)
            sys.stdin.readline()
        return read(path, name)

    part_reader.record_of_file = halting
    sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("DATA", tmp_path / "var"), ("CORPUS", ROOT / "corpus"), ("LOCK_WAIT", "0.2")):
        monkeypatch.setenv(f"IZLA_{name}", str(value))


@contextmanager
def halfway(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A run that has read halt.txt and goes on when it gets a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HALTING), *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "halfway\n"
            yield process
        finally:
            process.kill()


def found(q: str) -> set[str]:
    return {hit.release.id for hit in open_service(Settings.read()).answer(Query(q)).hits}


def litter(data: Path) -> set[str]:
    """What lies in the data folder and belongs to no published generation."""
    known = {generation.id for generation in open_store(Settings.read()).list()}
    drafts = {path.name for path in (data / "drafts").glob("*")}
    return drafts | {path.name for path in (data / "generations").iterdir()} - known


def test_a_run_that_is_killed_leaves_what_is_live_and_the_next_one_clears_up(put: Put, tmp_path: Path) -> None:
    folder = put(a_txt="Eski xabar")
    assert main([str(folder)]) == 0
    put(halt_txt="Yangi xabar", z_txt="Oxirgi xabar")
    for switches in ((), ("--full",)):
        with halfway(*switches) as process:
            os.kill(process.pid, signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert found("xabar") == {"a"}
    assert main(["verify"]) == 0
    assert main([]) == 0
    assert found("xabar") == {"a", "halt", "z"}
    assert litter(tmp_path / "var") == set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_asked_to_stop_clears_up_itself(put: Put, tmp_path: Path, number: signal.Signals) -> None:
    folder = put(a_txt="Eski xabar")
    assert main([str(folder)]) == 0
    put(halt_txt="Yangi xabar")
    with halfway() as process:
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert f"stopped by {number.name}" in err
    assert "Traceback" not in err
    assert found("xabar") == {"a"}
    assert litter(tmp_path / "var") == set()


def test_two_runs_do_not_write_at_once(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    folder = put(a_txt="Eski xabar", halt_txt="Yangi xabar")
    with halfway(str(folder)) as process:
        assert main([str(folder)]) == 1
        assert "another run" in capsys.readouterr().err
        process.communicate("\n", timeout=60)
    assert process.returncode == 0
    assert found("xabar") == {"a", "halt"}


def test_a_run_that_waits_for_another_goes_on_from_what_that_one_published(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(a_txt="Eski xabar", halt_txt="Yangi xabar")
    with halfway(str(folder)) as first:
        monkeypatch.setenv("IZLA_LOCK_WAIT", "60")
        second = subprocess.Popen(
            [sys.executable, "-m", "index", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        with second:
            first.communicate("\n", timeout=60)
            out, _ = second.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Nothing changed" in out
    assert len(open_store(Settings.read()).list()) == 1


def test_a_build_is_the_same_whatever_number_of_processes_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parts, "RECORDS", 20)  # the samples are more parts than one process takes
    lines = tmp_path / "samples.jsonl"
    folder = ROOT / "corpus" / "releases"
    found = [one for path in sorted(folder.rglob("*.txt")) for one in read_releases(path)]
    releases = [one.release for one in found if isinstance(one, ReadRelease)]
    rows = [{"id": release.id + "-l", "title": release.title, "body": release.body} for release in releases]
    lines.write_text("\n".join(json.dumps(row) for row in [*rows, rows[0]]) + "\n{\n", encoding="utf-8")
    built = []
    for jobs in ("1", "2"):
        monkeypatch.setenv("IZLA_DATA", str(tmp_path / f"var-{jobs}"))
        capsys.readouterr()
        assert main(["--full", "--json", "--jobs", jobs, str(folder), str(lines)]) == 3
        report = json.loads(capsys.readouterr().out)
        export = open_service(Settings.read()).export(Query())
        stored = [replace(release, first_seen=0, changed=0) for release in export.releases]
        answer = open_service(Settings.read()).answer(Query("hamkorlik", per_page=100))
        hits = [(hit.release.id, hit.score, hit.snippets) for hit in answer.hits]
        told = {name: report[name] for name in ("documents", "added", "skipped", "warnings", "ignored", "kept")}
        built.append((told, stored, hits, answer.facets))
    assert len(built[0][1]) == 2 * len(releases)
    assert built[0] == built[1]


def test_a_damaged_index_is_built_anew_by_the_next_run(
    put: Put, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(a_txt="Eski xabar", b_txt="Yangi xabar")
    assert main([str(folder)]) == 0
    live = next((tmp_path / "var" / "generations").iterdir())
    (live / "manifest.json").write_bytes(b"{")
    assert main([]) == 1
    assert "--full --allow-removals" in capsys.readouterr().err
    assert main(["--full", "--allow-removals"]) == 0
    put(c_txt="Boshqa xabar")
    assert main([]) == 0
    newest = open_store(Settings.read()).list()[0].id
    (tmp_path / "var" / "generations" / newest / "manifest.json").write_bytes(b"{")
    capsys.readouterr()
    assert main([]) == 0
    assert "everything is built anew" in capsys.readouterr().err
    assert found("xabar") == {"a", "b", "c"}
    assert main(["verify"]) == 0
