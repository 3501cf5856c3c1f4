"""How the service is, for people: numbers only, never what anybody typed."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, g, make_response

from search.answer import Facet
from search.clock import TASHKENT
from search.query import Query
from web.app_state import VERSION, state
from web.endpoints import path_of
from web.i18n.labels import Labels
from web.i18n.messages import Messages
from web.presenters.facet_panel import hidden_fields
from web.request_state import labels_for, links, shown_from
from web.templating import render_page
from web.urls import Variants

_MOST: Final = 8  # values of a facet that are shown
_FIGURES: Final = Path(__file__).parent.parent / "relevance.toml"

blueprint = Blueprint("status", __name__)


@dataclass(frozen=True, slots=True)
class Relevance:
    """How well judged queries are answered (mean nDCG@10), of how many, when that was measured, and by kind."""

    measured: dt.date
    queries: int
    ndcg: float
    kinds: tuple[tuple[str, int, float], ...]


@cache
def relevance() -> Relevance:
    """Return the figures that come with this version; `./dev relevance --publish` writes them."""
    table: dict[str, Any] = tomllib.loads(_FIGURES.read_text(encoding="utf-8"))
    kinds = tuple((name, row["queries"], row["ndcg"]) for name, row in table["kinds"].items())
    return Relevance(table["measured"], table["queries"], table["ndcg"], kinds)


@blueprint.get(path_of("status.show"))
def show() -> Response:
    """Show what answers, how much of it there is and how well it does."""
    state().service.ready()
    answer = state().service.answer(Query(interval="year", per_page=1))
    generation = answer.generation
    shown_from(generation)
    labels = labels_for(Query())
    variants = links().page_variants(Query())
    buckets = answer.histogram.buckets if answer.histogram else ()
    page = render_page(
        "status.html",
        q="",
        hidden=hidden_fields(Query(), g.named_lang),
        version=VERSION,
        age=age_in_words(dt.datetime.now(TASHKENT) - generation.built, g.messages),
        years=[
            (g.messages.year(bucket.start), bucket.count, variants.ranged(bucket.start, bucket.end))
            for bucket in buckets
            if bucket.count
        ],
        undated_page=links().page(Query(undated=True)),
        undated=answer.histogram.missing if answer.histogram else 0,
        facets=[_most(facet, labels, variants) for facet in answer.facets if facet.values],
        withdrawals=state().service.withdrawals(),
        relevance=relevance(),
        measured=g.messages.day(relevance().measured),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def age_in_words(age: dt.timedelta, messages: Messages) -> str:
    """Return how long ago something was: in minutes below an hour, in whole hours from there on."""
    minutes = max(int(age.total_seconds() // 60), 0)
    if minutes == 0:
        return messages.text("status-now")
    return messages.text("status-minutes", n=minutes) if minutes < 60 else messages.text("status-age", n=minutes // 60)


def _most(facet: Facet, labels: Labels, variants: Variants) -> tuple[str, list[tuple[str, int, str]]]:
    rows = [
        (
            labels.value(facet.name, value.value, value.label),
            value.count,
            variants.toggled(facet.name, value.value),
        )
        for value in facet.values[:_MOST]
    ]
    return labels.facet(facet.name), rows
