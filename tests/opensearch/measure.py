"""Measure a cluster beside the embedded engine over the same releases: ./dev cluster measure RELEASES.jsonl

A whole run of each as a process of its own (seconds, processor seconds, memory), the bytes of each generation, and
whole answers of a page, question by question in turn, in one thread: milliseconds by class, requests of a question, and
whether totals and the first ten are the same. Then what a service takes that asked them all, and the heap of the nodes.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from search.answer import Answer
from search.engines import open_service, open_store
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.store import OpenSearchStore
from search.facets.selection import Choice
from search.query import Query
from search.service import SearchService
from search.settings import ROOT, Settings
from tests.bench.service.processes import memory, watched
from tests.bench.service.queries import draw, holders
from tests.opensearch.node_figures import Heap, processor_seconds, watched_heap
from tests.opensearch.nodes import MEASURED, Nodes

NAMES: Final = ("embedded", "cluster")
_WARM: Final = 10  # questions of a class before the clock runs


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of a class: milliseconds of each engine at p50 and p95, requests, questions alike."""

    asked: int
    embedded: tuple[float, float]
    cluster: tuple[float, float]
    requests: float
    same_totals: int
    same_top: int
    furthest: float


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev cluster measure", description=__doc__)
    parser.add_argument("releases", type=Path, help="a file of JSON lines")
    parser.add_argument("--questions", type=int, default=30, help="of each class (30)")
    parser.add_argument("--url", help="nodes that run already, instead of one that is started with a heap of 2 GB")
    parser.add_argument("--data", type=Path, help="a folder for the embedded index that stays, as what a --url holds")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        url = asked.url or stack.enter_context(Nodes(1, MEASURED)).urls
        data = asked.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environments = {
            "embedded": {"IZLA_DATA": str(data)},
            "cluster": {
                "IZLA_DATA": str(data / "of-the-cluster"),
                "IZLA_ENGINE": "opensearch",
                "IZLA_OPENSEARCH_URL": url,
                "IZLA_OPENSEARCH_PREFIX": "measured",
            },
        }
        settings = {name: Settings.read(environment) for name, environment in environments.items()}
        nodes = _store_of(settings["cluster"]).catalogue.cluster
        figures: dict[str, Any] = {"releases": 0, "runs": {}, "bytes": {}, "classes": {}, "memory": {}, "heap": {}}
        for name in NAMES:
            if open_store(settings[name]).live() is None:
                before = processor_seconds(nodes)
                with watched_heap(nodes) as heap:
                    run = _reindexed(environments[name], asked.releases)
                figures["runs"][name] = asdict(run) | {"nodes": processor_seconds(nodes) - before}
                figures["heap"][f"a run, {name}"] = asdict(heap)
                print(_told(name, figures["runs"][name], heap), flush=True)
            figures["bytes"][name] = _bytes(settings[name])
        services = {name: open_service(settings[name]) for name in NAMES}
        figures["releases"] = services["embedded"].generation().documents
        for name, bytes_of in figures["bytes"].items():
            print(f"{name}: {bytes_of / figures['releases']:,.0f} bytes a release of {figures['releases']:,}")
        print(
            f"{'':14} {'embedded p50':>12} {'p95':>7} {'cluster p50':>12} {'p95':>7} {'requests':>9}  totals, top alike"
        )
        questions = [*_questions(asked.releases, asked.questions)]
        heap = stack.enter_context(watched_heap(nodes))
        for kind, queries in questions:
            row = _measured(services["embedded"], services["cluster"], queries)
            figures["classes"][kind] = asdict(row)
            print(
                f"{kind:14} {row.embedded[0]:12.1f} {row.embedded[1]:7.1f} {row.cluster[0]:12.1f} {row.cluster[1]:7.1f}"
                f" {row.requests:9.1f}  {row.same_totals}, {row.same_top} of {row.asked}; scores {row.furthest:.0e}",
                flush=True,
            )
        for name in NAMES:
            every = [query for _, queries in questions for query in queries]
            with ProcessPoolExecutor(1, get_context("spawn")) as own:
                figures["memory"][name] = own.submit(_memory_of_service, settings[name], every).result()
            print(f"{name}: a service takes {_mib(figures['memory'][name])} of its own")
        figures["heap"]["questions"] = asdict(heap)
        print(f"heap in use while it was asked: {_mib(heap.least)} after it was tidied up, {_mib(heap.most)} at most")
        if asked.json:
            asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


@dataclass(frozen=True, slots=True)
class Run:
    """What a whole run took: seconds that went by, processor seconds, bytes of memory at most (shared ones once)."""

    seconds: float
    processor: float
    peak: int


