"""The results before and after a release in the search that led to it."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from search.answer import Hit
from search.query import Query
from search.service import SearchService
from web.i18n.markup import marked, tag
from web.presenters.result_card import stand_in
from web.urls import Links


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A result beside the one being read."""

    url: str
    title: Markup
    lang: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The result before and the one after; None at the ends of the search."""

    before: Neighbour | None
    after: Neighbour | None


def neighbours(engine: SearchService, query: Query, release_id: str, links: Links) -> Neighbours | None:
    """Find a release on the page of results that the query names; None when it is not there."""
    answer = engine.answer(replace(query, facets=(), explain=False))
    ids = [hit.release.id for hit in answer.hits]
    if release_id not in ids:
        return None
    place = ids.index(release_id)
    before = after = None
    if place > 0:
        before = _neighbour(answer.hits[place - 1], query, links)
    elif query.page > 1:
        before = _across(engine, query.with_(page=query.page - 1), -1, links)
    if place + 1 < len(ids):
        after = _neighbour(answer.hits[place + 1], query, links)
    elif query.page < answer.pages:
        after = _across(engine, query.with_(page=query.page + 1), 0, links)
    return Neighbours(before, after)


def _across(engine: SearchService, query: Query, place: int, links: Links) -> Neighbour | None:
    """Return the last or first result of the page before or after."""
    hits = engine.answer(replace(query, facets=(), explain=False)).hits
    return _neighbour(hits[place], query, links) if hits else None


def _neighbour(hit: Hit, query: Query, links: Links) -> Neighbour:
    release = hit.release
    return Neighbour(
        url=links.release(release.id, query),
        title=marked(hit.title, query.script) or marked(stand_in(release), query.script),
        lang=tag(release.title or release.body, query.script),
    )
