"""What fails in a cluster of three nodes, for real: ./dev cluster test runs this, CI does not.

One replica, questions of all kinds for a minute from several threads, and SIGKILL at a chosen moment. What is measured
is printed (pytest -s shows it).
"""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask

from search.engines import open_store
from search.engines.opensearch.catalogue import LOCK
from search.engines.opensearch.client import Missing
from search.engines.opensearch.store import OpenSearchStore
from search.engines.opensearch.writer_lock import STALE
from search.settings import ROOT, Settings
from tests.bench.recombining import recombined
from tests.bench.service.processes import family
from tests.opensearch.nodes import SMALL, Node, Nodes, running
from web import create_app

RELEASES = 3_000
LOAD = float(os.environ.get("IZLA_LOAD_SECONDS", "60"))
THREADS = 4
PATHS = (
    "/api/search?q={}",
    "/api/search?q={}+{}",
    "/?q={}&sector=energetika",
    "/api/search?q=%22{}+{}%22",
    "/api/search?q={}*&per_page=50",
    "/?",
    "/api/suggest?q={}",
    "/search.ndjson?q={}",
)


@dataclass
class Load:
    """Questions from several threads until the block ends: how many were asked, what failed, and how long they took."""

    app: Flask
    asked: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    _end: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Load":
        self._threads = [threading.Thread(target=self._ask, args=(seed,)) for seed in range(THREADS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, seed: int) -> None:
        client, chance = self.app.test_client(), random.Random(seed)
        words = ("quyosh", "vazirlik", "suv", "qurilish", "loyiha", "hudud", "xorijiy", "transport", "kelishuv", "yosh")
        for number in itertools.count():
            if self._end.is_set():
                return
            path = PATHS[number % len(PATHS)].format(*chance.sample(words, 2))
            begun = time.perf_counter()
            status = client.get(path).status_code
            self.longest = max(self.longest, time.perf_counter() - begun)
            self.asked += 1
            if status >= 400:
                self.failed[f"{status} {path}"] += 1


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("releases") / "releases.jsonl"
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in recombined(RELEASES, 5)))
    return path


@pytest.fixture(scope="module")
def cluster() -> Iterator[Nodes]:
    with running(Nodes(3)) as nodes:
        yield nodes


@pytest.fixture(scope="module")
def settings(cluster: Nodes, tmp_path_factory: pytest.TempPathFactory, releases: Path) -> Settings:
    settings = Settings.read(variables(cluster.urls, tmp_path_factory.mktemp("data")))
    done = reindex(settings, "--full", str(releases))
    assert done.returncode in (0, 3), done.stderr
    return settings


@pytest.fixture
def whole(cluster: Nodes) -> Iterator[None]:
    """Start what was killed again, and wait until every shard has its copies."""
    yield
    revive(cluster)


def variables(urls: str, data: Path) -> dict[str, str]:
    return {
        "IZLA_ENGINE": "opensearch",
        "IZLA_OPENSEARCH_URL": urls,
        "IZLA_OPENSEARCH_PREFIX": "failures",
        "IZLA_DATA": str(data),
        "IZLA_RATE": "0",
    }


