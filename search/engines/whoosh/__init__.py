"""The embedded engine: Whoosh's index, written and read side by side. Only this package imports Whoosh."""

from search.analysis.fields import fingerprint
from search.analysis.user_dictionary import read_words, use
from search.assist.filter_suggestions import Names
from search.engine import Store
from search.engines.whoosh.codec.arrays import VERSION
from search.engines.whoosh.store import WhooshStore
from search.facets.taxonomies import read_categories
from search.query_language.synonyms import read_synonyms
from search.service import WhooshEngine
from search.settings import Settings

__all__ = ["open_engine", "open_store"]


def open_store(settings: Settings) -> Store:
    """Open the generations of the data folder for writing; creates nothing yet."""
    return _store(settings)


def open_engine(settings: Settings) -> WhooshEngine:
    """Open the engine over the data folder; needs no index until the first question."""
    return WhooshEngine(
        _store(settings),
        cache=settings.cache,
        time_limit=settings.time_limit,
        synonyms=read_synonyms(settings.corpus),
        names=Names(read_categories(settings.corpus)),
    )


def _store(settings: Settings) -> WhooshStore:
    use(read_words(settings.corpus))
    return WhooshStore(
        settings.data,
        f"{fingerprint(settings.corpus)}-w{VERSION}",
        memory=settings.memory,
        jobs=settings.jobs,
        lock_wait=settings.lock_wait,
    )
