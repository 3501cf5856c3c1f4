"""The endpoint table: a row is an address of the service, for people or for programs.

Its path stands here alone: views are bound to it, addresses are made of it, and robots.txt, the sitemaps, the
description for browsers, the description of the API, the rate limit, the counters and the log read the rows.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from urllib.parse import quote

from flask import request

from web.parameters.table import Group, Param, params_of

API_PREFIX: Final = "/api/"  # all below it is read by programs, also what is not there
_VARIABLE: Final = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")  # as Flask writes it in a path


class Kind(Enum):
    """Whom an endpoint is for, and with that how it fails and what surrounds its answers."""

    PAGE = "a page of releases; a language that its address names is remembered"
    TEXT = "a page about the service"
    API = "for programs: errors are problem+json, any site may ask, the rate is limited"
    ASSET = "a file of the pages, the same in every language"
    MACHINE = "for crawlers, browsers and those who watch the service"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint: its name in the log and in /metrics, its path as Flask writes it, and its kind.

    One that is not `counted` by its name counts with the others in /metrics; `crawled` False keeps crawlers out where
    the path is not below /api/. The rest is for kind API: `operation` is its name in the description of the API and,
    with `endpoint-`, in the catalogues; `takes` are groups of parameters; `media` is the media type of its answer,
    `charset` what its Content-Type says of the letters where readers would guess,
    `schema` an answer of web.api.json_schemas, None where an answer is not one JSON value.
    """

    name: str
    path: str
    kind: Kind
    counted: bool = True
    crawled: bool = True
    operation: str = ""
    takes: tuple[Group, ...] = ()
    media: str = ""
    schema: str | None = None
    charset: str = ""
    _parts: tuple[str, str] = field(init=False)  # the path before and after its variable

    def __post_init__(self) -> None:
        before, _, after = _VARIABLE.sub("\0", self.path).partition("\0")
        object.__setattr__(self, "_parts", (before, after))

    def at(self, value: str) -> str:
        """Return the path with a value in the place of its variable, which it is one step of."""
        before, after = self._parts
        return f"{before}{quote(value, safe='')}{after}"

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it: {id} stands for a release."""
        return "{id}".join(self._parts) if _VARIABLE.search(self.path) else self.path

    @property
    def content_type(self) -> str:
        """The Content-Type of its answer."""
        return f"{self.media}; charset={self.charset}" if self.charset else self.media

    def params(self) -> tuple[Param, ...]:
        """Return the rows of the parameter table that it takes."""
        return params_of(*self.takes)


def _api(
    name: str,
    path: str,
    operation: str,
    takes: tuple[Group, ...],
    media: str,
    schema: str | None = None,
    *,
    counted: bool = True,
    crawled: bool = True,
    charset: str = "",
) -> Endpoint:
    return Endpoint(name, path, Kind.API, counted, crawled, operation, takes, media, schema, charset)


_JSON: Final = "application/json"
_LINES: Final = "application/x-ndjson"
_ROWS: Final = (
    Endpoint("pages.search", "/", Kind.PAGE),
    Endpoint("pages.release", "/release/<path:release_id>", Kind.PAGE),
    Endpoint("pages.sector", "/sector/<slug>", Kind.PAGE),
    Endpoint("pages.source", "/source/<slug>", Kind.PAGE),
    Endpoint("pages.follow", "/follow", Kind.PAGE),
    Endpoint("pages.count", "/count", Kind.PAGE),
    _api("api.search", "/api/search", "search", (Group.SEARCH,), _JSON, "Answer"),
    _api("api.release", "/api/releases/<path:release_id>", "release", (Group.WORDS, Group.DISPLAY), _JSON, "Reading"),
    _api("api.similar", "/api/releases/<path:release_id>/similar", "similar", (Group.DISPLAY,), _JSON, "Similar"),
    _api("api.sectors", "/api/sectors", "sectors", (Group.DISPLAY,), _JSON, "Sectors"),
    _api("api.sources", "/api/sources", "sources", (Group.DISPLAY,), _JSON, "Sources"),
    _api(
        "browsersearch.suggest",
        "/api/suggest",
        "suggest",
        (Group.WORDS, Group.LANGUAGE),
        "application/x-suggestions+json",
        "Suggestions",
    ),
    _api("exports.changes", "/api/changes", "changes", (Group.COPY, Group.DISPLAY), _LINES),
    _api("feeds.atom", "/feed.atom", "atom", (Group.SEARCH,), "application/atom+xml", charset="utf-8"),
    _api(
        "feeds.json_feed",
        "/feed.json",
        "json_feed",
        (Group.SEARCH,),
        "application/feed+json",
        "JsonFeed",
        charset="utf-8",
    ),
    _api(
        "exports.table", "/search.csv", "csv", (Group.SEARCH, Group.TABLE), "text/csv", crawled=False, charset="utf-8"
    ),
    _api("exports.lines", "/search.ndjson", "ndjson", (Group.SEARCH,), _LINES, crawled=False),
    _api("docs.openapi", "/api/openapi.json", "openapi", (Group.LANGUAGE,), _JSON, "Description", counted=False),
    Endpoint("docs.api", "/api", Kind.TEXT, counted=False),
    Endpoint("docs.how", "/help", Kind.TEXT, counted=False),
    Endpoint("status.show", "/status", Kind.TEXT, counted=False),
    Endpoint("problems.explain", "/problems/<name>", Kind.TEXT, counted=False),
    Endpoint("assets.serve", "/static/<name>", Kind.ASSET),
    Endpoint("assets.favicon", "/favicon.ico", Kind.ASSET, counted=False),
    Endpoint("assets.speculation_rules", "/speculation-rules.json", Kind.ASSET, counted=False),
    Endpoint("browsersearch.description", "/opensearch.xml", Kind.MACHINE, counted=False),
    Endpoint("sitemaps.index", "/sitemap.xml", Kind.MACHINE, counted=False),
    Endpoint("sitemaps.sitemap", "/sitemap-<name>.xml", Kind.MACHINE, counted=False),
    Endpoint("wellknown.robots", "/robots.txt", Kind.MACHINE, counted=False),
    Endpoint("wellknown.alive", "/healthz", Kind.MACHINE, counted=False),
    Endpoint("wellknown.ready", "/readyz", Kind.MACHINE, counted=False),
    Endpoint("metrics.show", "/metrics", Kind.MACHINE, counted=False),
)
ENDPOINTS: Final = {row.name: row for row in _ROWS}
API: Final = tuple(row for row in _ROWS if row.kind is Kind.API)
_BY_PATH: Final = {row.path: row for row in _ROWS}
_BY_OPERATION: Final = {row.operation: row for row in API}
_API_PATHS: Final = frozenset(row.path for row in API)


def path_of(name: str) -> str:
    """Return the path of an endpoint; raises KeyError for a name that the table does not hold."""
    return ENDPOINTS[name].path


def operation(name: str) -> Endpoint:
    """Return the endpoint of an operation of the API."""
    return _BY_OPERATION[name]


def is_for_programs(path: str) -> bool:
    """Whether what is at a path is read by programs, so that errors are too, and any site may ask."""
    return path.startswith(API_PREFIX) or path in _API_PATHS


def requested() -> Endpoint | None:
    """Return the endpoint of this request, None where nothing is at its path; KeyError names a path without a row."""
    return _BY_PATH[request.url_rule.rule] if request.url_rule else None