def run(settings: Settings, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """Start a run; `more` are further variables of its environment."""
    environment = {**os.environ, **variables(settings.opensearch_url, settings.data), **more}
    command = [sys.executable, "-m", "index", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def reindex(settings: Settings, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    with run(settings, *arguments, **more) as process:
        out, err = process.communicate(timeout=600)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def store_of(settings: Settings) -> OpenSearchStore:
    store = open_store(settings)
    assert isinstance(store, OpenSearchStore)
    return store


def revive(cluster: Nodes) -> None:
    for node in cluster.nodes:
        if node.process is None:
            node.start(cluster.nodes)
    for node in cluster.nodes:
        node.wait(3)


def manager(settings: Settings, cluster: Nodes) -> Node:
    (row,) = store_of(settings).catalogue.cluster.ask("GET", "/_cat/cluster_manager", None, {"format": "json"})
    return next(node for node in cluster.nodes if node.name == row["node"])


def others(settings: Settings, cluster: Nodes) -> list[Node]:
    elected = manager(settings, cluster)
    return [node for node in cluster.nodes if node is not elected]


def wait_for(what: Callable[[], Any], seconds: float) -> float:
    """Return how long it took until something was so."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, "not in time"
        time.sleep(0.02)
    return time.monotonic() - begun


def wait_for_draft(settings: Settings) -> None:
    """Wait until a run has made its index."""
    catalogue = store_of(settings).catalogue
    wait_for(lambda: set(catalogue.indices()) - set(catalogue.entries()), 180)


def holder(settings: Settings, cluster: Nodes) -> Node:
    """Return the node that has the only copy of the draft."""
    catalogue = store_of(settings).catalogue
    (draft,) = set(catalogue.indices()) - set(catalogue.entries())
    rows = wait_for_rows(lambda: catalogue.cluster.ask("GET", f"/_cat/shards/{draft}", None, {"format": "json"}))
    return next(node for node in cluster.nodes if node.name == rows[0]["node"])


def wait_for_rows(ask: Callable[[], Any]) -> Any:
    """Return the shards of an index as soon as one is on a node."""
    rows: list[Any] = []

    def on_a_node() -> bool:
        rows[:] = ask()
        return any(row["node"] for row in rows)

    wait_for(on_a_node, 30)
    return [row for row in rows if row["node"]]


def lock_owner(settings: Settings) -> str:
    """Return who has the writer's lock; nobody between two runs."""
    catalogue = store_of(settings).catalogue
    try:
        return str(catalogue.cluster.ask("GET", f"/{catalogue.meta}/_doc/{LOCK}")["_source"]["owner"])
    except Missing:
        return ""


def is_running(pid: int) -> bool:
    """Say whether a process is there that has not ended; one that nobody has asked for yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def nothing_lost_or_doubled(settings: Settings) -> None:
    store = store_of(settings)
    live = store.live()
    assert live is not None
    store.check(live)  # counts, and sums the digests of all ids
    assert live.documents == RELEASES


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize("which", ["a node", "the elected manager"])
def test_no_answer_fails_while_one_of_three_is_killed(settings: Settings, cluster: Nodes, which: str) -> None:
    app = create_app(settings)
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    killed = others(settings, cluster)[0] if which == "a node" else manager(settings, cluster)
    with Load(app) as load:
        time.sleep(LOAD / 3)
        killed.kill()
        begun = time.monotonic()
        assert client.get("/readyz").status_code == 200
        seconds = time.monotonic() - begun
        time.sleep(2 * LOAD / 3)
    print(
        f"\n{which} killed: {load.asked} asked in {LOAD:.0f} s, {load.failed.total()} failed, "
        f"longest {load.longest:.2f} s"
    )
    print(f"/readyz after {seconds:.2f} s")
    assert not load.failed
    assert load.asked > THREADS * len(PATHS)
    assert seconds < 1


@pytest.mark.usefixtures("whole")
def test_a_node_is_killed_in_the_middle_of_a_run(settings: Settings, cluster: Nodes, releases: Path) -> None:
    """Of a draft there is one copy: where that one is killed, the run says so, and the next one is whole."""
    app = create_app(settings)
    before = store_of(settings).live()
    for turn in range(2):
        with Load(app) as load, run(settings, "--full", str(releases)) as process:
            wait_for_draft(settings)
            killed = holder(settings, cluster) if turn == 0 else others(settings, cluster)[0]
            killed.kill()
            out, err = process.communicate(timeout=300)
            print(f"\n{killed.name} killed in a run: exit code {process.returncode}: {(err or out).splitlines()[-1:]}")
        print(f"{load.asked} asked meanwhile, {load.failed.total()} failed, longest {load.longest:.2f} s")
        assert not load.failed
        if process.returncode not in (0, 3):
            assert process.returncode == 1
            assert "Traceback" not in err
            assert store_of(settings).live() == before
        before = store_of(settings).live()
        nothing_lost_or_doubled(settings)
        revive(cluster)
        if turn == 0:
            done = reindex(settings, "--full", str(releases))
            assert done.returncode in (0, 3), done.stderr
            nothing_lost_or_doubled(settings)
            before = store_of(settings).live()


def test_a_run_is_killed_and_the_next_one_is_whole(settings: Settings, releases: Path) -> None:
    """In the middle of its loading: its processes end with it, and its lock falls to the next run when it is stale."""
    store = store_of(settings)
    before = store.live()
    with run(settings, "--full", str(releases)) as process:
        wait_for_draft(settings)
        together = [each for each in family(process.pid) if each != process.pid]
        process.send_signal(signal.SIGKILL)
    seconds = wait_for(lambda: not any(map(is_running, together)), 30)
    print(f"\na run was killed; its {len(together)} readers were gone {seconds:.2f} s after it")
    assert process.returncode == -signal.SIGKILL
    assert together
    assert store.live() == before
    nothing_lost_or_doubled(settings)
    owner = lock_owner(settings)
    refused = reindex(settings, "--full", str(releases), IZLA_LOCK_WAIT="0.1")
    assert "another run is writing" in refused.stderr
    with run(settings, "--full", str(releases), IZLA_LOCK_WAIT=str(3 * STALE)) as process:
        seconds = wait_for(lambda: lock_owner(settings) != owner, 2 * STALE)
        out, err = process.communicate(timeout=600)
    print(f"the next run had the lock after {seconds:.0f} s more")
    assert process.returncode in (0, 3), err or out
    nothing_lost_or_doubled(settings)
    assert not set(store.catalogue.indices()) - set(store.catalogue.entries())


@pytest.mark.usefixtures("whole")
def test_all_nodes_are_gone_and_come_back(settings: Settings, cluster: Nodes) -> None:
    app = create_app(settings)
    client = app.test_client()
    assert client.get("/api/search?q=quyosh").status_code == 200
    for node in cluster.nodes:
        node.kill()
    for path in ("/readyz", "/status"):
        begun = time.monotonic()
        answer = client.get(path)
        seconds = time.monotonic() - begun
        print(f"\n{path}: {answer.status_code} after {seconds:.2f} s")
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True), path
        assert seconds < 1, path
    answer = client.get("/api/search?q=suv+gaz")
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    for node in cluster.nodes:
        node.start(cluster.nodes)
    for node in cluster.nodes:
        node.wait(3)
    back = wait_for(lambda: client.get("/readyz").status_code == 200, 30)
    print(f"/readyz: 200 within {back:.2f} s of the cluster's being whole")
    assert client.get("/api/search?q=suv+gaz").status_code == 200


def test_a_disk_that_is_really_full_is_named(releases: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "izla-tests", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root")
    options = (
        f"path.data={disk}",
        "cluster.routing.allocation.disk.threshold_enabled=true",
        "cluster.info.update.interval=10s",
    )
    try:
        with Nodes(1, SMALL, options) as small:
            settings = Settings.read(variables(small.urls, tmp_path / "data"))
            first = tmp_path / "first.jsonl"
            with releases.open("rb") as lines:
                first.write_bytes(b"".join(itertools.islice(lines, 200)))
            assert reindex(settings, str(first)).returncode in (0, 3)
            live = store_of(settings).live()
            free = shutil.disk_usage(disk).free
            (disk / "filling").write_bytes(bytes(max(0, free - (1 << 20))))
            cluster = store_of(settings).catalogue.cluster
            blocked = "index.blocks.read_only_allow_delete"
            flat = {"flat_settings": "true"}
            path = f"/{store_of(settings).catalogue.meta}/_settings"
            wait_for(lambda: blocked in str(cluster.ask("GET", path, None, flat)), 60)
            done = reindex(settings, "--full", str(releases))
            print(f"\n{done.stderr.splitlines()[-1]}")
            assert done.returncode == 1
            assert "a disk of the cluster is full (flood stage)" in done.stderr
            assert "_cat/allocation" in done.stderr
            client = create_app(settings).test_client()
            assert client.get("/api/search?q=quyosh").status_code == 200
            (disk / "filling").unlink()
            wait_for(lambda: blocked not in str(cluster.ask("GET", path, None, flat)), 60)
            assert store_of(settings).live() == live
            wait_for(lambda: reindex(settings, "--full", str(first)).returncode in (0, 3), 90)  # the node looks again
    finally:
        subprocess.run(["umount", str(disk)], check=True)
