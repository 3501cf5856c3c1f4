"""The embedded engine: a Whoosh index in arrays of our own codec, written and read side by side.

Only this package imports Whoosh.
"""

from search.analysis.analyzer import default_analyzer
from search.analysis.fingerprint import fingerprint
from search.analysis.user_dictionary import read_words, use
from search.engines.whoosh.codec.arrays import VERSION
from search.engines.whoosh.index import WhooshIndex
from search.engines.whoosh.store import WhooshStore
from search.settings import Settings

__all__ = ["open_index", "open_store"]


def open_store(settings: Settings) -> WhooshStore:
    """Open the generations of the data folder for writing; creates nothing yet."""
    use(read_words(settings.corpus))
    return WhooshStore(
        settings.data,
        f"{fingerprint(settings.corpus)}-w{VERSION}",
        default_analyzer(),
        memory=settings.memory,
        jobs=settings.jobs,
        lock_wait=settings.lock_wait,
    )


def open_index(settings: Settings) -> WhooshIndex:
    """Open the generations of the data folder for reading; needs none until the first question."""
    return WhooshIndex(open_store(settings), settings.cache)
