"""The search page: what a query finds, or the newest releases on a first visit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request

from search.answer import Answer, Hit
from search.clock import today
from search.query import Query
from web.app_state import search, state
from web.endpoints import path_of
from web.i18n.labels import Labels
from web.middleware.conditional import answered, key_of
from web.middleware.response_cache import is_worth_caching
from web.parameters import table
from web.parameters.table import Group, Parameters
from web.presenters import sharing
from web.presenters.facet_panel import LONG, hidden_fields
from web.presenters.histogram import dates
from web.presenters.json_ld import website
from web.presenters.notices import ignored
from web.presenters.result_card import Card, cards_of
from web.presenters.results_page import results_page
from web.request_state import absolute_links, labels_for, links, own_named
from web.templating import render_page
from web.urls import Links
from web.views.facet import facet_page

_NEWEST: Final = 5  # releases on a first visit
_BROWSED: Final = 10  # releases a page for who goes on from there; a number in the address tells it from a first visit
_EXAMPLES: Final = ("elektr stansiya", "Қозоғистон", "sogliqni saqlash")  # one in each way of writing

blueprint = Blueprint("search", __name__)


@blueprint.get(path_of("pages.search"))
def show() -> Response:
    """Show what a query finds, or the newest releases on a first visit."""
    parameters = table.read(
        request.args, page=True, filter_names=state().filter_names, takes=(Group.SEARCH, Group.PAGE)
    )
    query = own_named(replace(parameters.query, facets=None, facets_size=None))
    if parameters.facet:
        return facet_page(parameters.facet, query, parameters)
    first_visit = query == Query(script=query.script) and not parameters.fault("from", "to")  # whose fields it lacks

    def find() -> Answer:
        if first_visit:
            return search_or_last_page(replace(query, per_page=_NEWEST, interval="month"))
        return search_or_last_page(query, facets_size=LONG)

    def shown(answer: Answer) -> str:
        return _first_visit(answer, parameters) if first_visit else _results(answer, parameters)

    cacheable = None if parameters.faults else is_worth_caching
    key = f"{key_of(query)}&{today()}&{parameters.faults}"  # the periods offered beside the histogram are today's
    return answered(key, find, shown, query=query, cacheable=cacheable)


def search_or_last_page(query: Query, *, facets_size: int | None = None) -> Answer:
    """Answer a query with so many values of each facet; one for a page beyond the results gets their last."""
    answer = search(query, acting=True, facets_size=facets_size)
    if answer.pages < query.page and answer.pages:
        answer = search(replace(query, page=answer.pages), acting=True, facets_size=facets_size)
    return answer


def _results(answer: Answer, parameters: Parameters) -> str:
    labels, to = labels_for(answer.query), links()

    def shown(hits: Sequence[Hit], query: Query) -> list[Card]:
        return cards_of(hits, query, labels, to, state().site)

    ages = state().filter_names.is_of_today(parameters.query.q)
    address = absolute_links().page(answer.query)
    page = results_page(answer, parameters, request.args, shown, labels, to, address=address, ages=ages)
    preview = sharing.of_search(answer, labels, to, public=bool(state().public_url))
    return render_page("search.html", preview=preview, **page.variables())


def _first_visit(answer: Answer, parameters: Parameters) -> str:
    query, to = answer.query, links()
    labels = labels_for(query)
    plain = Query(script=query.script)
    title, heading = state().site.titles[labels.messages.lang], labels.messages.text("home-heading")
    return render_page(
        "home.html",
        answer=answer,
        hidden=hidden_fields(parameters.query, to.lang),
        ignored=ignored(parameters, labels.messages),
        dates=dates(replace(answer, query=plain), labels, to, wide=True),
        sectors=_sectors(answer, labels, to),
        cards=cards_of(answer.hits, plain, labels, to, state().site),
        more=to.page(plain.with_(per_page=_BROWSED)) if answer.pages > 1 else None,
        preview=sharing.of_page(title, heading, to.page(Query()), to, public=bool(state().public_url)),
        linked_data=website(title, to) if state().public_url else None,
        latest=Query(),
        examples=[(words, to.page(Query(words))) for words in state().site.examples or _EXAMPLES if _finds(words)],
    )


def _finds(words: str) -> bool:
    """Say whether any release holds all the words of an example, or what they are read as."""
    answer = state().service.answer(Query(words, per_page=1, facets=()), acting=True)
    return answer.total > 0 and answer.understanding.matching == "all" and answer.corrected is None


def _sectors(answer: Answer, labels: Labels, to: Links) -> list[tuple[str, int, str]]:
    """Return (name, count, page) of every sector, in the order of the alphabet that the names are read by."""
    counted = answer.facet("sector")
    counts = {value.value: value.count for value in counted.values} if counted else {}
    return [(name, counts.get(slug, 0), to.sector(slug)) for slug, name in labels.ordered_categories("sector")]
