"""Whole runs of izla-reindex beside FTS5: small ones for real, and what is made of their figures."""

import contextlib
import datetime as dt
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.bench import __main__ as whole_bench
from tests.bench import reindexing, report, whole_run
from tests.bench.errors import BenchError, MissingFts5
from tests.bench.goals import verdicts
from tests.bench.recombining import recombined
from tests.bench.reindex_gate import DOCUMENTS, Recorded, Round, measured, recorded_of, shares, verdict
from tests.bench.reindexing import Bench, bench, stages
from tests.bench.results import Results
from tests.bench.whole_run import Run, change, fts5, reindex, reindex_watched, require_fts5, stages_of, write

FEW = 20
STAGES = {"read": 1.0, "tag": 6.0, "analyse": 3.0}
RECORDED = Recorded("2026-03-05", 2, DOCUMENTS, 0.3, {"read": 0.2, "tag": 0.2, "analyse": 0.6})


@pytest.fixture
def with_fts5() -> None:
    try:
        require_fts5()
    except MissingFts5 as error:
        pytest.skip(str(error))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "releases.jsonl"
    write(path, recombined(FEW, 1))
    return path


@pytest.fixture
def empty() -> Results:
    return Results(FEW, 1, "a machine", {"izla": "1", "fts5": "2"}, source="recombined")


@pytest.fixture
def results(empty: Results) -> Results:
    return replace(
        empty,
        documents=100_000,
        reindex={"whole": {"izla": 400.0, "fts5": 10_000.0}, "after the start": {"izla": 500.0, "fts5": 10_000.0}},
        reindex_start={"izla": 0.5, "fts5": 0.05},
        reindex_processor={"izla": 12.5, "fts5": 1.0},
        reindex_peak={"izla": 300e6},
        reindex_update={"whole": {"izla": 0.04}, "after the start": {"izla": 0.03}},
        reindex_stages=STAGES,
    )


def test_fts5_holds_title_and_text_of_every_release(with_fts5: None, path: Path, tmp_path: Path) -> None:
    run = fts5(path, tmp_path / "releases.db")
    assert run.seconds > 0
    with contextlib.closing(sqlite3.connect(tmp_path / "releases.db")) as connection:
        held = connection.execute("select title, text from release order by rowid").fetchall()
        assert held == [(row["title"], row["body"]) for row in recombined(FEW, 1)]
        assert connection.execute("select count(*) from release where release match 'va'").fetchone()[0]


def test_a_small_bench_has_every_figure(with_fts5: None, empty: Results, tmp_path: Path) -> None:
    with bench("recombined", FEW, folder=tmp_path / "bench") as own:
        found = reindexing.measured(empty, own, 1)
    assert not own.folder.exists()
    assert set(found.reindex["whole"]) == {"izla", "fts5"}
    assert min(found.reindex["whole"].values()) > 0
    assert found.reindex_start["izla"] > 0
    assert found.reindex_processor["izla"] > 0
    assert found.reindex_peak["izla"] > 10e6
    assert found.reindex_update["whole"]["izla"] > 0
    assert "\n".join(report.tables(found)).count("whole reindex") == 1


def test_a_run_that_indexed_something_else_is_none(path: Path, tmp_path: Path) -> None:
    with path.open("a", encoding="utf-8") as lines:
        lines.write('{"title": "One more"}\n')
    with pytest.raises(BenchError, match=rf"'documents': {FEW + 1}.*not.*'documents': {FEW}"):
        reindex(path, FEW, tmp_path / "var")


def test_a_file_is_indexed_anew_beside_the_index_of_it(path: Path, tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=f"'same': 0.*not.*'same': {FEW}"):
        reindex_watched(path, FEW, tmp_path / "var")
    assert reindex_watched(path, FEW, tmp_path / "var").peak


def test_a_run_that_fails_is_told_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"ended with 1: izla-reindex: .*nowhere\.jsonl"):
        reindex(tmp_path / "nowhere.jsonl", FEW, tmp_path / "var")


