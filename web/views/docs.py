"""The pages about Izla: how to search, and the API; both follow the tables that the endpoints follow."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, g

from search.query import SCRIPTS, Query
from web.api.examples import examples, keys_of
from web.api.openapi import as_json, describe
from web.app_state import VERSION, state
from web.endpoints import API, ENDPOINTS, path_of
from web.i18n.markup import in_script
from web.i18n.messages import own_script
from web.middleware.conditional import answered, answered_by_software, present
from web.parameters.strict import read_strictly
from web.parameters.table import PARAMS, Param
from web.presenters.facet_panel import hidden_fields
from web.problems import PROBLEMS
from web.request_state import absolute_links, labels_for, links
from web.templating import render_page
from web.urls import Links

HELP: Final = (  # what may be typed, described by the catalogue's `help-` and the name
    ("spelling", ("oʻzbekiston", "o'zbekiston", "ozbekiston", "ўзбекистон", "özbekiston")),
    ("forms", ("maktablarimizda",)),
    ("phrase", ("“yashil makon”",)),
    ("operators", ("gaz VA neft", "gaz YOKI neft", "gaz EMAS neft", "-neft gaz", "(gaz YOKI neft) eksport")),
    ("prefix", ("invest*",)),
    ("title", ("sarlavha:byudjet",)),
    ("fields", ("soha:{sector} quyosh", "hudud:{region} turizm", "davlat:Qozogʻiston savdo", "-soha:{sector}")),
    ("days", ("sana:2026-03", "sana:2025..2026-02", "sana:2023-2024", "paxta oʻtgan oy")),
    ("names", ("Energetika vazirligi", "Toshkent 2026", "Казахстан")),
    ("acts", ("PQ-4087", "712-sonli qaror")),
    ("languages", ("налоговая реформа", "drip irrigation")),
)
_AS_THEY_ARE: Final = ("spelling", "languages")  # examples of other scripts and languages
PARTS: Final = ("same", "links", "highlights", "changes", "caching", "limits", "errors", "cors")

blueprint = Blueprint("docs", __name__)


@blueprint.get(path_of("docs.how"))
def how() -> Response:
    """Tell readers what they may type."""
    to = links()
    first = {facet: next(iter(rows), "") for facet, rows in state().categories.items()}  # a site has its own
    script = own_script(g.messages.lang)  # as its readers type
    rows = [
        (name, [in_script(typed.format(**first), SCRIPTS[0] if name in _AS_THEY_ARE else script) for typed in typed_so])
        for name, typed_so in HELP
    ]
    return _page(
        "help.html", rows=[(name, [(typed, to.page(Query(typed))) for typed in typed_so]) for name, typed_so in rows]
    )


@blueprint.get(path_of("docs.api"))
def api() -> Response:
    """Tell programmers what they may ask, and what stays as it is."""
    to = absolute_links()
    slugs = state().filter_names.slugs
    shown = examples(state().service, labels_for(Query()), Links(to.base), Links(links().base))
    return _page(
        "api.html",
        examples=shown,
        keys=keys_of("Answer"),
        endpoints=[(row, to.to(row.template), [param.name for param in row.params()]) for row in API],
        params=[(row, sorted(slugs.get(row.name, ())), *example(row, shown.values)) for row in PARAMS],
        kinds=PROBLEMS,
        parts=PARTS,
        description=to.to(path_of("docs.openapi")),
    )


def example(param: Param, values: Mapping[str, str]) -> tuple[str, str]:
    """Return a value of a parameter and an address that uses it; `values` are those that releases have."""
    endpoint = next((row for row in API if param in row.params()), ENDPOINTS["pages.search"])
    value = state().service.generation().id if param.name == "since" else param.example
    value = values.get(param.name, value)
    return value, f"{absolute_links().to(endpoint.path)}?{urlencode(((param.name, value),))}"


@blueprint.get(path_of("docs.openapi"))
def openapi() -> Response:
    """Describe the API to programs (OpenAPI 3.1)."""
    read_strictly(ENDPOINTS["docs.openapi"])

    def show() -> Response:
        to, title = absolute_links(), state().site.titles[g.messages.lang]
        spec = describe(g.messages, to.base or "/", title, VERSION, state().filter_names.slugs)
        return Response(as_json(spec), content_type=ENDPOINTS["docs.openapi"].media)

    return answered_by_software(g.messages.lang, show)


def _page(template: str, **values: object) -> Response:
    return answered(
        template,
        present,
        lambda _: render_page(template, q="", hidden=hidden_fields(Query(), g.named_lang), **values),
    )
