"""A real OpenSearch node beside Izla: the same releases, the same questions, an answer of the same parts."""

import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from search.facets.table import FACETS
from search.query import PER_PAGE
from search.snippets import FRAGMENTS, WIDTH
from tests.bench.composing import SHARED
from tests.bench.errors import BenchError
from tests.bench.service.client import Client
from tests.bench.service.processes import serving
from tests.bench.service.queries import Typed

PORT: Final = 9201  # that of `nodes one`
SEARCH: Final = "/releases/_search?request_cache=false"
_BATCH: Final = 1_000  # releases a bulk request, about two megabytes
_AT_ONCE: Final = 2  # bulk requests in flight: one for each core
_LINES: Final = "application/x-ndjson"
_TITLE: Final = 2.0  # what a word in the title weighs more
_VALUES: Final = 100  # values of a facet: all there are

INDEX: Final[dict[str, Any]] = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
    "mappings": {
        "dynamic": False,
        "properties": {
            "id": {"type": "keyword"},
            "title": {"type": "text", "analyzer": "standard"},
            "body": {"type": "text", "analyzer": "standard"},
            "date": {"type": "date"},
            "sector": {"type": "keyword"},
            "region": {"type": "keyword"},
            "source": {"type": "keyword"},
            "url": {"type": "keyword", "index": False},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """How fast the node took the releases: a second until they are found, and until they are one segment too."""

    releases: int
    seconds: float
    seconds_merged: float
    index_mib: float

    @property
    def rate(self) -> float:
        """Releases a second until all are found."""
        return self.releases / self.seconds

    @property
    def rate_merged(self) -> float:
        """Releases a second with the merge to one segment."""
        return self.releases / self.seconds_merged


@contextmanager
def node(folder: Path | None = None) -> Iterator[None]:
    """Run a node of its own (2 GB heap) until the block ends; its jars and data are in a temporary folder."""
    home = folder or Path(tempfile.gettempdir()) / "izla-bench-opensearch"
    home.mkdir(parents=True, exist_ok=True)
    for name in ("nodes", "OsNode.java", "pom.xml"):
        source = SHARED / "tools" / "opensearch" / name
        if not source.is_file():
            raise BenchError(f"the node is started by {name}, which is not in ../shared/tools/opensearch")
        shutil.copy(source, home / name)
    environ = {**os.environ, "OS_HOME": str(home / "home")}
    if not (home / "cp.txt").is_file():
        _fetch(home, environ)
    shutil.rmtree(home / "home", ignore_errors=True)
    command = ["sh", str(home / "nodes"), "one"]
    with serving(command, environ, PORT, "/_cluster/health?wait_for_status=yellow&timeout=60s", home / "node.log"):
        yield


def load(path: Path) -> Loaded:
    """Index the releases of a file anew with bulk requests, two at a time; then merge them to one segment."""
    batches = list(bulk_bodies(path))
    with Client(PORT) as client:
        client.ask("DELETE", "/releases?ignore_unavailable=true")
        client.ask("PUT", "/releases", json.dumps(INDEX).encode())
        begun = time.perf_counter()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            sent = sum(pool.map(_send, (batches[turn::_AT_ONCE] for turn in range(_AT_ONCE))))
        client.ask("POST", "/releases/_refresh")
        seconds = time.perf_counter() - begun
        client.ask("POST", "/releases/_forcemerge?max_num_segments=1")
        client.ask("POST", "/releases/_refresh")
        merged = time.perf_counter() - begun
        found = json.loads(client.get("/releases/_count").body)["count"]
        if found != sent:
            raise BenchError(f"OpenSearch holds {found} releases of {sent}")
        client.ask("POST", "/releases/_flush?force=true")
        stats = json.loads(client.get("/releases/_stats/store").body)
    return Loaded(sent, seconds, merged, stats["_all"]["total"]["store"]["size_in_bytes"] / 2**20)


def bulk_bodies(path: Path, batch: int = _BATCH) -> Iterator[tuple[int, bytes]]:
    """Give the bodies of bulk requests, each with how many releases it holds; made before any clock runs."""
    with path.open("rb") as lines:
        while rows := list(itertools.islice(lines, batch)):
            yield len(rows), b"".join(b'{"index":{}}\n' + row for row in rows)


def search_body(typed: Typed, interval: str) -> dict[str, Any]:
    """Return the search whose answer has the parts of Izla's: hits with marks, exact total, facets, histogram."""
    words = [{"multi_match": {"query": word, "fields": [f"title^{_TITLE:g}", "body"]}} for word in typed.words]
    match typed.kind:
        case "two words":
            query: dict[str, Any] = {"bool": {"must": words}}
        case "any of three":
            query = {"bool": {"should": words, "minimum_should_match": 1}}
        case _:
            query = words[0]
    return {
        "size": PER_PAGE,
        "track_total_hits": True,
        "query": query,
        "_source": ["id", "title", "date", "sector", "source", "url"],
        "aggs": {
            **{row.name: {"terms": {"field": row.name, "size": _VALUES}} for row in FACETS},
            "date": {"date_histogram": {"field": "date", "calendar_interval": interval}},
        },
        "highlight": {
            "fields": {
                "title": {"number_of_fragments": 0},
                "body": {"number_of_fragments": FRAGMENTS, "fragment_size": WIDTH},
            }
        },
    }


def _send(batches: Sequence[tuple[int, bytes]]) -> int:
    sent = 0
    with Client(PORT) as client:
        for count, body in batches:
            reply = client.ask("POST", "/releases/_bulk?filter_path=errors", body, _LINES)
            if json.loads(reply.body)["errors"]:
                raise BenchError("OpenSearch refused releases of a bulk request")
            sent += count
    return sent


def _fetch(home: Path, environ: dict[str, str]) -> None:
    if shutil.which("mvn") is None:
        raise BenchError("OpenSearch's jars are fetched with Maven. On Debian: apt install maven")
    done = subprocess.run(["sh", str(home / "nodes"), "classpath"], env=environ, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"OpenSearch's jars could not be fetched: {(done.stdout + done.stderr)[-500:]}")
