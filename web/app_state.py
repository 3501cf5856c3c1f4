"""What every door of one application shares: settings, site, tables, the engine and the software's stamp."""

import hashlib
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from flask import Flask, current_app

from search.analysis.user_dictionary import read_words
from search.assist.filter_suggestions import Names
from search.corpus_tables import TABLES, table_file
from search.engines import open_service
from search.facets.taxonomies import Categories, read_categories
from search.query_language.synonyms import read_synonyms
from search.service import SearchService
from search.settings import ROOT, Settings
from web.shared.counters import Metrics
from web.shared.rate_limiter import Limits
from web.shared.response_store import Answers
from web.site_settings import FILE, read_site
from web.zero_result_log import Misses

VERSION: Final = "0.1.0"
_KEY: Final = "izla"
_CODE: Final = (".py", ".html", ".toml", ".css", ".js", ".svg", ".txt", ".rbbi")


class Service:
    """The shared things of one application; the engine opens at the first question, after any fork.

    One that is not `public` limits nobody and notes nothing: a command that asks itself.
    """

    def __init__(self, settings: Settings, engine: SearchService | None = None, *, public: bool = True) -> None:
        self.settings = settings
        self.categories: Mapping[str, Categories] = read_categories(settings.corpus)
        read_synonyms(settings.corpus)  # a broken table stops the service at its start, not at its first question
        read_words(settings.corpus)
        self.known = Names(self.categories)
        self.site = read_site(settings.corpus)
        self.address = settings.base_url or self.site.public
        self.stamp = _stamp(settings)
        self.answers = Answers(settings.answers << 20)
        self.limits = Limits(settings.rate) if settings.rate and public else None
        self.metrics = Metrics()
        self.misses = Misses(settings.data) if public else None
        self._engine = engine
        self._opening = threading.Lock()

    @property
    def engine(self) -> SearchService:
        """The engine that answers; it may still have nothing to answer from."""
        with self._opening:
            if self._engine is None:
                self._engine = open_service(self.settings)
            return self._engine


def install(app: Flask, settings: Settings, engine: SearchService | None, *, public: bool) -> Service:
    """Give an application its service and return it."""
    found = app.extensions[_KEY] = Service(settings, engine, public=public)
    return found


def hand_over(before: Flask, after: Flask) -> None:
    """Let an application go on counting where the one before it was: who asked how often, and what was answered."""
    old, new = before.extensions[_KEY], after.extensions[_KEY]
    new.limits, new.metrics = old.limits, old.metrics


def service() -> Service:
    """Return the service of the current application."""
    found = current_app.extensions[_KEY]
    assert isinstance(found, Service)  # noqa: S101  # narrows what Flask keeps untyped
    return found


def _stamp(settings: Settings) -> str:
    """Hash all that shapes an answer besides the index: code, words, the site and its public address."""
    digest = hashlib.sha256(settings.base_url.encode())
    for name in (*(table.file for table in TABLES), FILE):
        digest.update(table_file(settings.corpus, name).read_bytes())
    for path in sorted(_sources(ROOT / "web")) + sorted(_sources(ROOT / "search")):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{VERSION}.{digest.hexdigest()[:8]}"


def _sources(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in _CODE and path.is_file()]
