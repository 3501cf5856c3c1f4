"""The page of results as one value: everything its template shows, made of an answer and of what was typed."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup

from search.answer import Answer, Hit
from search.query import YES, Query, write_end, write_start
from web.i18n.labels import Labels
from web.i18n.messages import Messages
from web.parameters.table import Parameters
from web.parameters.types import clean
from web.presenters.facet_panel import Chip, Panel, chips, hidden_fields, offered, panels
from web.presenters.histogram import Dates, dates
from web.presenters.notices import WayOut, explain_fault, ignored, interpretation, lone_words, ways_out
from web.presenters.pagination import numbers
from web.presenters.result_card import Card
from web.urls import Links

_MARKS: Final = re.compile('["“”„«»]')  # marks of quotation, which a sentence that quotes does not repeat


@dataclass(frozen=True, slots=True)
class PartialList:
    """The second list: releases that hold some of the words; `total` of them are at `url`, the nearest are shown."""

    total: int
    url: str
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class Run:
    """Cards that follow each other, the first of them number `start` of all; `month` is theirs under an order by date.

    It is empty under another order; then all cards of the page are one run.
    """

    month: str
    start: int
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What search.html shows; pairs are (name, address), `sorts` (order, address, whether it is in force).

    `beyond` is the page that was asked for where the results end before it; `start` and `end` are the date fields,
    `date_field` the one that `date_fault` is about; a page number without an address is a gap. `feed` and `export` are
    the queries by which what is shown is followed and taken away, `unmarked` the words without quotation marks.
    """

    answer: Answer
    query: Query
    q: str
    unmarked: str
    description: str
    hidden: list[tuple[str, str]]
    ignored: list[Markup]
    beyond: int | None
    reading: list[Markup]
    panels: list[Panel]
    dates: Dates | None
    date_fault: str | None
    date_field: str | None
    start: str
    end: str
    chips: list[Chip]
    offers: list[Chip]
    cleared: str
    sorts: list[tuple[str, str, bool]]
    runs: list[Run]
    partial: PartialList | None
    feed: Query
    export: Query
    ways_out: list[WayOut]
    lone_words: list[WayOut]
    sectors: list[tuple[str, str]]
    pages: list[tuple[int | None, str]]
    previous: str | None
    next: str | None
    canonical: str
    address: str
    json: str
    shown_script: str
    scripts: list[tuple[str, str]]

    def variables(self) -> dict[str, Any]:
        """Return the fields by name, as the template's variables."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def results_page(
    answer: Answer,
    parameters: Parameters,
    typed: Mapping[str, str],
    cards_of: Callable[[Sequence[Hit], Query], list[Card]],
    labels: Labels,
    links: Links,
    *,
    address: str,
    ages: bool,
) -> ResultsPage:
    """Return the page of an answer to a request, whose parameters were `typed` so; `cards_of` shows hits.

    `address` is the whole address of the page, for paper. `ages` says that the words were read from today on: then a
    feed of them goes on reading them.
    """
    query, messages = answer.query, labels.messages
    date_fault = parameters.fault("from", "to", "date")
    some = answer.partial
    feed = answer.reading.words.query.with_(read=YES) if answer.reading and ages else query
    export = query.with_(partial=YES) if some and query.partial is None else query
    return ResultsPage(
        answer=answer,
        query=query,
        q=query.q,
        unmarked=_MARKS.sub("", query.q),
        description=labels.description(answer),
        hidden=hidden_fields(query, links.lang),
        ignored=ignored(parameters, messages),
        beyond=parameters.query.page if answer.pages and parameters.query.page > answer.pages else None,
        reading=interpretation(answer, labels, links),
        panels=panels(answer, labels, links),
        dates=dates(answer, labels, links),
        date_fault=explain_fault(date_fault, messages) if date_fault else None,
        date_field=date_fault.parameter if date_fault else None,
        start=_date_field("from", query.start, parameters, typed),
        end=_date_field("to", query.end, parameters, typed),
        chips=chips(answer, labels, links),
        offers=offered(answer, labels, links),
        cleared=links.page(query.without_filters()),
        sorts=_sorts(query, links),
        runs=_runs(answer, cards_of(answer.hits, query), messages),
        partial=PartialList(some.total, links.page(some.query), cards_of(some.hits, some.query)) if some else None,
        feed=feed,
        export=export,
        ways_out=ways_out(answer, labels, links),
        lone_words=lone_words(answer, links),
        sectors=[] if answer.total else _sectors(labels, links),
        pages=[
            (number, links.page(query.with_(page=number)) if number else "")
            for number in numbers(answer.page, answer.pages)
        ],
        previous=links.page(query.with_(page=answer.page - 1)) if answer.page > 1 else None,
        next=links.page(query.with_(page=answer.page + 1)) if answer.page < answer.pages else None,
        canonical=links.page(query),
        address=address,
        json=links.api(export),
        shown_script=labels.script,
        scripts=[(script, links.page(query.with_(script=script))) for script in ("latn", "cyrl")],
    )


def _runs(answer: Answer, cards: list[Card], messages: Messages) -> list[Run]:
    """Return the cards of an answer month after month where they are ordered by date, else as one run."""
    first = (answer.page - 1) * answer.query.per_page + 1
    if answer.query.order not in ("date", "-date"):
        return [Run("", first, cards)]

    def month(row: tuple[Card, Hit]) -> str:
        day = row[1].release.date
        return messages.month(day) if day else messages.text("undated")

    runs = []
    for name, rows in groupby(zip(cards, answer.hits, strict=True), key=month):
        runs.append(Run(name, first, [shown for shown, _ in rows]))
        first += len(runs[-1].cards)
    return runs


def _date_field(name: str, day: dt.date | None, parameters: Parameters, typed: Mapping[str, str]) -> str:
    """Return what a date field shows: the ISO form of what was read, or what was typed when it could not be."""
    if day is None:
        return clean(typed.get(name, "")) if parameters.fault("from", "to") else ""
    query = parameters.query
    ends = (
        write_start(query.start, query.end) if query.start else "",
        write_end(query.end, query.start) if query.end else "",
    )
    return day.isoformat()[: max(map(len, ends))]  # as fine as the finer one: 2022-01 beside 2022-03, never 2022


def _sectors(labels: Labels, links: Links) -> list[tuple[str, str]]:
    """Return all sectors with their searches, which are offered where nothing was found."""
    everything = links.page_variants(Query())
    return [(name, everything.toggled("sector", slug)) for slug, name in labels.ordered_categories("sector")]


def _sorts(query: Query, links: Links) -> list[tuple[str, str, bool]]:
    orders = ("relevance", "-date", "date") if query.q else ("-date", "date")
    usual = Query(q=query.q).order
    return [
        (order, links.page(query.with_(sort=None if order == usual else order)), query.order == order)
        for order in orders
    ]
