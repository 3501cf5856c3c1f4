"""Reading releases by id: those that are there, and an error where a shard cannot say."""

import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

from search.engines.opensearch.client import READ, Cluster, Missing
from search.engines.opensearch.documents import document_id
from search.errors import IndexUnavailable

_AT_ONCE: Final = 200  # releases that are fetched with one request
_PAUSE: Final = 0.2  # seconds until shards that could not answer are asked again


def read_documents(
    cluster: Cluster, index: str, ids: Sequence[str], *, source: bool = True, within: float = READ
) -> Iterator[Any]:
    """Yield what the cluster holds of each id in their order: `found`, and `_source` where it is asked for.

    Raises Missing when the index is not there, and IndexUnavailable when a shard does not answer `within` seconds.
    """
    for start in range(0, len(ids), _AT_ONCE):
        yield from _some(cluster, index, ids[start : start + _AT_ONCE], source=source, within=within)


def _some(cluster: Cluster, index: str, ids: Sequence[str], *, source: bool, within: float) -> list[Any]:
    body = {"ids": [*map(document_id, ids)]}
    until = time.monotonic() + within
    while True:
        answer = cluster.ask("POST", f"/{index}/_mget", body, {"_source": str(source).lower()}, within=within)
        documents: list[Any] = answer["docs"]
        errors = [document["error"] for document in documents if "error" in document]
        if not errors:
            return documents
        if errors[0].get("type") == "index_not_found_exception":
            raise Missing(index)
        if errors[0].get("type") == "security_exception":
            raise cluster.fault(403, errors[0], f"/{index}/_mget")
        if time.monotonic() > until:
            raise IndexUnavailable(f"a part of {index} does not answer: {errors[0].get('reason')}")
        time.sleep(_PAUSE)
