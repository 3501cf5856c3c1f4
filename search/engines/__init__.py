"""Engines: the one place that knows which of them a setting names."""

from importlib.util import find_spec

from search.analysis.analyzer import Analyzer
from search.analysis.user_dictionary import read_analyzer
from search.engine import Index, Store
from search.engines import whoosh
from search.errors import BadSetting
from search.facets.taxonomies import read_aliases, read_categories
from search.query_language.filter_names import FilterNames
from search.query_language.synonyms import read_synonyms
from search.service import SearchService
from search.settings import Settings
from search.withdrawn import WithdrawnFile

__all__ = ["open_service", "open_store"]


def open_service(settings: Settings, analyzer: Analyzer | None = None) -> SearchService:
    """Open the search service over the data folder or the cluster; needs no index until the first question.

    Raises BadCorpus, and BadSetting where the client of a cluster is not installed or its files cannot be read.
    `analyzer` is the site's, where the caller has it already; else it is made here.
    """
    analyzer = analyzer or read_analyzer(settings.corpus)
    synonyms = read_synonyms(settings.corpus, analyzer)
    return SearchService(
        _open_index(settings, analyzer),
        analyzer=analyzer,
        time_limit=settings.time_limit,
        synonyms=synonyms,
        names=FilterNames(read_categories(settings.corpus), analyzer, synonyms.glossary),
        aliases=read_aliases(settings.corpus),
        withdrawn=WithdrawnFile(settings.corpus, settings.data).read,
    )


def open_store(settings: Settings, analyzer: Analyzer | None = None) -> Store:
    """Open the generations of the data folder or the cluster for writing; creates nothing yet.

    Raises BadCorpus and BadSetting as `open_service` does.
    `analyzer` as for `open_service`.
    """
    analyzer = analyzer or read_analyzer(settings.corpus)
    if settings.engine == "opensearch":
        _require_client()
        from search.engines import opensearch

        return opensearch.open_store(settings, analyzer)
    return whoosh.open_store(settings, analyzer)


def _open_index(settings: Settings, analyzer: Analyzer) -> Index:
    if settings.engine == "opensearch":
        _require_client()
        from search.engines import opensearch  # only who uses a cluster has its client installed

        return opensearch.open_index(settings, analyzer)
    return whoosh.open_index(settings, analyzer)


def _require_client() -> None:
    if find_spec("opensearchpy") is None:
        raise BadSetting(
            "IZLA_ENGINE=opensearch needs opensearch-py, which is not installed. Run: pip install 'izla[opensearch]'"
        )
