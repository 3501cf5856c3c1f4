"""The catalogue: which indices of the cluster are generations, which is live, and what is kept beside them.

PREFIX-ID                       a generation: published when the mapping's `_meta` describes it, and of that very id
PREFIX-meta                     the lock, and what is kept beside the generations, in chunks
PREFIX-live-FINGERPRINT         the alias of the live generation of a fingerprint

Nothing else of a cluster is looked at or touched, whatever its name begins with.
"""

import base64
import hashlib
import io
import itertools
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, Final

from search.engines.opensearch.client import READ, WRITE, Cluster, Missing
from search.errors import REINDEX, IndexDamaged
from search.generation import Generation

MANIFEST: Final = "manifest"
HISTORY: Final = "history"
VOCABULARY: Final = "vocabulary"
LOCK: Final = "lock"
_SOON: Final = 0.8  # seconds that nodes are asked for what any of them knows
_SOON_EACH: Final = 0.4  # seconds for each of them
_CHUNK: Final = 2 << 20  # bytes of a chunk, before it is packed
_LEVEL: Final = 6
_ID: Final = r"\d{8}t\d{4}z-[0-9a-f]{4}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A published generation: what it is, the artefacts that are kept beside it, and the sum of its ids.

    `artefacts` gives the bytes and the SHA-256 of each, by name. `ids` is what `search.engines.opensearch.draft.sum_of`
    makes of its releases.
    """

    generation: Generation
    artefacts: dict[str, tuple[int, str]]
    ids: int


def damaged(generation_id: str, reason: str) -> IndexDamaged:
    """Return the error for a damaged generation, with what mends it."""
    return IndexDamaged(f"generation {generation_id} is damaged: {reason}", f"{REINDEX} --full")


class Catalogue:
    """The generations under one prefix of a cluster."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        self.cluster = cluster
        self.prefix = prefix
        self.meta = f"{prefix}-meta"
        self._ours = re.compile(f"{re.escape(prefix)}-{_ID}")

    def index(self, generation_id: str) -> str:
        """Return the name of a generation's index."""
        return f"{self.prefix}-{generation_id.lower()}"

    def alias(self, fingerprint: str) -> str:
        """Return the name that stands for the live generation of a fingerprint."""
        return f"{self.prefix}-live-{fingerprint}"

    def indices(self) -> tuple[str, ...]:
        """Return the names of all generations' indices, those of drafts too."""
        return tuple(name for name in self._described() if self._ours.fullmatch(name))

    def entries(self) -> dict[str, Entry]:
        """Return the published generations by their index, newest first, without those that cannot be read."""
        read = {}
        for name, values in self._described().items():
            if self._ours.fullmatch(name) and (entry := _entry(name, self, values["mappings"].get("_meta"))):
                read[name] = entry
        newest_first = sorted(
            read.items(), key=lambda one: (one[1].generation.built, one[1].generation.id), reverse=True
        )
        return dict(newest_first)

    def entry(self, index: str) -> Entry | None:
        """Return the published generation of an index."""
        try:
            values = self.cluster.ask("GET", f"/{index}/_mapping")
        except Missing:
            return None
        return _entry(index, self, values[index]["mappings"].get("_meta")) if index in values else None

    def live(self, fingerprint: str, *, soon: bool = False, within: float = READ) -> str | None:
        """Return the index of the live generation of a fingerprint.

        With `soon` any node answers from what it knows itself, also while the cluster elects a manager; so that tells
        within a second whether there is a node at all.
        """
        path = f"/{self.prefix}-*/_alias/{self.alias(fingerprint)}"  # whoever may look at these may not at others
        try:
            if soon:
                held = self.cluster.ask("GET", path, None, {"local": "true"}, within=_SOON, timeout=_SOON_EACH)
            else:
                held = self.cluster.ask("GET", path, within=within)
        except Missing:
            return None
        return next((name for name in held if self._ours.fullmatch(name)), None)

    def point(self, fingerprint: str, index: str) -> None:
        """Make an index the live one of a fingerprint, in one step."""
        alias, before = self.alias(fingerprint), self.live(fingerprint, within=WRITE)
        actions = [{"add": {"index": index, "alias": alias}}]
        if before not in (None, index):
            actions.append({"remove": {"index": str(before), "alias": alias}})
        self.cluster.ask("POST", "/_aliases", {"actions": actions}, within=WRITE)

    def make_meta(self) -> None:
        """Make the index that keeps what belongs to no generation's releases, if it is not there."""
        body = {
            "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
            "mappings": {"dynamic": False, "properties": {"generation": {"type": "keyword"}}},
        }
        try:
            self.cluster.ask("GET", f"/{self.meta}")
        except Missing:
            with suppress(Missing):  # 400: another run was faster
                self.cluster.ask("PUT", f"/{self.meta}", body, within=WRITE, missing=(400,))

    def keep(self, generation_id: str, artefacts: Mapping[str, IO[bytes]]) -> dict[str, tuple[int, str]]:
        """Keep artefacts beside a generation, a chunk at a time; return what its entry says of them."""
        kept = {}
        for name, file in artefacts.items():
            size, digest = 0, hashlib.sha256()
            for number in itertools.count():
                if not (part := file.read(_CHUNK)):
                    break
                packed = base64.b64encode(zlib.compress(part, _LEVEL)).decode()
                body = {"generation": generation_id.lower(), "data": packed}
                self.cluster.ask("PUT", f"/{self.meta}/_doc/{_chunk(generation_id, name, number)}", body, within=WRITE)
                size += len(part)
                digest.update(part)
            kept[name] = (size, digest.hexdigest())
        return kept

    def artefact(self, entry: Entry, name: str) -> bytes:
        """Return what was kept beside a generation; raises IndexDamaged when it is not what was published."""
        file = io.BytesIO()
        self.fetch(entry, name, file)
        return file.getvalue()

    def fetch(self, entry: Entry, name: str, file: IO[bytes]) -> None:
        """Write what was kept beside a generation to a file, a chunk at a time; raises as `artefact` does."""
        generation_id = entry.generation.id
        size, digest = entry.artefacts[name]
        read = hashlib.sha256()
        for number in range(-(-size // _CHUNK)):
            try:
                document = self.cluster.ask("GET", f"/{self.meta}/_doc/{_chunk(generation_id, name, number)}")
                part = zlib.decompress(base64.b64decode(document["_source"]["data"]))
            except Missing:
                raise damaged(generation_id, f"its {name} is not whole") from None
            except (zlib.error, ValueError, KeyError, TypeError):
                raise damaged(generation_id, f"its {name} is not what was published") from None
            read.update(part)
            file.write(part)
        if read.hexdigest() != digest:
            raise damaged(generation_id, f"its {name} is not what was published")

    def delete(self, indices: Iterable[str]) -> None:
        """Take generations out of the cluster, and what is kept beside them; one that is not there does no harm."""
        for index in indices:
            if not self._ours.fullmatch(index):
                raise ValueError(f"{index!r} is no generation's index")
            with suppress(Missing):
                self.cluster.ask("DELETE", f"/{index}", within=WRITE)
            self._forget(index.removeprefix(f"{self.prefix}-"))

    def _forget(self, generation: str) -> None:
        """Delete the chunks that are kept beside a generation; its id is given in small letters."""
        wanted = {"size": 1000, "_source": False, "query": {"term": {"generation": generation}}}
        try:
            self.cluster.ask("POST", f"/{self.meta}/_refresh", within=WRITE)
            while hits := self.cluster.ask("POST", f"/{self.meta}/_search", wanted, within=WRITE)["hits"]["hits"]:
                actions = "".join(json.dumps({"delete": {"_id": hit["_id"]}}) + "\n" for hit in hits)
                self.cluster.ask("POST", f"/{self.meta}/_bulk", actions, {"refresh": "true"}, within=WRITE)
        except Missing:
            return

    def _described(self) -> Any:
        return self.cluster.ask("GET", f"/{self.prefix}-*/_mapping", None, {"expand_wildcards": "all"})


def to_meta(entry: Entry) -> dict[str, Any]:
    """Return an entry as the mapping of its index keeps it."""
    return {
        **entry.generation.to_values(),
        "artefacts": {name: [size, digest] for name, (size, digest) in entry.artefacts.items()},
        "ids": str(entry.ids),
    }


def _entry(index: str, catalogue: Catalogue, meta: Any) -> Entry | None:
    """Return what the mapping of an index says of it; None for a draft, whose clone tells of its base."""
    try:
        if catalogue.index(meta["id"]) != index:
            return None
        return Entry(
            Generation.from_values(meta),
            {name: (size, digest) for name, (size, digest) in meta["artefacts"].items()},
            int(meta["ids"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _chunk(generation_id: str, name: str, number: int) -> str:
    return f"{generation_id}.{name}.{number}"
