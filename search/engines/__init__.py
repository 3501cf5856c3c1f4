"""Engines: the one place that knows which of them a setting names."""

from search.engine import Store
from search.engines import whoosh
from search.facets.taxonomies import read_categories
from search.query_language.filter_names import FilterNames
from search.query_language.synonyms import read_synonyms
from search.service import SearchService
from search.settings import Settings

__all__ = ["open_service", "open_store"]


def open_service(settings: Settings) -> SearchService:
    """Open the search service over the data folder; needs no index until the first question. Raises BadCorpus."""
    return SearchService(
        whoosh.open_index(settings),
        time_limit=settings.time_limit,
        synonyms=read_synonyms(settings.corpus),
        names=FilterNames(read_categories(settings.corpus)),
    )


def open_store(settings: Settings) -> Store:
    """Open the generations of the data folder for writing; creates nothing yet. Raises BadCorpus."""
    return whoosh.open_store(settings)
