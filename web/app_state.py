"""Application state: what all requests of one application share, and the one way in which they search.

Settings, the site's own words, the tables, the search service, and the counters, rates and answers kept in memory.
"""

import hashlib
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from flask import Flask, current_app, g

from search.analysis.user_dictionary import read_analyzer
from search.answer import Answer
from search.corpus_tables import SITE, TABLES, table_file
from search.engines import open_service
from search.facets.table import slug
from search.facets.taxonomies import Categories, read_aliases, read_categories
from search.query import Query
from search.query_language.filter_names import FilterNames
from search.query_language.synonyms import read_synonyms
from search.service import SearchService
from search.settings import ROOT, Settings
from search.version import version
from web.i18n.labels import Labels
from web.i18n.messages import Messages
from web.shared.counters import Counters
from web.shared.rate_limiter import RateLimiter
from web.shared.response_store import ResponseStore
from web.site_settings import read_site
from web.zero_result_log import ZeroResultLog

VERSION: Final = version()
_KEY: Final = "izla"  # of Flask's extensions
_CODE: Final = (".py", ".html", ".toml", ".css", ".js", ".svg", ".txt", ".rbbi")  # files that shape an answer


class AppState:
    """What the requests of one application share; the index is opened at the first question, after any fork.

    An application that is not `public` limits nobody and logs no search without results: a command that asks itself.
    `stamp` changes with everything that shapes an answer besides the index.
    """

    def __init__(self, settings: Settings, service: SearchService | None = None, *, public: bool = True) -> None:
        self.settings = settings
        self.categories: Mapping[str, Categories] = read_categories(settings.corpus)
        self._analyzer = read_analyzer(settings.corpus)
        # a broken table stops the service at its start, not at its first question
        synonyms = read_synonyms(settings.corpus, self._analyzer)
        self.offices = {  # the slug of each other name of an office → that of the name that is shown
            slug(other): slug(shown) for shown, others in read_aliases(settings.corpus).items() for other in others
        }
        self.filter_names = FilterNames(self.categories, self._analyzer, synonyms.glossary)
        self.site = read_site(settings.corpus)
        self.public_url = settings.base_url or self.site.public
        self.stamp = _stamp(settings)
        self.responses = ResponseStore(settings.answers << 20)
        self.rate_limiter = RateLimiter(settings.rate) if settings.rate and public else None
        self.counters = Counters()
        self.zero_results = ZeroResultLog(settings.data) if public else None
        self._labels: dict[tuple[Messages, str], Labels] = {}
        self._service = service
        self._opening = threading.Lock()

    def labels(self, messages: Messages, script: str) -> Labels:
        """Return the names of things in a language and a script, the same ones for all requests."""
        made = self._labels.get((messages, script))
        return made or self._labels.setdefault((messages, script), Labels(messages, script, self.categories))

    @property
    def service(self) -> SearchService:
        """The search service; it may still have nothing to answer from."""
        with self._opening:
            if self._service is None:
                self._service = open_service(self.settings, self._analyzer)
            return self._service


def install(app: Flask, settings: Settings, service: SearchService | None, *, public: bool) -> AppState:
    """Give an application its state and return it."""
    made = app.extensions[_KEY] = AppState(settings, service, public=public)
    return made


def hand_over(before: Flask, after: Flask) -> None:
    """Let an application go on counting where the one before it was: requests, and who asked how often."""
    old, new = before.extensions[_KEY], after.extensions[_KEY]
    new.rate_limiter, new.counters = old.rate_limiter, old.counters


def state() -> AppState:
    """Return the state of the current application."""
    current = current_app.extensions[_KEY]
    assert isinstance(current, AppState)  # noqa: S101  # narrows what Flask keeps untyped
    return current


def search(query: Query, *, acting: bool = False, facets_size: int | None = None) -> Answer:
    """Answer a query for a reader: its stages are timed, and a search without results is counted and logged.

    `acting` and `facets_size` as of `SearchService.answer`.
    """
    answer = state().service.answer(query, acting=acting, facets_size=facets_size)
    note_timings(answer.timings)
    log = state().zero_results
    if log:
        log.tend()
    if query.q and not answer.total and query.page == 1:
        state().counters.event("nothing_found")
        if log:
            log.note(query)
    return answer


def note_timings(timings: Iterable[tuple[str, float]]) -> None:
    """Keep the stages of an answer, (name, milliseconds), for Server-Timing."""
    g.timings = (*g.get("timings", ()), *timings)


def _stamp(settings: Settings) -> str:
    """Hash all that shapes an answer besides the index: code, words, the site and its public address."""
    digest = hashlib.sha256(settings.base_url.encode())
    for name in (*(table.file for table in TABLES), SITE):
        digest.update(table_file(settings.corpus, name).read_bytes())
    for path in sorted(_sources(ROOT / "web")) + sorted(_sources(ROOT / "search")):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{VERSION}.{digest.hexdigest()[:8]}"


def _sources(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in _CODE and path.is_file()]
