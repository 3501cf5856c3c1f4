"""The pages: search and release."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, abort, g, make_response, render_template, request

from search.answer import Answer, Hit
from search.facets.selection import Choice
from search.query import Query, write_end, write_start
from web import searching
from web.app_state import service
from web.i18n.labels import Labels
from web.i18n.markup import marked, tag
from web.i18n.messages import Words
from web.middleware.conditional import entity_tag, keep, said, unchanged
from web.middleware.response_cache import recall, remember
from web.parameters import table
from web.parameters.table import Asked
from web.parameters.types import clean
from web.presenters.adjacent_results import neighbours
from web.presenters.facet_panel import chips, hidden_fields, panels
from web.presenters.histogram import dates
from web.presenters.json_ld import news_article, website
from web.presenters.layout import labels_for, links, shown_from
from web.presenters.notices import ignored, lone_words, reading, ways_out, why
from web.presenters.pagination import numbers
from web.presenters.result_card import Card, card, facts
from web.site_settings import SOURCE
from web.urls import web_address

_NEWEST: Final = 10

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def search() -> Response:
    """Show what a query finds, or the newest releases on a first visit."""
    asked = table.read(request.args, page=True, known=service().known)
    query = replace(asked.query, facets=None)
    shown_from(service().engine.generation(), query)
    etag = entity_tag(g.generation, f"{said(query)}&{asked.faults}")
    if same := unchanged(etag) or (None if asked.faults else recall(g.generation, query)):
        return same
    first_visit = query == Query(script=query.script) and not asked.fault("from", "to")  # whose fields it lacks
    answer = _answer(replace(query, per_page=_NEWEST, interval="month") if first_visit else query)
    shown_from(answer.generation, query)
    page = _first_visit(answer, asked) if first_visit else _results(answer, query, asked)
    response = keep(make_response(page), entity_tag(answer.generation, f"{said(query)}&{asked.faults}"))
    return response if asked.faults else remember(response, answer, query)


def _answer(query: Query) -> Answer:
    answer = searching.search(query)
    if answer.pages < query.page and answer.pages:
        answer = searching.search(replace(query, page=answer.pages))
    return answer


def _cards(hits: Iterable[Hit], query: Query, labels: Labels) -> list[Card]:
    to_source = service().site.results == SOURCE
    return [card(hit, query, labels, links(), to_source=to_source) for hit in hits]


def _first_visit(answer: Answer, asked: Asked) -> str:
    query, to = answer.query, links()
    labels = labels_for(query)
    return render_template(
        "home.html",
        answer=answer,
        hidden=hidden_fields(asked.query, g.named_lang),
        ignored=ignored(asked, g.words),
        dates=dates(replace(answer, query=Query(script=query.script)), labels, to),
        sectors=[
            (
                labels.category("sector", slug),
                _count(answer, slug),
                to.sector(slug),
            )
            for slug in service().categories["sector"]
        ],
        cards=_cards(answer.hits, Query(script=query.script), labels),
        more=to.page(query.with_(page=2, interval="auto")) if answer.pages > 1 else None,
        linked_data=website(service().site.titles[g.words.lang], to) if service().address else None,
        latest=Query(),
        examples=[
            (words, to.page(Query(q=words))) for words in ("yashil energetika", "Қозоғистон", "sogliqni saqlash")
        ],
    )


def _count(answer: Answer, slug: str) -> int:
    sector = answer.facet("sector")
    return next((value.count for value in sector.values if value.value == slug), 0) if sector else 0


def _results(answer: Answer, typed: Query, asked: Asked) -> str:
    query, to = answer.query, links()
    labels = labels_for(query)
    date_fault = asked.fault("from", "to", "date")
    return render_template(
        "search.html",
        answer=answer,
        query=query,
        q=query.q,
        description=labels.description(answer),
        hidden=hidden_fields(query, g.named_lang),
        ignored=ignored(asked, g.words),
        beyond=typed.page if answer.pages and typed.page > answer.pages else None,
        reading=reading(answer, labels, to),
        panels=panels(answer, labels),
        dates=dates(answer, labels, to),
        date_fault=why(date_fault, g.words) if date_fault else None,
        date_field=date_fault.parameter if date_fault else None,
        start=_field("from", query.start, asked),
        end=_field("to", query.end, asked),
        chips=chips(answer, labels, to),
        cleared=to.page(query.without_filters()),
        sorts=_sorts(query),
        cards=_cards(answer.hits, query, labels),
        ways_out=ways_out(answer, labels, to),
        lone_words=lone_words(answer, to),
        sectors=[
            (labels.category("sector", slug), to.page(Query().choosing("sector", Choice(slug))))
            for slug in service().categories["sector"]
        ],
        pages=[
            (number, to.page(query.with_(page=number)) if number else "")
            for number in numbers(answer.page, answer.pages)
        ],
        previous=to.page(query.with_(page=answer.page - 1)) if answer.page > 1 else None,
        next=to.page(query.with_(page=answer.page + 1)) if answer.page < answer.pages else None,
        canonical=to.page(query),
        json=to.api(query),
        scripts=[(script, to.page(query.with_(script=script))) for script in ("source", "latn", "cyrl")],
    )


def _field(name: str, day: dt.date | None, asked: Asked) -> str:
    """Return what a date field shows: the ISO form of what was read, or what was typed when it could not be."""
    if day is None:
        return clean(request.args.get(name, "")) if asked.fault("from", "to") else ""
    query = asked.query
    ends = (
        write_start(query.start, query.end) if query.start else "",
        write_end(query.end, query.start) if query.end else "",
    )
    return day.isoformat()[: max(map(len, ends))]  # as fine as the finer one: 2022-01 beside 2022-03, never 2022


def _sorts(query: Query) -> list[tuple[str, str, bool]]:
    orders = ("relevance", "-date", "date") if query.q else ("-date", "date")
    return [(order, links().page(query.with_(sort=_explicit(query, order))), query.order == order) for order in orders]


def _explicit(query: Query, order: str) -> str | None:
    return None if order == Query(q=query.q).order else order


@blueprint.get("/sector/<slug>")
def sector(slug: str) -> Response:
    """Show a sector: what it is about, its archive and its newest releases."""
    asked = table.read(request.args, page=True, only=("script", "lang"))
    query = Query(script=asked.query.script).choosing("sector", Choice(slug))
    if slug not in service().categories["sector"]:
        abort(404)
    shown_from(service().engine.generation(), asked.query)
    etag = entity_tag(g.generation, query.canonical())
    if same := unchanged(etag):
        return same
    answer = _answer(replace(query, interval="month"))
    shown_from(answer.generation, asked.query)
    labels, to = labels_for(query), links()
    name = labels.category("sector", slug)
    page = render_template(
        "sector.html",
        q="",
        hidden=[*hidden_fields(query, g.named_lang), ("sector", slug)],
        name=name,
        query=query,
        about=_about(answer, name, labels.words),
        dates=dates(replace(answer, query=query), labels, to),
        cards=_cards(answer.hits, Query(script=query.script), labels),
        more=to.page(query),
        canonical=to.sector(slug),
    )
    return keep(make_response(page), entity_tag(answer.generation, query.canonical()))


def _about(answer: Answer, name: str, words: Words) -> str:
    bars = answer.histogram.buckets if answer.histogram else ()
    if not bars:
        return words.say("sector-about", sector=name, n=answer.total)
    years = words.span(bars[0].start.replace(day=1, month=1), bars[-1].end.replace(day=31, month=12))
    return words.say("sector-about-years", sector=name, n=answer.total, years=years)


@blueprint.get("/release/<path:release_id>")
def release(release_id: str) -> Response:
    """Show one release, marked where the search that led here matches."""
    asked = table.read(request.args, page=True, known=service().known)
    query, to = replace(asked.query, facets=None), links()
    shown_from(service().engine.generation(), query)
    etag = entity_tag(g.generation, said(query))
    if same := unchanged(etag):
        return same
    found = service().engine.read(release_id, query.q)
    shown_from(found.generation, query)
    labels, item = labels_for(query), found.release
    searched = bool(query.q or query.narrowed or query.page > 1)
    page = render_template(
        "release.html",
        q=query.q,
        hidden=hidden_fields(Query(script=query.script), g.named_lang),
        release=item,
        title=marked(found.title, query.script),
        title_lang=tag(item.title or item.body, query.script),
        paragraphs=[marked(paragraph, query.script) for paragraph in found.paragraphs],
        text_lang=tag(item.body or item.title, query.script),
        facts=facts(item, labels, to),
        sectors=[(labels.category("sector", slug), to.sector(slug)) for slug in item.sectors],
        published_at=web_address(item),
        canonical=web_address(item) or to.release(item.id),
        back=to.page(query),
        searched=searched,
        neighbours=neighbours(service().engine, query, item.id, to) if searched else None,
        scripts=_scripts(item.id, query, tag(item.body or item.title, query.script)),
        similar=_cards(found.similar, Query(script=query.script), labels),
        linked_data=news_article(item, query.script, labels, to),
        json=to.api_release(item.id, Query(q=query.q, script=query.script)),
    )
    return keep(make_response(page), entity_tag(found.generation, said(query)))


def _scripts(release_id: str, query: Query, shown: str) -> list[tuple[str, str, bool]]:
    scripts = {"latn": "uz-Latn", "cyrl": "uz-Cyrl"}
    return [
        (script, links().release(release_id, query.with_(script=script)), shown == lang)
        for script, lang in scripts.items()
    ]
