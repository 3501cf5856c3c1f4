"""The engines that fulfil the contract: a row here runs every test of this folder on one more of them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.engine import Index, Store
from search.engines import opensearch, whoosh
from search.engines.opensearch.index import OpenSearchIndex
from search.facets.taxonomies import read_aliases, read_categories
from search.query_language.filter_names import FilterNames
from search.query_language.synonyms import read_synonyms
from search.service import SearchService
from search.settings import Settings
from search.withdrawn import NOTHING_READ, Reading
from tests.analyzers import SAMPLE
from tests.opensearch.nodes import node_of_all
from tests.search.engine_contract.reference import ReferenceStore


@dataclass(frozen=True, slots=True)
class OpenEngine:
    """An engine over a data folder of its own: what a run writes to, and what a service reads.

    `near` is how far a score may be from that of the reference, of 1: what is nearer may change places; `near_without`
    is the same where releases were withdrawn from a published generation. `corpora` is for how many generated ones it
    is compared. `forget` takes away what it keeps outside of the folder.
    """

    store: Store
    index: Index
    near: float = 1e-9
    near_without: float = 1e-9
    corpora: int = 10
    forget: Callable[[], None] = lambda: None

    def service(
        self, *, time_limit: float = 10.0, withdrawn: Callable[[], Reading] = lambda: NOTHING_READ
    ) -> SearchService:
        """Return a search service with the tables that come with Izla."""
        corpus = Settings().corpus
        synonyms = read_synonyms(corpus, SAMPLE)
        return SearchService(
            self.index,
            analyzer=SAMPLE,
            time_limit=time_limit,
            synonyms=synonyms,
            names=FilterNames(read_categories(corpus), SAMPLE, synonyms.glossary),
            aliases=read_aliases(corpus),
            withdrawn=withdrawn,
        )


def _whoosh(data: Path) -> OpenEngine:
    settings = Settings(data=data, lock_wait=0.3)
    return OpenEngine(whoosh.open_store(settings, SAMPLE), whoosh.open_index(settings, SAMPLE))


def _reference(data: Path) -> OpenEngine:
    store = ReferenceStore()
    return OpenEngine(store, store)


def open_opensearch(data: Path, grace: float = 0.0) -> OpenEngine:
    """Return the engine of the node that all tests share, under a prefix that no other test has at the time.

    `grace` is how many seconds a generation stays that another one took the place of.
    """
    prefix = _FREE_PREFIXES.pop() if _FREE_PREFIXES else f"test{secrets.token_hex(4)}"
    settings = Settings(
        data=data, lock_wait=0.3, engine="opensearch", opensearch_url=node_of_all(), opensearch_prefix=prefix
    )
    store = opensearch.open_store(settings, SAMPLE, grace=grace)

    def forget() -> None:
        catalogue = store.catalogue
        if indices := catalogue.indices():
            catalogue.cluster.ask("DELETE", f"/{','.join(indices)}")
        _FREE_PREFIXES.append(prefix)

    return OpenEngine(store, OpenSearchIndex(store, fresh=0.0), near=1e-5, near_without=1e-2, corpora=3, forget=forget)


_FREE_PREFIXES: Final[list[str]] = []  # whose generations were deleted; what they keep beside those stays for the next
ENGINES: Final[dict[str, Callable[[Path], OpenEngine]]] = {
    "whoosh": _whoosh,
    "reference": _reference,
    "opensearch": open_opensearch,
}
