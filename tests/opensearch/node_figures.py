"""What nodes say of themselves while they are measured: processor time, and the heap that is in use."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from search.engines.opensearch.client import Cluster

_EACH: Final = 1.0  # seconds between two looks


@dataclass(slots=True)
class Heap:
    """Bytes in use on the node that had most: the least that was seen, after it was tidied up, and the most."""

    least: int = 0
    most: int = 0

    def look(self, cluster: Cluster) -> None:
        """Take a sample."""
        used = max(int(node["jvm"]["mem"]["heap_used_in_bytes"]) for node in _nodes(cluster, "jvm"))
        self.least, self.most = min(self.least or used, used), max(self.most, used)


def processor_seconds(cluster: Cluster) -> float:
    """Return the processor seconds that all nodes took since they began."""
    return sum(int(node["process"]["cpu"]["total_in_millis"]) for node in _nodes(cluster, "process")) / 1000


@contextmanager
def watched_heap(cluster: Cluster) -> Iterator[Heap]:
    """Watch the heap of the nodes until the block ends."""
    heap, done = Heap(), threading.Event()
    heap.look(cluster)

    def watch() -> None:
        while not done.wait(_EACH):
            heap.look(cluster)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield heap
    finally:
        done.set()
        watcher.join()


def _nodes(cluster: Cluster, metric: str) -> list[Any]:
    return [*cluster.ask("GET", f"/_nodes/stats/{metric}", within=60.0)["nodes"].values()]
