"""The page that tells how a search is followed: what is followed, its newest releases, its feed and how it is read."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request

from search.answer import Answer
from search.facets.selection import Choice
from search.query import Query
from web.app_state import state
from web.endpoints import path_of
from web.i18n.labels import Labels
from web.middleware.conditional import answered, key_of
from web.parameters import table
from web.parameters.table import Group
from web.presenters.facet_panel import hidden_fields
from web.presenters.notices import ignored
from web.presenters.result_card import cards_of
from web.request_state import absolute_links, labels_for, links
from web.templating import render_page
from web.urls import Links, feed_query
from web.views.feeds import newest

_SHOWN: Final = 5  # of the newest
_PROGRAMS: Final = "Feedly, Inoreader, Thunderbird, NetNewsWire"

blueprint = Blueprint("follow", __name__)


@blueprint.get(path_of("pages.follow"))
def show() -> Response:
    """Show how a search is followed."""
    parameters = table.read(
        request.args, page=True, filter_names=state().filter_names, takes=(Group.FEED, Group.LANGUAGE)
    )
    query = feed_query(parameters.query)

    def render(answer: Answer) -> str:
        labels, to = labels_for(query), links()
        back, name = _followed_from(query, answer, labels, to)
        return render_page(
            "follow.html",
            q=query.q,
            hidden=hidden_fields(Query(script=query.script), to.lang),
            ignored=ignored(parameters, labels.messages),
            back=back,
            name=name,
            description=labels.description(answer),
            total=answer.total,
            cards=cards_of(answer.hits, query, labels, to, state().site),
            programs=_PROGRAMS,
            atom=absolute_links().feed("atom", query),
            json_feed=absolute_links().feed("json_feed", query),
        )

    key = f"{key_of(query)}&{parameters.faults}"
    return answered(key, lambda: newest(query, _SHOWN), render, query=query)


def _followed_from(query: Query, answer: Answer, labels: Labels, to: Links) -> tuple[str, str]:
    """Return the address and the name of the page that is followed: that of a sector or a source, else the results."""
    for facet, page in (("sector", to.sector), ("source", to.source)):
        for choice, label in labels.chosen(answer, facet):
            alone = replace(Query(script=query.script).choosing(facet, Choice(choice.value)), read=query.read)
            if choice.value and not choice.excluded and query == alone:
                return page(choice.value), label
    return to.page(query), labels.messages.text("back-to-results")
