"""What people read about Izla: how to search, and the API; both are made of the tables that the doors are made of."""

from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, render_template

from search.query import Query
from web.api.openapi import describe, written
from web.app_state import VERSION, service
from web.endpoints import DOORS, asked_at, door
from web.middleware.conditional import entity_tag, keep, unchanged
from web.parameters import table
from web.parameters.table import PARAMS
from web.presenters.facet_panel import hidden_fields
from web.presenters.layout import absolute_links, links, shown_from
from web.views.errors import KINDS

HELP: Final = (  # what may be typed, told by the catalogue's `help-` and the name
    ("spelling", ("oʻzbekiston", "o'zbekiston", "ozbekiston", "ўзбекистон", "özbekiston")),
    ("forms", ("maktablarimizda",)),
    ("phrase", ("“yashil makon”",)),
    ("operators", ("gaz VA neft", "gaz YOKI neft", "gaz EMAS neft", "-neft gaz", "(gaz YOKI neft) eksport")),
    ("prefix", ("invest*",)),
    ("title", ("sarlavha:byudjet",)),
    ("fields", ("soha:{sector} quyosh", "hudud:{region} turizm", "davlat:Qozogʻiston savdo", "-soha:{sector}")),
    ("days", ("sana:2026-03", "sana:2025..2026-02", "paxta oʻtgan oy")),
)
PARTS: Final = ("same", "links", "highlights", "changes", "caching", "limits", "errors", "cors")

blueprint = Blueprint("docs", __name__)


@blueprint.get("/help")
def how() -> Response:
    """Tell readers what they may type."""
    to = links()
    first = {facet: next(iter(rows), "") for facet, rows in service().categories.items()}  # a site has its own
    rows = [(name, [typed.format(**first) for typed in examples]) for name, examples in HELP]
    return _page(
        "help.html", rows=[(name, [(typed, to.page(Query(typed))) for typed in examples]) for name, examples in rows]
    )


@blueprint.get("/api")
def api() -> Response:
    """Tell programmers what they may ask, and what stays as it is."""
    to = absolute_links()
    known = service().known.slugs
    return _page(
        "api.html",
        doors=[(row, to.door(row.path), [param.name for param in row.rows()]) for row in DOORS],
        params=[(row, sorted(known.get(row.name, ())), *example(row)) for row in PARAMS],
        kinds=KINDS,
        parts=PARTS,
        description=to.door(door("openapi").path),
    )


def example(row: table.Param) -> tuple[str, str]:
    """Return a value of a parameter and an address that uses it."""
    asked = next(own for own in DOORS if row.name in own.params)
    value = service().engine.generation().id if row.name == "since" else row.example
    if row.name in service().categories:
        value = next(iter(service().categories[row.name]))  # a site has its own
    return value, f"{absolute_links().door(asked.path)}?{urlencode(((row.name, value),))}"


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """Describe the API to programs (OpenAPI 3.1)."""
    asked_at(door("openapi"))
    tag = f"{service().stamp}-{g.words.lang}"
    if same := unchanged(tag):
        return same
    to, title = absolute_links(), service().site.titles[g.words.lang]
    spec = describe(g.words, to.base or "/", title, VERSION, service().known.slugs)
    return keep(Response(written(spec), content_type="application/json"), tag)


def _page(template: str, **values: object) -> Response:
    generation = service().engine.generation()
    shown_from(generation)
    tag = entity_tag(generation, template)
    if same := unchanged(tag):
        return same
    page = render_template(template, q="", hidden=hidden_fields(Query(), g.named_lang), **values)
    return keep(make_response(page), tag)
