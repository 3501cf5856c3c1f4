"""The commands of docs/SCALING.md: a second index beside the first, both asked the same, the switch, and back."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines import opensearch
from search.engines.opensearch.store import OpenSearchStore
from search.settings import ROOT, Settings
from tests.analyzers import SAMPLE
from tests.opensearch.nodes import node_of_all
from tests.relevance.judged import JUDGMENTS
from web.cli import main as search

PREFIX = "moving"


Ask = Callable[..., str]


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    url = node_of_all()
    yield {
        "IZLA_DATA": str(tmp_path / "var"),
        "IZLA_OPENSEARCH_URL": url,
        "IZLA_OPENSEARCH_PREFIX": PREFIX,
    }
    settings = Settings(engine="opensearch", opensearch_url=url, opensearch_prefix=PREFIX)
    catalogue = opensearch.open_store(settings, SAMPLE).catalogue
    catalogue.delete(catalogue.indices())


def reindex(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "index", *arguments]
    everything = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=everything, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Return what runs izla-search in this process and gives its output."""

    def ask(environment: dict[str, str], *arguments: str, typed: str = "", code: int = 0) -> str:
        with monkeypatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            patched.setattr(sys, "stdin", io.StringIO(typed))
            capsys.readouterr()
            done = search(arguments)
        said = capsys.readouterr()
        assert done == code, said.err
        return said.out

    return ask


def test_an_archive_moves_beside_the_service_and_back(environment: dict[str, str], tmp_path: Path, ask: Ask) -> None:
    releases = tmp_path / "releases.jsonl"
    rows = [{"id": f"r{number}", "title": f"Quyosh stansiyasi {number}", "body": "Matn."} for number in range(30)]
    releases.write_text("".join(json.dumps(row) + "\n" for row in rows))
    reindex(environment, str(releases))
    before = json.loads(ask(environment, "quyosh", "--json"))

    reindex(environment, "--engine", "opensearch")  # the paths are those that the embedded index remembers
    same = ask(environment, "--compare", "--queries", "-", typed="quyosh\nstansiya\n?q=matn&sort=-date\n")
    assert same == "3 of 3 queries answered alike by whoosh and opensearch\n"
    judged = ask(environment, "--compare", "--queries", str(JUDGMENTS))
    assert judged.splitlines()[-1].endswith("queries answered alike by whoosh and opensearch")

    switched = environment | {"IZLA_ENGINE": "opensearch"}
    after = json.loads(ask(switched, "quyosh", "--json"))
    assert [hit["id"] for hit in after["results"]] == [hit["id"] for hit in before["results"]]
    assert [hit["first_seen"] for hit in after["results"]] == [hit["first_seen"] for hit in before["results"]]

    releases.write_text("".join(json.dumps(row) + "\n" for row in rows[1:]))
    reindex(switched)
    told = ask(environment, "--compare", "quyosh", code=3)
    assert "q=quyosh: total: 30 in whoosh, 29 in opensearch" in told
    assert "releases: 30 in whoosh, 29 in opensearch" in told
    assert "0 of 1 queries answered alike" in told
    reindex(switched, "--engine", "whoosh")  # the way back: what changed meanwhile
    assert ask(environment, "--compare").startswith("1 of 1")


def test_what_cannot_be_compared_is_told(environment: dict[str, str], tmp_path: Path, ask: Ask) -> None:
    ask(environment, "--compare", "quyosh", code=1)  # there is no index yet
    ask(environment, "--compare", "--queries", str(tmp_path / "none"), code=2)
    (tmp_path / "bytes").write_bytes(b"\xff")
    ask(environment, "--compare", "--queries", str(tmp_path / "bytes"), code=2)
    ask(environment, "--compare", "--queries", "-", typed="?per_page=x\n", code=2)


def test_a_store_that_has_a_generation_goes_on_from_its_own(environment: dict[str, str], tmp_path: Path) -> None:
    for name in ("a", "b"):
        row = {"id": name, "title": f"Xabar {name}", "body": "Matn."}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    reindex(environment, str(tmp_path / "a.jsonl"))
    reindex(environment, "--engine", "opensearch", str(tmp_path / "b.jsonl"), "--allow-removals")
    reindex(environment, "--engine", "opensearch")
    settings = Settings(engine="opensearch", opensearch_url=node_of_all(), opensearch_prefix=PREFIX)
    store = opensearch.open_store(settings, SAMPLE)
    assert isinstance(store, OpenSearchStore)
    live = store.list()[0]
    assert live.paths == (str(tmp_path / "b.jsonl"),)
