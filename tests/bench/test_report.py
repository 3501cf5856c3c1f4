import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench import chart, report
from tests.bench.errors import BenchError
from tests.bench.goals import GOALS, verdicts
from tests.bench.queries import SHAPES
from tests.bench.results import Results

MODES = ("top", "facet", "filter")


@pytest.fixture
def results() -> Results:
    row = {"izla": 0.1, "tantivy": 0.2, "whoosh": 100.0}
    return Results(
        documents=10_000,
        seed=1,
        machine="a machine",
        versions={"izla": "1", "tantivy": "2", "whoosh": "3"},
        classes={f"{mode}/{kind}": dict(row) for mode in MODES for kind in SHAPES},
        cold={f"facet/{kind}": {"izla": 0.3, "tantivy": 0.3} for kind in SHAPES},
        indexing={"izla": 3000.0, "tantivy": 4000.0, "whoosh": 200.0},
        size={"izla": 2e6, "tantivy": 1e6, "whoosh": 4e6},
        open={"izla": 600.0},
    )


def test_results_come_back_from_json(results: Results, tmp_path: Path) -> None:
    results.write(tmp_path / "run.json")
    assert Results.read(tmp_path / "run.json") == results


def test_a_goal_is_judged_by_the_better_direction(results: Results) -> None:
    judged = {(v.goal.table, v.name, v.goal.peer): v for v in verdicts(results)}
    assert judged["classes", "facet/rare1", "tantivy"].reached == pytest.approx(2)
    assert judged["classes", "facet/rare1", "tantivy"].goal.factor == 1.0
    assert judged["classes", "facet/or3", "tantivy"].goal.factor == 1.5
    assert judged["classes", "facet/or3", "tantivy"].held
    assert not judged["classes", "top/common1", "tantivy"].held
    assert not judged["classes", "filter/rare1", "whoosh"].held
    assert judged["indexing", "indexing", "tantivy"].held
    assert judged["indexing", "indexing", "whoosh"].held
    assert not judged["size", "size", "tantivy"].held
    assert judged["size", "size", "whoosh"].held
    assert ("open", "open", None) not in judged


def test_a_million_has_goals_of_its_own(results: Results) -> None:
    judged = {(v.goal.table, v.name): v for v in verdicts(replace(results, documents=1_000_000))}
    assert not judged["open", "open"].held
    assert judged["classes", "facet/prefix"].goal.factor == 1.0
    assert judged["classes", "facet/rare1"].goal.factor == 1.5
    assert ("indexing", "indexing") not in judged


def test_every_goal_names_a_table_and_an_engine_of_the_bench() -> None:
    for goal in GOALS:
        assert goal.table in Results.__dataclass_fields__
        assert goal.peer is None or goal.peer in report.TITLES


def test_tables_show_figures_and_ratios_and_goals_name_what_is_missed(results: Results) -> None:
    text = "\n".join(report.tables(results))
    assert "0.200 (2.0×)" in text
    assert "100.000 (1,000×)" in text
    told = list(report.goals(results))
    assert any("classes top/common1: 2.00x tantivy-py, wanted 3.00" in line for line in told)
    assert "reached" in told[-1]


def test_without_izla_there_are_figures_alone(results: Results) -> None:
    alone = Results(10_000, 1, "a machine", {"tantivy": "2"}, classes={"top/rare1": {"tantivy": 0.2}})
    assert "×" not in "\n".join(report.tables(alone))
    assert list(report.goals(alone)) == []


def test_the_readme_table_has_a_row_for_each_class(results: Results) -> None:
    lines = list(report.readme([results]))
    assert lines[0] == "| 10,000 releases | Izla | tantivy-py | Whoosh |"
    assert "| a rare word: top 10 | 0.100 ms | 2.0× | 1,000× |" in lines
    assert "| indexing | 3,000/s | 0.75× | 15.0× |" in lines
    assert len(lines) == 2 + 18 + 2 + 1


def test_what_was_asked_is_told_without_ratios(results: Results) -> None:
    text = list(report.tables(replace(results, asked={"rare1": {"izla": 40, "tantivy": 40, "whoosh": 10}})))
    line = next(line for line in text if line.startswith("rare1"))
    assert line.split() == ["rare1", "40", "40", "10"]


def test_a_chart_of_whole_runs_stands_beside_that_of_the_engines(results: Results, tmp_path: Path) -> None:
    whole = {"whole": {"izla": 200.0, "fts5": 9000.0}}
    runs = [replace(results, documents=10**power, reindex=whole if power < 6 else {}) for power in range(3, 7)]
    _, path = chart.draw(runs, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert "a whole run: reading and analysis too" in text
    drawn = ET.fromstring(text).findall("{http://www.w3.org/2000/svg}polyline")
    assert [(line.attrib["class"], len(line.attrib["points"].split())) for line in drawn[3:]] == [
        ("izla", 3),
        ("fts5", 3),
    ]


def test_runs_without_figures_of_engines_are_no_chart(results: Results, tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="bench --json wrote"):
        chart.draw([replace(results, classes={}, indexing={}, reindex={"whole": {"izla": 200.0}})], tmp_path)
    assert not list(tmp_path.iterdir())


def test_charts_are_small_and_hold_a_line_for_each_engine(results: Results, tmp_path: Path) -> None:
    runs = [replace(results, documents=10**power, indexing={"izla": 3000.0, "whoosh": 200.0}) for power in range(3, 7)]
    for path, panels in zip(chart.draw(runs, tmp_path), (3, 1), strict=True):
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) < 15_000
        tree = ET.fromstring(text)
        lines = tree.findall("{http://www.w3.org/2000/svg}polyline")
        assert len(lines) == panels * (3 if panels == 3 else 2)
        assert all(len(line.attrib["points"].split()) == 4 for line in lines)
        assert "prefers-color-scheme:dark" in text
