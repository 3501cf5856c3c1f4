"""The engine of a cluster: OpenSearch holds our terms and ranks by our formula; analysis stays here.

Only this package imports opensearchpy.
"""

from search.analysis.analyzer import Analyzer
from search.analysis.fingerprint import fingerprint
from search.engines.opensearch.catalogue import Catalogue
from search.engines.opensearch.client import Access, Cluster
from search.engines.opensearch.index import OpenSearchIndex
from search.engines.opensearch.mapping import VERSION
from search.engines.opensearch.store import GRACE, OpenSearchStore
from search.settings import Settings

__all__ = ["open_index", "open_store"]


def open_store(settings: Settings, analyzer: Analyzer, grace: float = GRACE) -> OpenSearchStore:
    """Open the generations of the cluster for writing; asks it nothing yet. `grace` as in OpenSearchStore."""
    access = Access(
        urls=settings.opensearch_urls,
        ca=settings.opensearch_ca,
        user=settings.opensearch_user,
        password_file=settings.opensearch_password_file,
        certificate=settings.opensearch_cert,
        key=settings.opensearch_key,
    )
    return OpenSearchStore(
        Catalogue(Cluster(access), settings.opensearch_prefix),
        f"{fingerprint(settings.corpus)}-o{VERSION}",
        analyzer,
        folder=settings.data / "opensearch",
        shards=settings.opensearch_shards,
        jobs=settings.jobs,
        lock_wait=settings.lock_wait,
        grace=grace,
    )


def open_index(settings: Settings, analyzer: Analyzer) -> OpenSearchIndex:
    """Open the generations of the cluster for reading; needs none until the first question."""
    return OpenSearchIndex(open_store(settings, analyzer))
