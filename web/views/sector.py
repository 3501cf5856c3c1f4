"""The page of a sector: what it is about, its archive and its newest releases."""

from dataclasses import replace

from flask import Blueprint, Response, abort, render_template, request

from search.answer import Answer
from search.facets.selection import Choice
from search.query import Query
from web.app_state import state
from web.endpoints import path_of
from web.i18n.messages import Messages
from web.middleware.conditional import answered
from web.parameters import table
from web.parameters.table import Group
from web.presenters.facet_panel import hidden_fields
from web.presenters.histogram import dates
from web.presenters.result_card import cards_of
from web.request_state import labels_for, links
from web.views.search import search_or_last_page

blueprint = Blueprint("sector", __name__)


@blueprint.get(path_of("pages.sector"))
def show(slug: str) -> Response:
    """Show a sector."""
    display = table.read(request.args, page=True, takes=(Group.DISPLAY,)).query
    query = Query(script=display.script).choosing("sector", Choice(slug))
    if slug not in state().categories["sector"]:
        abort(404)

    def find() -> Answer:
        return search_or_last_page(replace(query, interval="month"))

    def render(answer: Answer) -> str:
        labels, to = labels_for(query), links()
        name = labels.category("sector", slug)
        return render_template(
            "sector.html",
            q="",
            hidden=[*hidden_fields(query, to.lang), ("sector", slug)],
            name=name,
            query=query,
            about=_about(answer, name, labels.messages),
            dates=dates(replace(answer, query=query), labels, to),
            cards=cards_of(answer.hits, Query(script=query.script), labels, to, state().site),
            more=to.page(query),
            canonical=to.sector(slug),
        )

    return answered(query.canonical(), find, render, query=display)


def _about(answer: Answer, name: str, messages: Messages) -> str:
    buckets = answer.histogram.buckets if answer.histogram else ()
    if not buckets:
        return messages.text("sector-about", sector=name, n=answer.total)
    years = messages.span(buckets[0].start.replace(day=1, month=1), buckets[-1].end.replace(day=31, month=12))
    return messages.text("sector-about-years", sector=name, n=answer.total, years=years)
