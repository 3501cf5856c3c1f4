"""Sitemaps by year (sitemaps.org 0.9): the pages that crawlers should know."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, g

from search.answer import Histogram
from search.clock import moment
from search.query import Query
from web.app_state import service
from web.middleware.conditional import entity_tag, keep, unchanged
from web.presenters.layout import absolute_links, shown_from
from web.urls import web_address

MOST: Final = 50_000  # addresses in one file, by the protocol
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NAME: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<part>[1-9][0-9]{0,3}))?")
_UNDATED, _SECTORS = "undated", "sectors"

blueprint = Blueprint("sitemaps", __name__)


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """List the sitemaps: one of the sectors, one of each year with releases, more where a year has too many."""
    if same := _unchanged("index"):
        return same
    answer = service().engine.answer(Query(interval="year", facets=("date",), per_page=1))
    names = [_SECTORS, *(name for name in (*_years(answer.histogram), _UNDATED) if _has_pages(name))]
    made = answer.generation.built.isoformat(timespec="seconds")
    base = absolute_links().base
    body = "".join(
        f"<sitemap><loc>{escape(f'{base}/sitemap-{name}.xml')}</loc><lastmod>{made}</lastmod></sitemap>\n"
        for name in names
    )
    text = f"{_HEAD}<sitemapindex {_SPACE}>\n{body}</sitemapindex>\n"
    return keep(_xml(text), entity_tag(answer.generation, "index"))


@blueprint.get("/sitemap-<name>.xml")
def sitemap(name: str) -> Response:
    """List the pages of the sectors, of a year's releases or of the undated ones.

    A release that was published at an address of its own has its canonical page there and is left out here.
    """
    if name == _SECTORS:
        to = absolute_links()
        pages = [(to.sector(slug), "") for slug in service().categories["sector"]]
        return _unchanged(name) or keep(_urls(pages), entity_tag(g.generation, name))
    query, part = _query(name) or abort(404)
    if same := _unchanged(name):
        return same
    export = service().engine.export(query)
    if export.total <= (part - 1) * MOST:
        abort(404)
    releases = islice(export.releases, (part - 1) * MOST, part * MOST)
    to = absolute_links()
    pages = [(to.release(each.id), moment(each.changed)) for each in releases if not web_address(each)]
    if not pages:
        abort(404)
    return keep(_urls(pages), entity_tag(export.generation, name))


def _has_pages(name: str) -> bool:
    """Whether a map of that name would hold a page: the protocol has no empty ones."""
    query, part = _query(name) or (Query(), 1)
    releases = islice(service().engine.export(query).releases, (part - 1) * MOST, part * MOST)
    return any(not web_address(release) for release in releases)


def _years(histogram: Histogram | None) -> Iterator[str]:
    for bar in histogram.buckets if histogram else ():
        if bar.count:
            yield f"{bar.start.year:04}"
            yield from (f"{bar.start.year:04}-{part + 1}" for part in range(1, -(-bar.count // MOST)))


def _query(name: str) -> tuple[Query, int] | None:
    """Return the query behind a sitemap's name and which fifty thousand of it; None when it is no such name."""
    if name == _UNDATED:
        return Query(undated=True, sort="date"), 1
    match = _NAME.fullmatch(name)
    if match is None or not int(match["year"]) >= dt.MINYEAR:
        return None
    year, part = int(match["year"]), int(match["part"] or 1)
    return Query(start=dt.date(year, 1, 1), end=dt.date(year, 12, 31), sort="date"), part


def _unchanged(name: str) -> Response | None:
    """Return 304 where that will do; crawlers have no business with samples."""
    generation = service().engine.generation()
    if generation.samples:
        abort(404)
    shown_from(generation)
    return unchanged(entity_tag(generation, name))


def _urls(pages: Iterable[tuple[str, str]]) -> Response:
    rows = "".join(
        f"<url><loc>{escape(page)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>\n"
        for page, changed in pages
    )
    return _xml(f"{_HEAD}<urlset {_SPACE}>\n{rows}</urlset>\n")


def _xml(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")
