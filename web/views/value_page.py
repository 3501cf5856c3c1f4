"""The page of one value of a facet, a sector or an office: what it is about, its archive and its newest releases."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from flask import Response, request

from search.answer import Answer
from search.facets.selection import Choice
from search.query import Query
from web.app_state import state
from web.i18n.labels import Labels
from web.middleware.conditional import answered
from web.parameters import table
from web.parameters.table import Group
from web.presenters import sharing
from web.presenters.facet_panel import hidden_fields
from web.presenters.histogram import dates
from web.presenters.result_card import cards_of
from web.request_state import labels_for, links, own_named
from web.templating import render_page
from web.views.search import search_or_last_page

_WORDS: Final = {  # facet → what its page says: how many there are, in which years, and what leads to a search
    "sector": ("sector-about", "sector-about-years", "sector-search"),
    "source": ("source-about", "source-about-years", "source-search"),
}


def value_page(facet: str, value: str, named: Callable[[Answer, Labels], str], canonical: str) -> Response:
    """Return the page of a value; `named` says what an answer calls it, and may refuse it."""
    display = own_named(table.read(request.args, page=True, takes=(Group.DISPLAY,)).query)
    query = Query(script=display.script).choosing(facet, Choice(value))

    def find() -> Answer:
        return search_or_last_page(replace(query, interval="month"))

    def render(answer: Answer) -> str:
        labels, to = labels_for(query), links()
        name = named(answer, labels)
        about = _about(facet, name, answer, labels)
        return render_page(
            "value.html",
            q="",
            hidden=[*hidden_fields(query, to.lang), (facet, value)],
            name=name,
            query=query,
            about=about,
            preview=sharing.of_page(name, about, canonical, to, public=bool(state().public_url)),
            dates=dates(replace(answer, query=query), labels, to, wide=True),
            cards=cards_of(answer.hits, Query(script=query.script), labels, to, state().site, within=query),
            more=to.page(query),
            onward=labels.messages.text(_WORDS[facet][2]),
            canonical=canonical,
        )

    return answered(query.canonical(), find, render, query=display)


def _about(facet: str, name: str, answer: Answer, labels: Labels) -> str:
    without_years, with_years, _ = _WORDS[facet]
    buckets = answer.histogram.buckets if answer.histogram else ()
    if not buckets:
        return labels.messages.text(without_years, name=name, n=answer.total)
    years = labels.messages.span(buckets[0].start.replace(day=1, month=1), buckets[-1].end.replace(day=31, month=12))
    return labels.messages.text(with_years, name=name, n=answer.total, years=years)