def test_an_update_changes_ten_releases_spread_over_the_file(path: Path) -> None:
    before = path.read_text(encoding="utf-8").splitlines()
    assert change(path, FEW, "(1)") == 10
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert changed == list(range(0, FEW, 2))
    assert json.loads(after[2])["body"].startswith("(1) ")


def test_of_fewer_than_ten_all_are_changed(tmp_path: Path) -> None:
    path = tmp_path / "releases.jsonl"
    write(path, recombined(3, 1))
    assert change(path, 3, "(1)") == 3


def test_stages_are_read_from_the_report_where_it_has_them() -> None:
    assert stages_of({"stages": {"read": 1, "tag": 0.5}}) == {"read": 1.0, "tag": 0.5}
    assert stages_of({"seconds": 3}) == {}
    assert stages_of({"stages": None}) == {}


@pytest.mark.parametrize("wrong", [["read"], {"read": "1"}, {"read": -1}])
def test_stages_that_are_no_seconds_are_refused(wrong: Any) -> None:
    with pytest.raises(BenchError, match="no seconds by name"):
        stages_of({"stages": wrong})


def test_a_report_with_stages_gives_a_run_its_stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"documents": FEW, "added": FEW, "stages": STAGES}

    def process(*given: object, **named: object) -> tuple[Run, bytes]:
        return Run(3.0, 4.0), json.dumps(told).encode()

    monkeypatch.setattr(whole_run, "_process", process)
    assert reindex(tmp_path, FEW, tmp_path / "var") == Run(3.0, 4.0, None, STAGES)


def test_the_middle_of_each_stage_counts_and_only_of_those_in_every_run() -> None:
    runs = [Run(1, 1, stages={"read": seconds, "tag": 2.0}) for seconds in (3.0, 1.0, 2.0)]
    assert stages(runs) == {"read": 2.0, "tag": 2.0}
    assert stages([*runs, Run(1, 1, stages={"tag": 4.0})]) == {"tag": 2.0}
    assert stages([Run(1, 1)]) == {}


def test_shares_of_stages_are_told_in_the_order_of_a_run() -> None:
    told = report.stages({"tag": 6.0, "else": 1.0, "read": 3.0}, 12.5)
    assert told == "stages, 10.00 of 12.50 processor seconds: read 30%, tag 60%, else 10%"
    assert report.stages({}) == "no stages reported"


def test_tables_and_readme_hold_the_whole_run(results: Results) -> None:
    text = "\n".join(report.tables(results))
    assert "100,000 recombined documents" in text
    assert "10,000 (0.040×)" in text
    assert "stages, 10.00 of 12.50 processor seconds: read 10%, tag 60%, analyse 30%" in text
    assert list(report.readme([results])) == [
        "| 100,000 releases | Izla | FTS5 |",
        "|---|---|---|",
        "| a whole `izla-reindex --full` | 400/s | 0.040× |",
        "| the same without the start of its process | 500/s | 0.050× |",
        "| the start of its process | 0.50 s | 0.10× |",
        "| its most memory | 300 MB | – |",
        "| an update of 10 releases, share of the whole | 4.0% | – |",
        "| the same without both starts | 3.0% | – |",
        "",
    ]


def test_goals_of_a_whole_run_go_by_its_size(results: Results) -> None:
    judged = {(v.goal.table, v.name): v for v in verdicts(results)}
    assert judged["reindex", "whole"].goal.factor == 0.35
    assert not judged["reindex", "whole"].held
    assert judged["reindex_update", "whole"].held
    assert judged["reindex_peak", "reindex_peak"].held
    judged = {(v.goal.table, v.name): v for v in verdicts(replace(results, documents=10_000))}
    assert judged["reindex", "whole"].goal.factor == 0.2
    assert judged["reindex", "after the start"].goal.factor == 0.25
    assert ("reindex_peak", "reindex_peak") not in judged
    assert not list(verdicts(replace(results, documents=2_000)))


def test_without_fts5_the_message_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_run, "SCHEMA", "create virtual table release using fts_of_nobody(title)")
    with pytest.raises(MissingFts5, match=r"no FTS5.*take a Python whose sqlite3 has it"):
        require_fts5()


