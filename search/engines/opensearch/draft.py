"""The draft: an index that no alias names yet, and the statistics of what is in it."""

import datetime as dt
import hashlib
import io
import logging
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import numpy as np

from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts
from search.clock import TASHKENT
from search.engine import Preparer
from search.engines.opensearch.bulk import BulkLoader
from search.engines.opensearch.catalogue import (
    HISTORY,
    MANIFEST,
    VOCABULARY,
    Catalogue,
    Entry,
    damaged,
    to_meta,
)
from search.engines.opensearch.client import WRITE, Missing
from search.engines.opensearch.documents import Prepared, held_by, prepared, release_of, source
from search.engines.opensearch.mapping import COPIES, ID, ONE_COPY, mappings, settings, similarity
from search.engines.opensearch.reading import read_documents
from search.engines.opensearch.vocabulary import Statistics
from search.engines.opensearch.writer_lock import WriterLock
from search.errors import IndexUnavailable
from search.generation import NO_HISTORY, Generation, History
from search.release import Moments, Release
from search.stage_times import StageTimes

_AT_ONCE: Final = 400  # releases that `add` reads at once
_PAGE: Final = 10_000  # ids that are read with one request
_MODULUS: Final = 1 << 63
_MAY_CLOSE: Final = "give the user what docs/SCALING.md lists"
_REPLICATED: Final = 50  # seconds that are waited for replicas
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a generation is built by and of: the fingerprint of the software, whether samples are in it, the paths."""

    fingerprint: str
    samples: bool
    paths: tuple[str, ...]


def sum_of(ids: Iterable[str]) -> int:
    """Return a number that tells one set of ids from another: their digests added up, in any order."""
    return sum(int.from_bytes(hashlib.sha256(each.encode()).digest()[:8]) for each in ids) % _MODULUS


class OpenSearchDraft:
    """A generation in the making; leaving its `with` unpublished deletes its index.

    `base` is the entry of the generation that it goes on from, `statistics` begin with that one's; `table` has the
    chunks that `add` reads by, `lock` is the writer's, released at the end, and `go_live` takes the finished index.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        generation_id: str,
        base: Entry | None,
        statistics: Statistics,
        provenance: Provenance,
        table: ChunkTable,
        shards: int,
        jobs: int,
        lock: WriterLock,
        go_live: Callable[[str], None],
    ) -> None:
        self._catalogue = catalogue
        self._cluster = catalogue.cluster
        self._id = generation_id
        self._index = catalogue.index(generation_id)
        self._base = catalogue.index(base.generation.id) if base else None
        self._ids = base.ids if base else 0
        self._statistics = statistics
        self._provenance = provenance
        self._table = table
        self._jobs = jobs
        self._lock = lock
        self._go_live = go_live
        self._added: set[str] = set()
        self._replaced: set[str] = set()  # of the base's releases, those that are not to be counted any more
        self._stages = StageTimes()
        self._verified = False
        self._published = False
        self._shards = shards
        self._averages: dict[str, float] = {}  # that stand in the formula of the index
        self._loader = BulkLoader(self._cluster, self._index, self._make_index)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._loader.stop()
            self._statistics.close()
            if not self._published:
                self._catalogue.delete([self._index])
        finally:
            self._lock.release()

    @property
    def preparer(self) -> Preparer:
        """What makes of releases what is sent of them."""
        return prepared

    @property
    def jobs(self) -> int:
        """How many processes may read and prepare releases."""
        return self._jobs

    @property
    def stages(self) -> StageTimes:
        """The times of the run's stages."""
        return self._stages

    def add(self, releases: Iterable[Release]) -> None:
        """Write releases; one with an id that the base holds takes its place.

        An id may come only once in a draft, but for one that was removed from it.
        """
        waiting = iter(releases)
        while part := list(islice(waiting, _AT_ONCE)):
            texts = read_texts([text for release in part for text in (release.title, release.searched)], self._table)
            made = prepared(part, texts, np.arange(len(part)))
            self.add_prepared(made, [(release.first_seen, release.changed) for release in part])

    def add_prepared(self, prepared: Prepared, moments: Sequence[Moments | None]) -> None:
        """Write releases as `add` does, those that have moments."""
        self._verified = False
        self._lock.keep()
        chosen = [
            (release_id, said, known)
            for release_id, said, known in zip(prepared.ids, prepared.sources, moments, strict=True)
            if known is not None
        ]
        with self._stages.timed("gather"):
            ids = [release_id for release_id, _, _ in chosen]
            for release_id in ids:
                if release_id in self._added:
                    raise ValueError(f"the id {release_id!r} came twice")
                self._added.add(release_id)
            self._take_out_of_base(ids)
            self._statistics.add(prepared.held, np.array([known is not None for known in moments], bool))
            self._ids = (self._ids + sum_of(ids)) % _MODULUS
        with self._stages.timed("write"):
            for release_id, said, known in chosen:
                self._loader.put(release_id, source(said, known))

    def remove(self, ids: Iterable[str]) -> None:
        """Take releases out by id."""
        self._verified = False
        self._lock.keep()
        named = [*dict.fromkeys(ids)]
        added = [release_id for release_id in named if release_id in self._added]
        if added:
            self._loader.flush()
            for release in self._fetch(self._index, added):
                self._subtract(release)
            self._added.difference_update(added)
        self._take_out_of_base([release_id for release_id in named if release_id not in added])
        for release_id in named:
            self._loader.delete(release_id)

    def _take_out_of_base(self, ids: Sequence[str]) -> None:
        """Take the base's releases of these ids out of the statistics, each once."""
        if self._base is None:
            return
        for release in self._fetch(self._base, [each for each in ids if each not in self._replaced]):
            self._subtract(release)
            self._replaced.add(release.id)

    def _subtract(self, release: Release) -> None:
        self._statistics.subtract(held_by(release, self._table.analyzer))
        self._ids = (self._ids - sum_of([release.id])) % _MODULUS

    def _fetch(self, index: str, ids: Sequence[str]) -> Iterator[Release]:
        for document in read_documents(self._cluster, index, ids, within=WRITE):
            if document.get("found"):
                yield release_of(document["_source"])

    def verify(self) -> None:
        """Send what waits, count what arrived and compare its ids with those that were sent; raises IndexDamaged."""
        self._lock.keep()
        with self._stages.timed("write"):
            self._loader.flush(last=True)
            self._cluster.ask("POST", f"/{self._index}/_refresh", within=WRITE)
            check_ids(self._catalogue, self._id, self._statistics.documents, self._ids)
        self._verified = True

    def publish(self, manifest: bytes, history: History = NO_HISTORY, begun: int = 0) -> Generation:
        """Make it the live generation of this fingerprint, atomically; `manifest` is kept beside it unread."""
        if not self._verified:
            self.verify()
        generation = Generation(
            id=self._id,
            fingerprint=self._provenance.fingerprint,
            built=dt.datetime.now(TASHKENT),
            documents=self._statistics.documents,
            samples=self._provenance.samples,
            paths=self._provenance.paths,
            begun=begun,
        )
        self._close_for_good()
        self._wait_for_replicas()
        kept = self._kept(manifest, history)
        self._lock.require()
        self._change(f"/{self._index}/_mapping", {"_meta": to_meta(Entry(generation, kept, self._ids))})
        self._published = True
        self._go_live(self._index)
        return generation

    def _kept(self, manifest: bytes, history: History) -> dict[str, tuple[int, str]]:
        """Keep beside the generation what belongs to it."""
        with tempfile.NamedTemporaryFile(prefix="izla-terms-") as file:
            self._statistics.write(Path(file.name))
            artefacts: dict[str, IO[bytes]] = {
                MANIFEST: io.BytesIO(manifest),
                HISTORY: io.BytesIO(history.to_json().encode()),
            }
            with Path(file.name).open("rb") as terms:
                return self._catalogue.keep(self._id, artefacts | {VOCABULARY: terms})

    def _make_index(self, complete: bool) -> None:
        """Make the index; where all that goes into it is known by then, with the average lengths that it will have."""
        self._averages = self._statistics.averages() if complete else {}
        chosen = settings(self._shards, self._averages)
        if self._base is None:
            body = {"settings": chosen, "mappings": mappings()}
            self._cluster.ask("PUT", f"/{self._index}", body, within=WRITE)
            return
        changed = {"blocks": {"write": None}, "similarity": chosen["index"]["similarity"], **ONE_COPY}
        path = f"/{self._base}/_clone/{self._index}"
        self._cluster.ask("PUT", path, {"settings": {"index": changed}}, {"wait_for_active_shards": 1}, within=WRITE)

    def _close_for_good(self) -> None:
        """Let nobody write any more, with the average lengths in the formula, which only a closed index takes."""
        blocked: dict[str, Any] = {"blocks": {"write": True}, **COPIES}
        averages = self._statistics.averages()
        if averages == self._averages:
            self._change(f"/{self._index}/_settings", {"index": blocked})
            return
        self._cluster.ask("POST", f"/{self._index}/_flush", within=WRITE)
        closing = self._cluster.ask("POST", f"/{self._index}/_close", None, {"wait_for_active_shards": 0}, within=WRITE)
        state = closing["indices"].get(self._index, {"closed": True})
        if not state["closed"]:
            raise IndexUnavailable(f"the cluster does not close {self._index}: {_close_fault(state)}; {_MAY_CLOSE}")
        self._change(f"/{self._index}/_settings", {"index": blocked | {"similarity": similarity(averages)}})
        self._cluster.ask("POST", f"/{self._index}/_open", within=WRITE)

    def _wait_for_replicas(self) -> None:
        """Wait until every shard has its replica, as far as the cluster has the nodes, so that no node is the only one.

        A cluster that cannot get there goes on without, and the log says so.
        """
        health = {"wait_for_status": "green", "timeout": f"{_REPLICATED}s"}
        try:
            self._cluster.ask("GET", f"/_cluster/health/{self._index}", None, health, within=WRITE, missing=(408,))
        except Missing:
            _log.warning("%s has no replica yet: a node that is lost may take it along", self._index)

    def _change(self, path: str, body: Any) -> None:
        self._cluster.ask("PUT", path, body, within=WRITE)


def _close_fault(state: dict[str, Any]) -> str:
    """Return why an index was not closed, in the cluster's words, whose answer is a success all the same."""
    text = str(state.get("exception") or state.get("failedShards") or state)
    found = re.search(r"'reason': '([^']*)'", text)
    return found[1] if found else text[:200]


def check_ids(catalogue: Catalogue, generation_id: str, documents: int, ids: int) -> None:
    """Compare the releases of a generation with how many there should be and the sum of their ids."""
    counted, summed = 0, 0
    request: dict[str, Any] = {"size": _PAGE, "sort": [{ID: "asc"}], "_source": False, "track_total_hits": False}
    path = f"/{catalogue.index(generation_id)}/_search"
    params = {"allow_partial_search_results": "false"}
    while hits := catalogue.cluster.ask("POST", path, request, params, within=WRITE)["hits"]["hits"]:
        counted += len(hits)
        summed = (summed + sum_of(hit["sort"][0] for hit in hits)) % _MODULUS
        request["search_after"] = hits[-1]["sort"]
    if (counted, summed) != (documents, ids):
        raise damaged(generation_id, f"it holds {counted} of {documents} releases, or others")