def _reindexed(environment: dict[str, str], releases: Path) -> Run:
    """Measure a whole run in a process of its own."""
    before, begun = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "index", "--full", str(releases)]
    environ = {**os.environ, **environment}
    with (
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL) as process,
        watched(process.pid) as peak,
    ):
        process.wait()
    if process.returncode not in (0, 3):
        raise SystemExit(f"izla-reindex ended with {process.returncode}; what it said stands above")
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(time.perf_counter() - begun, processor, round(peak.anonymous * 2**20))


def _told(name: str, run: dict[str, float], heap: Heap) -> str:
    return (
        f"{name}: a whole run in {run['seconds']:.1f} s, processors {run['processor']:.1f} s and those of the nodes "
        f"{run['nodes']:.1f} s, memory {_mib(run['peak'])}, heap at most {_mib(heap.most)}"
    )


def _mib(count: float) -> str:
    return f"{count / 2**20:,.0f} MiB"


def _memory_of_service(settings: Settings, queries: Sequence[Query]) -> int:
    """Ask all in a process of its own; return the bytes that it holds then, without mapped files."""
    service = open_service(settings)
    for query in queries:
        service.answer(query, acting=True)
    return round(memory(os.getpid())[2] * 2**20)


def _store_of(settings: Settings) -> OpenSearchStore:
    store = open_store(settings)
    assert isinstance(store, OpenSearchStore)
    return store


def _bytes(settings: Settings) -> int:
    """Return what the live generation takes on disk, the copies on other nodes aside."""
    store = open_store(settings)
    live = store.live()
    assert live is not None
    if isinstance(store, OpenSearchStore):
        entry = store.require_live()
        stats = store.catalogue.cluster.ask("GET", f"/{store.catalogue.index(live.id)}/_stats/store")
        kept = sum(size for size, _ in entry.artefacts.values())
        return int(stats["_all"]["primaries"]["store"]["size_in_bytes"]) + kept
    return sum(path.stat().st_size for path in (settings.data / "generations" / live.id).rglob("*") if path.is_file())


def _questions(releases: Path, wanted: int) -> Iterator[tuple[str, list[Query]]]:
    with releases.open(encoding="utf-8") as lines:
        held, count = holders(map(json.loads, lines))
    drawn = draw(held, count, wanted)
    for kind, typed in drawn.items():
        yield kind, [Query(each.q) for each in typed]
    two = [each.words for each in drawn["two words"]]
    yield "a phrase", [Query(f'"{first} {second}"') for first, second in two]
    yield "a beginning", [Query(f"{each.words[0][:4]}*") for each in drawn["rare word"]]
    narrow = Choice("toshkent-shahri")
    yield "filtered", [query.choosing("region", narrow) for query in (Query(each.q) for each in drawn["common word"])]


def _measured(embedded: SearchService, cluster: SearchService, queries: Sequence[Query]) -> Figures:
    times: dict[str, list[float]] = {name: [] for name in NAMES}
    requests: list[int] = []
    totals = top = 0
    furthest = 0.0
    with _counted_requests() as counted:
        for query in queries[:_WARM]:
            cluster.answer(query, acting=True)
            embedded.answer(query, acting=True)
        for query in queries:
            first, ours = _timed(embedded, query)
            counted.clear()
            second, theirs = _timed(cluster, query)
            requests.append(len(counted))
            times["embedded"].append(first)
            times["cluster"].append(second)
            totals += ours.total == theirs.total
            top += [hit.release.id for hit in ours.hits[:10]] == [hit.release.id for hit in theirs.hits[:10]]
            pairs = zip(ours.hits, theirs.hits, strict=False)
            furthest = max(
                [
                    furthest,
                    *(abs(one.score - other.score) / one.score for one, other in pairs if one.score and other.score),
                ]
            )
    embedded_spread, cluster_spread = (_spread(times[name]) for name in NAMES)
    return Figures(len(queries), embedded_spread, cluster_spread, statistics.mean(requests), totals, top, furthest)


def _timed(service: SearchService, query: Query) -> tuple[float, Answer]:
    begun = time.perf_counter()
    answer = service.answer(query, acting=True)
    return (time.perf_counter() - begun) * 1000, answer


def _spread(times: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


@contextmanager
def _counted_requests() -> Iterator[list[str]]:
    """Note the path of every request to a cluster until the block ends."""
    noted: list[str] = []
    ask = Cluster.ask

    def noting(self: Cluster, method: str, path: str, *rest: Any, **options: Any) -> Any:
        noted.append(path)
        return ask(self, method, path, *rest, **options)

    with patch.object(Cluster, "ask", noting):
        yield noted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
