"""The embedded engine: a Whoosh index in arrays of our own codec, written and read side by side.

Only this package imports Whoosh.
"""

from search.analysis.analyzer import Analyzer
from search.analysis.fingerprint import fingerprint
from search.engines.whoosh.codec.arrays import VERSION
from search.engines.whoosh.index import WhooshIndex
from search.engines.whoosh.store import WhooshStore
from search.settings import Settings

__all__ = ["open_index", "open_store"]


def open_store(settings: Settings, analyzer: Analyzer) -> WhooshStore:
    """Open the generations of the data folder for writing; creates nothing yet."""
    return WhooshStore(
        settings.data,
        f"{fingerprint(settings.corpus)}-w{VERSION}",
        analyzer,
        memory=settings.memory,
        jobs=settings.jobs,
        lock_wait=settings.lock_wait,
    )


def open_index(settings: Settings, analyzer: Analyzer) -> WhooshIndex:
    """Open the generations of the data folder for reading; needs none until the first question."""
    return WhooshIndex(open_store(settings, analyzer), settings.cache)
