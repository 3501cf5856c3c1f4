"""Engines: the one place that knows which of them a setting names."""

from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from search.analysis.analyzer import Analyzer
from search.analysis.user_dictionary import read_analyzer
from search.engine import Index, Store
from search.engines import whoosh
from search.errors import BadSetting
from search.facets.taxonomies import read_aliases, read_categories
from search.query_language.filter_names import FilterNames
from search.query_language.synonyms import read_synonyms
from search.settings import Settings
from search.withdrawn import WithdrawnFile

if TYPE_CHECKING:
    from search.service import SearchService

__all__ = ["open_index", "open_service", "open_store"]


def open_service(settings: Settings, analyzer: Analyzer | None = None) -> "SearchService":
    """Open the search service over the data folder or the cluster; needs no index until the first question.

    Raises BadCorpus, and BadSetting where the client of a cluster is not installed or its files cannot be read.
    `analyzer` is the site's, where the caller has it already; else it is made here.
    """
    from search.service import SearchService  # a run that only writes asks nothing, and starts sooner

    analyzer = analyzer or read_analyzer(settings.corpus)
    synonyms = read_synonyms(settings.corpus, analyzer)
    return SearchService(
        open_index(settings, analyzer),
        analyzer=analyzer,
        time_limit=settings.time_limit,
        synonyms=synonyms,
        names=FilterNames(read_categories(settings.corpus), analyzer, synonyms.glossary),
        aliases=read_aliases(settings.corpus),
        withdrawn=WithdrawnFile(settings.corpus, settings.data).read,
    )


def open_index(settings: Settings, analyzer: Analyzer | None = None) -> Index:
    """Open the generations of the data folder or the cluster for reading; raises and takes as `open_service` does."""
    index: Index = _engine(settings).open_index(settings, analyzer or read_analyzer(settings.corpus))
    return index


def open_store(settings: Settings, analyzer: Analyzer | None = None) -> Store:
    """Open the generations of the data folder or the cluster for writing; creates nothing yet.

    Raises and takes as `open_service` does.
    """
    store: Store = _engine(settings).open_store(settings, analyzer or read_analyzer(settings.corpus))
    return store


def _engine(settings: Settings) -> ModuleType:
    """Return the package of the engine that a setting names."""
    if settings.engine == "whoosh":
        return whoosh
    if find_spec("opensearchpy") is None:
        raise BadSetting(
            "IZLA_ENGINE=opensearch needs opensearch-py, which is not installed. Run: pip install 'izla[opensearch]'"
        )
    from search.engines import opensearch  # only who uses a cluster has its client installed

    return opensearch
