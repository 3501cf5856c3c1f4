"""The results before and after a release in the search that led to it."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from search.answer import Hit
from search.query import SCRIPTS, Query
from search.service import SearchService
from web.i18n.markup import marked, script_of, tag_of
from web.presenters.result_card import stand_in
from web.urls import Links


@dataclass(frozen=True, slots=True)
class AdjacentResult:
    """A result beside the one being read."""

    url: str
    title: Markup
    lang: str


@dataclass(frozen=True, slots=True)
class AdjacentResults:
    """The result before and the one after; None at the ends of the search."""

    before: AdjacentResult | None
    after: AdjacentResult | None


def adjacent_results(service: SearchService, query: Query, release_id: str, links: Links) -> AdjacentResults | None:
    """Find a release on the page of results that the query names; None when it is not there."""
    answer = service.answer(replace(query, facets=(), explain=False), acting=True)
    ids = [hit.release.id for hit in answer.hits]
    if release_id not in ids:
        return None
    position = ids.index(release_id)
    before = after = None
    if position > 0:
        before = _adjacent(answer.hits[position - 1], query, links)
    elif query.page > 1:
        before = _across(service, query.with_(page=query.page - 1), -1, links)
    if position + 1 < len(ids):
        after = _adjacent(answer.hits[position + 1], query, links)
    elif query.page < answer.pages:
        after = _across(service, query.with_(page=query.page + 1), 0, links)
    return AdjacentResults(before, after)


def _across(service: SearchService, query: Query, position: int, links: Links) -> AdjacentResult | None:
    """Return the last or first result of the page before or after."""
    hits = service.answer(replace(query, facets=(), explain=False), acting=True).hits
    return _adjacent(hits[position], query, links) if hits else None


def _adjacent(hit: Hit, query: Query, links: Links) -> AdjacentResult:
    release = hit.release
    script = script_of(release, query.script or links.shown or SCRIPTS[0])
    return AdjacentResult(
        url=links.release(release.id, query),
        title=marked(hit.title, script) or marked(stand_in(release), script),
        lang=tag_of(release, release.title or release.body, script),
    )
