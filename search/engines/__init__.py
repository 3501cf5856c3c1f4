"""Engines: the one place that knows which of them a setting names."""

from search.engines import whoosh
from search.engines.whoosh import open_store
from search.service import WhooshEngine as SearchService
from search.settings import Settings

__all__ = ["open_service", "open_store"]


def open_service(settings: Settings) -> SearchService:
    """Open the search service over the data folder; needs no index until the first question. Raises BadCorpus."""
    return whoosh.open_engine(settings)
