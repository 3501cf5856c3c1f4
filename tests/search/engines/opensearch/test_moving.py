"""The commands of docs/SCALING.md: a second index beside the first, both asked the same, the switch, and back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import opensearch
from search.engines.opensearch.store import OpenSearchStore
from search.settings import ROOT, Settings
from tests.analyzers import SAMPLE
from tests.opensearch.nodes import node_of_all
from tests.relevance.judged import JUDGMENTS

PREFIX = "moving"


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    url = node_of_all()
    yield {
        **os.environ,
        "IZLA_DATA": str(tmp_path / "var"),
        "IZLA_OPENSEARCH_URL": url,
        "IZLA_OPENSEARCH_PREFIX": PREFIX,
    }
    settings = Settings(engine="opensearch", opensearch_url=url, opensearch_prefix=PREFIX)
    catalogue = opensearch.open_store(settings, SAMPLE).catalogue
    catalogue.delete(catalogue.indices())


def run(environment: dict[str, str], *command: str, typed: str = "", code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout


def test_an_archive_moves_beside_the_service_and_back(environment: dict[str, str], tmp_path: Path) -> None:
    releases = tmp_path / "releases.jsonl"
    rows = [{"id": f"r{number}", "title": f"Quyosh stansiyasi {number}", "body": "Matn."} for number in range(30)]
    releases.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run(environment, "index", str(releases))
    before = json.loads(run(environment, "web.cli", "quyosh", "--json"))

    run(environment, "index", "--engine", "opensearch")  # the paths are those that the embedded index remembers
    same = run(environment, "web.cli", "--compare", "--queries", "-", typed="quyosh\nstansiya\n?q=matn&sort=-date\n")
    assert same == "3 of 3 queries answered alike by whoosh and opensearch\n"
    judged = run(environment, "web.cli", "--compare", "--queries", str(JUDGMENTS))
    assert judged.splitlines()[-1].endswith("queries answered alike by whoosh and opensearch")

    switched = environment | {"IZLA_ENGINE": "opensearch"}
    after = json.loads(run(switched, "web.cli", "quyosh", "--json"))
    assert [hit["id"] for hit in after["results"]] == [hit["id"] for hit in before["results"]]
    assert [hit["first_seen"] for hit in after["results"]] == [hit["first_seen"] for hit in before["results"]]

    releases.write_text("".join(json.dumps(row) + "\n" for row in rows[1:]))
    run(switched, "index")
    told = run(environment, "web.cli", "--compare", "quyosh", code=3)
    assert "q=quyosh: total: 30 in whoosh, 29 in opensearch" in told
    assert "releases: 30 in whoosh, 29 in opensearch" in told
    assert "0 of 1 queries answered alike" in told
    run(switched, "index", "--engine", "whoosh")  # the way back: what changed meanwhile
    assert run(environment, "web.cli", "--compare").startswith("1 of 1")


def test_what_cannot_be_compared_is_told(environment: dict[str, str], tmp_path: Path) -> None:
    run(environment, "web.cli", "--compare", "quyosh", code=1)  # there is no index yet
    run(environment, "web.cli", "--compare", "--queries", str(tmp_path / "none"), code=2)
    run(environment, "web.cli", "--compare", "--queries", "-", typed="?per_page=x\n", code=2)


def test_a_store_that_has_a_generation_goes_on_from_its_own(environment: dict[str, str], tmp_path: Path) -> None:
    for name in ("a", "b"):
        row = {"id": name, "title": f"Xabar {name}", "body": "Matn."}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    run(environment, "index", str(tmp_path / "a.jsonl"))
    run(environment, "index", "--engine", "opensearch", str(tmp_path / "b.jsonl"), "--allow-removals")
    run(environment, "index", "--engine", "opensearch")
    settings = Settings(engine="opensearch", opensearch_url=node_of_all(), opensearch_prefix=PREFIX)
    store = opensearch.open_store(settings, SAMPLE)
    assert isinstance(store, OpenSearchStore)
    live = store.list()[0]
    assert live.paths == (str(tmp_path / "b.jsonl"),)