def test_without_fts5_the_bench_goes_on_and_says_so(
    empty: Results, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(whole_run, "SCHEMA", "create virtual table release using fts_of_nobody(title)")
    assert whole_bench._with_reindexing(empty, ()) == empty
    assert "Without whole runs of izla-reindex: SQLite" in capsys.readouterr().err


def test_whole_runs_are_left_out_for_other_engines_and_too_many_releases(empty: Results) -> None:
    assert whole_bench._with_reindexing(empty, ("izla", "whoosh")) == empty
    many = replace(empty, documents=1_000_000)
    assert whole_bench._with_reindexing(many, ()) == many


def test_the_gate_takes_the_best_round_and_holds_at_a_third() -> None:
    rounds = [Round(10.0, 0.5), Round(10.0, 1.01), Round(20.0, 1.0)]
    held, told = verdict(rounds, RECORDED, 2)
    assert held
    assert told == (
        "The gate holds: 0.1010 is not below 0.1000, a third of the 0.3000 recorded on 2026-03-05 (2 cores)"
    )
    assert "2,000 releases on 2 cores: 10.00 s" in measured(rounds, 2)
    assert "0.1010 of FTS5's rate (best of 0.0500, 0.1010, 0.0500)" in measured(rounds, 2)


def test_a_missed_gate_names_figures_the_stage_and_what_to_do() -> None:
    held, told = verdict([Round(10.0, 0.5, STAGES)], RECORDED, 4)
    assert not held
    assert "0.0500 of FTS5's rate is below 0.1000, a third of the 0.3000 recorded on 2026-03-05 (2 cores)" in told
    assert "The record is of 2 cores, this machine has 4" in told
    assert "The stage that grew most is tag: 60% of the run, 20% when recorded" in told
    assert "./dev bench-reindex --docs 2000" in told
    assert "./dev bench-reindex --record" in told


def test_a_missed_gate_without_stages_names_none() -> None:
    _, told = verdict([Round(10.0, 0.5)], RECORDED, 2)
    assert "stage that grew" not in told
    assert "cores, this machine" not in told


def test_a_record_comes_back_from_its_file(tmp_path: Path) -> None:
    made = recorded_of([Round(10.0, 0.5), Round(10.0, 1.0, STAGES)], dt.date(2026, 3, 5), 2)
    assert made == Recorded("2026-03-05", 2, DOCUMENTS, 0.1, {"read": 0.1, "tag": 0.6, "analyse": 0.3})
    made.write(tmp_path / "record.json")
    assert Recorded.read(tmp_path / "record.json") == made
    assert shares({}) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "is not there"),
        ("{", "is no record"),
        ('{"ratio": 1}', "is no record"),
        ('{"date": "", "cores": 2, "docs": 10, "ratio": 1, "stages": {}}', "is of 10 releases, the gate of 2,000"),
    ],
)
def test_a_record_that_cannot_be_compared_is_refused(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "record.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BenchError, match=said + ".*--record makes it"):
        Recorded.read(path)


@pytest.mark.parametrize("other", [["--docs", "10"], ["--source", "composed"], ["--json", "run.json"], ["--record"]])
def test_the_gate_has_releases_of_its_own(
    other: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench-reindex", "--gate", *other])
    with pytest.raises(SystemExit, match="2"):
        reindexing.main()
    assert "--gate" in capsys.readouterr().err


@pytest.mark.parametrize(("seconds", "code"), [(0.01, 0), (1e6, 1)])
def test_the_gate_ends_by_what_the_repository_records(
    seconds: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def nothing(source: str, count: int) -> Iterator[Bench]:
        assert (source, count) == ("recombined", DOCUMENTS)
        yield Bench(Path(), count)

    monkeypatch.setattr(reindexing, "bench", nothing)
    monkeypatch.setattr(reindexing, "_round", lambda own: Round(seconds, 0.01))
    monkeypatch.setattr(sys, "argv", ["bench-reindex", "--gate"])
    assert reindexing.main() == code
    said = capsys.readouterr()
    assert "A whole izla-reindex --full of 2,000 releases" in said.out
    assert "no stages reported" in said.out
    assert "recorded on" in (said.err if code else said.out)
