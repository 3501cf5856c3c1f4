"""What docs/RUNNING.md tells an operator to type is what the commands take, and what it names is there."""

import re
from pathlib import Path

import pytest

from index.cli import main
from search.settings import ROOT, Settings
from web import create_app

RUNNING = (ROOT / "docs" / "RUNNING.md").read_text(encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "a.txt").write_text("Bojxona xabari\n\nMatn.", encoding="utf-8")
    monkeypatch.setenv("IZLA_DATA", str(tmp_path / "var"))
    return folder


def test_back_and_forth_and_to_another_machine(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(corpus)]) == 0
    (corpus / "b.txt").write_text("Ikkinchi xabar\n\nMatn.", encoding="utf-8")
    for words in ([], ["status"], ["verify"], ["rollback"], ["--full"], ["backup", str(tmp_path / "izla.gz")]):
        assert f"izla-reindex {words[0]}" in RUNNING if words and not words[0].startswith("--") else True
        assert main(words) == 0, capsys.readouterr().err
    monkeypatch.setenv("IZLA_DATA", str(tmp_path / "other"))
    assert main(["restore", str(tmp_path / "izla.gz")]) == 0
    assert main([str(corpus)]) == 0
    assert "2 releases" in capsys.readouterr().out


def test_every_metric_that_it_names_is_told(corpus: Path) -> None:
    assert main([str(corpus)]) == 0
    app = create_app(Settings.read())
    told = app.test_client().get("/metrics").text
    named = set(re.findall(r"`(izla_[a-z_]+)", RUNNING))
    assert named
    assert {name for name in named if name.removesuffix("_total").removesuffix("_info") not in told} == set()


def test_every_option_that_it_names_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    taken = capsys.readouterr().out
    for name in ("--watch", "--settle", "--jobs", "--memory", "--full", "--allow-removals", "--on-publish", "--add"):
        assert name in RUNNING
        assert name in taken
