"""The whole road: a run in a process of its own, questions through the application, and nodes that are lost."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.settings import ROOT, Settings
from tests.opensearch.nodes import Nodes, running
from web import create_app

REFUSED = 503


@pytest.fixture(scope="module")
def cluster() -> Iterator[Nodes]:
    with running(Nodes(3)) as nodes:
        yield nodes


def variables(cluster: Nodes, data: Path) -> dict[str, str]:
    return {
        "IZLA_ENGINE": "opensearch",
        "IZLA_OPENSEARCH_URL": cluster.urls,
        "IZLA_OPENSEARCH_PREFIX": "road",
        "IZLA_DATA": str(data),
        "IZLA_RATE": "0",
    }


def reindex(cluster: Nodes, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables(cluster, data)}
    command = [sys.executable, "-m", "index", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


def wait_until_ready(client: FlaskClient, seconds: float) -> None:
    until = time.monotonic() + seconds
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until, "not ready in time"
        time.sleep(0.2)


def test_a_run_and_its_answers_and_nodes_that_are_lost(cluster: Nodes, tmp_path: Path) -> None:
    run = reindex(cluster, tmp_path)
    assert run.returncode == 0, run.stderr
    app = create_app(Settings.read(variables(cluster, tmp_path)))
    client = app.test_client()
    ready = client.get("/readyz").get_json()
    assert ready["documents"] > 10
    found = client.get("/api/search?q=quyosh").get_json()
    assert found["total"] > 0
    exported = client.get("/search.ndjson?q=quyosh")
    assert len(exported.text.splitlines()) == found["total"] + 1  # the last one says that it is complete
    again = reindex(cluster, tmp_path)
    assert again.returncode == 0, again.stderr

    failures: list[int] = []
    asked = [0]
    end = threading.Event()

    def ask() -> None:
        own = app.test_client()
        while not end.is_set():
            asked[0] += 1
            status = own.get(f"/api/search?q=quyosh&per_page={1 + asked[0] % 50}").status_code
            if status != 200:
                failures.append(status)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        time.sleep(1)
        cluster.nodes[2].kill()
        time.sleep(8)
    finally:
        end.set()
        asking.join()
    assert (failures, asked[0] > 20) == ([], True), asked

    for node in cluster.nodes[:2]:
        node.kill()
    time.sleep(1.1)  # until which one is live is asked again
    for path in ("/readyz", "/api/search?q=suv+va+gaz"):
        answer = client.get(path)
        assert (answer.status_code, "Retry-After" in answer.headers) == (REFUSED, True), path
    failed = reindex(cluster, tmp_path, "--full")
    assert failed.returncode not in (0, 3)
    assert "no node of the cluster answers" in failed.stderr
    assert "IZLA_OPENSEARCH_URL" in failed.stderr
    for node in cluster.nodes:
        node.start(cluster.nodes)
    for node in cluster.nodes:
        node.wait(3)
    wait_until_ready(client, 30)
    assert client.get("/api/search?q=suv+va+gaz").status_code == 200
