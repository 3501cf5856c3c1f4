"""The page of a release, highlighted where the search that led to it matches."""

from dataclasses import replace

from flask import Blueprint, Response, render_template, request

from search.answer import ReleaseView
from search.query import Query
from web.app_state import state
from web.endpoints import path_of
from web.i18n.markup import marked, tag
from web.middleware.conditional import answered, key_of
from web.parameters import table
from web.presenters.adjacent_results import adjacent_results
from web.presenters.facet_panel import hidden_fields
from web.presenters.json_ld import news_article
from web.presenters.result_card import cards_of, copies_of, facts
from web.request_state import labels_for, links, own_named
from web.urls import Links, web_address

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
    script = labels.script
    searched = bool(query.q or query.narrowed or query.page > 1)
    unsearched = Query(script=query.script)
    return render_template(
        "release.html",
        q=query.q,
        hidden=hidden_fields(unsearched, to.lang),
        release=release,
        title=marked(reading.title, script),
        title_lang=tag(release.title or release.body, script),
        paragraphs=[marked(paragraph, script) for paragraph in reading.paragraphs],
        text_lang=tag(release.body or release.title, script),
        facts=facts(release, labels, to),
        sectors=[(labels.category("sector", slug), to.sector(slug)) for slug in release.sectors],
        copies=copies_of(release, script),
        published_at=web_address(release),
        canonical=web_address(release) or to.release(release.id),
        back=to.page(query),
        searched=searched,
        neighbours=adjacent_results(state().service, query, release.id, to) if searched else None,
        scripts=_scripts(release.id, query, tag(release.body or release.title, script), to),
        similar=cards_of(reading.similar, unsearched, labels, to, state().site),
        linked_data=news_article(release, script, labels, to),
        json=to.api_release(release.id, Query(q=query.q, script=query.script)),
    )


def _scripts(release_id: str, query: Query, shown: str, to: Links) -> list[tuple[str, str, bool]]:
    """Return (script, address, whether it is the one shown) of each script that Uzbek is written in."""
    scripts = {"latn": "uz-Latn", "cyrl": "uz-Cyrl"}
    return [
        (script, to.release(release_id, query.with_(script=script)), shown == lang) for script, lang in scripts.items()
    ]
