"""Sitemaps by year (sitemaps.org 0.9): the pages that crawlers should know."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort

from search.answer import Answer, Export, Histogram
from search.clock import moment
from search.query import Query
from web.app_state import state
from web.endpoints import ENDPOINTS, path_of
from web.middleware.conditional import answered, present
from web.request_state import absolute_links
from web.urls import web_address

MOST: Final = 50_000  # addresses in one file, by the protocol
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NAME: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<part>[1-9][0-9]{0,3}))?")
_UNDATED, _SECTORS, _SOURCES = "undated", "sectors", "sources"

blueprint = Blueprint("sitemaps", __name__)


@blueprint.get(path_of("sitemaps.index"))
def index() -> Response:
    """List the sitemaps: of the sectors, the sources, each year with releases; more where a year has too many."""
    _refuse_samples()

    def show(answer: Answer) -> Response:
        always = [_SECTORS, _SOURCES] if _sources(answer) else [_SECTORS]
        names = [*always, *(name for name in (*_years(answer.histogram), _UNDATED) if _has_pages(name))]
        built, to = answer.generation.built.isoformat(timespec="seconds"), absolute_links()
        rows = "".join(
            f"<sitemap><loc>{escape(to.to(ENDPOINTS['sitemaps.sitemap'].at(name)))}</loc>"
            f"<lastmod>{built}</lastmod></sitemap>\n"
            for name in names
        )
        return _xml(f"{_HEAD}<sitemapindex {_SPACE}>\n{rows}</sitemapindex>\n")

    query = Query(interval="year", facets=("date", "source"), per_page=1)
    return answered("index", lambda: state().service.answer(query), show)


@blueprint.get(path_of("sitemaps.sitemap"))
def sitemap(name: str) -> Response:
    """List the pages of the sectors, of the sources, of a year's releases or of the undated ones.

    A release that was published at an address of its own has its canonical page there and is left out here.
    """
    if name == _SECTORS:
        _refuse_samples()
        return answered(name, present, lambda _: _of_sectors())
    if name == _SOURCES:
        _refuse_samples()
        query = Query(facets=("source",), per_page=1)
        return answered(name, lambda: state().service.answer(query), lambda answer: _urls(_sources(answer)))
    within, part = _query(name) or abort(404)
    _refuse_samples()

    def show(export: Export) -> Response:
        if export.total <= (part - 1) * MOST:
            abort(404)
        to, releases = absolute_links(), islice(export.releases, (part - 1) * MOST, part * MOST)
        pages = [(to.release(release.id), moment(release.changed)) for release in releases if not web_address(release)]
        return _urls(pages) if pages else abort(404)

    return answered(name, lambda: state().service.export(within), show)


def _of_sectors() -> Response:
    to = absolute_links()
    return _urls([(to.sector(slug), "") for slug in state().categories["sector"]])


def _sources(answer: Answer) -> list[tuple[str, str]]:
    to, facet = absolute_links(), answer.facet("source")
    return [(to.source(value.value), "") for value in facet.values if value.count] if facet else []


def _refuse_samples() -> None:
    """Answer 404 where the releases are samples: crawlers have no business with them."""
    if state().service.generation().samples:
        abort(404)


def _has_pages(name: str) -> bool:
    """Whether a map of that name would hold a page: the protocol has no empty ones."""
    query, part = _query(name) or (Query(), 1)
    releases = islice(state().service.export(query).releases, (part - 1) * MOST, part * MOST)
    return any(not web_address(release) for release in releases)


def _years(histogram: Histogram | None) -> Iterator[str]:
    for bucket in histogram.buckets if histogram else ():
        if bucket.count:
            yield f"{bucket.start.year:04}"
            yield from (f"{bucket.start.year:04}-{part + 1}" for part in range(1, -(-bucket.count // MOST)))


def _query(name: str) -> tuple[Query, int] | None:
    """Return the query behind a sitemap's name and which fifty thousand of it; None when it is no such name."""
    if name == _UNDATED:
        return Query(undated=True, sort="date"), 1
    match = _NAME.fullmatch(name)
    if match is None or not int(match["year"]) >= dt.MINYEAR:
        return None
    year, part = int(match["year"]), int(match["part"] or 1)
    return Query(start=dt.date(year, 1, 1), end=dt.date(year, 12, 31), sort="date"), part


def _urls(pages: Iterable[tuple[str, str]]) -> Response:
    rows = "".join(
        f"<url><loc>{escape(page)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>\n"
        for page, changed in pages
    )
    return _xml(f"{_HEAD}<urlset {_SPACE}>\n{rows}</urlset>\n")


def _xml(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")
