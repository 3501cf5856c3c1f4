"""The page of a release, highlighted where the search that led to it matches."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request

from search.answer import Hit, ReleaseView
from search.facets.selection import Choice
from search.facets.table import values_of
from search.query import Query
from search.release import Release
from web.app_state import state
from web.endpoints import path_of
from web.i18n.markup import marked, plain, script_of, tag_of
from web.middleware.conditional import answered, key_of
from web.parameters import table
from web.presenters import sharing
from web.presenters.adjacent_results import adjacent_results
from web.presenters.citation import citation, published_on
from web.presenters.facet_panel import hidden_fields
from web.presenters.json_ld import news_article
from web.presenters.result_card import cards_of, copies_of, facts
from web.request_state import labels_for, links, own_named
from web.templating import render_page
from web.urls import Links, web_address

_LONGEST_LEAD: Final = 400  # code points of a first paragraph that leads in; a longer one is the text itself
_OTHERS: Final = 3  # releases of the same source

blueprint = Blueprint("release", __name__)


@blueprint.get(path_of("pages.release"))
def show(release_id: str) -> Response:
    """Show one release."""
    parameters = table.read(request.args, page=True, filter_names=state().filter_names)
    query = own_named(replace(parameters.query, facets=None))
    return answered(
        key_of(query),
        lambda: state().service.read(release_id, query.q, labels_for(query).script),
        lambda reading: _page(reading, query, links()),
        query=query,
    )


def _page(reading: ReleaseView, query: Query, to: Links) -> str:
    labels, release = labels_for(query), reading.release
    script = script_of(release, labels.script)
    searched = bool(query.q or query.narrowed or query.page > 1)
    unsearched = Query(script=query.script)
    others, of_source = _others(release, unsearched)
    return render_page(
        "release.html",
        q=query.q,
        hidden=hidden_fields(unsearched, to.lang),
        release=release,
        title=marked(reading.title, script),
        title_lang=tag_of(release, release.title or release.body, script),
        paragraphs=[marked(paragraph, script) for paragraph in reading.paragraphs],
        text_lang=tag_of(release, release.body or release.title, script),
        facts=facts(release, labels, to),
        sectors=[(labels.category("sector", slug), to.sector(slug)) for slug in release.sectors],
        copies=copies_of(release, script),
        published_at=web_address(release),
        published_on=published_on(release),
        permalink=to.release(release.id),
        citation=citation(release, labels, to.release(release.id) if state().public_url else None),
        has_lead=len(reading.paragraphs) > 1 and len(plain(reading.paragraphs[0])) <= _LONGEST_LEAD,
        canonical=web_address(release) or to.release(release.id),
        back=to.page(query),
        searched=searched,
        neighbours=adjacent_results(state().service, query, release.id, to) if searched else None,
        scripts=_scripts(release, query, script, to),
        language=labels.category("language", release.language),
        others=cards_of(others, unsearched, labels, to, state().site),
        of_source=of_source,
        similar=cards_of(reading.similar, unsearched, labels, to, state().site),
        linked_data=news_article(release, script, labels, to),
        preview=sharing.of_release(release, labels, to, public=bool(state().public_url)),
        json=to.api_release(release.id, Query(q=query.q, script=query.script)),
    )


def _others(release: Release, query: Query) -> tuple[list[Hit], int]:
    """Return the newest other releases of the source of one, and how many the source has in all."""
    values = values_of("source", release)
    if not values:
        return [], 0
    of_source = query.choosing("source", Choice(values[0])).with_(per_page=_OTHERS + 1, facets=())
    found = state().service.answer(of_source)
    return [hit for hit in found.hits if hit.release.id != release.id][:_OTHERS], found.total


def _scripts(release: Release, query: Query, script: str, to: Links) -> list[tuple[str, str, bool]]:
    """Return (script, address, whether it is the one shown) of each script that a release can be shown in.

    That are those of Uzbek; a release in another language is shown as it was written.
    """
    if not release.is_uzbek:
        return []
    shown, scripts = tag_of(release, release.body or release.title, script), {"latn": "uz-Latn", "cyrl": "uz-Cyrl"}
    return [(name, to.release(release.id, query.with_(script=name)), shown == lang) for name, lang in scripts.items()]
