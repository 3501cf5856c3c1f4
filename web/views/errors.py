"""The one place where errors become HTTP: problem+json (RFC 9457) for programs, a page for people."""

import logging
import math
from http import HTTPStatus
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, abort, g, json, make_response, redirect, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from search.errors import (
    IndexUnavailable,
    IzlaError,
    NotFound,
    ReleaseMerged,
    ReleaseWithdrawn,
    TooSlow,
    UnknownGeneration,
)
from search.query import Query
from web.app_state import state
from web.endpoints import is_for_programs, path_of
from web.middleware.client_address import asked_from_here
from web.middleware.rate_limit import TooMany
from web.middleware.request_id import request_id
from web.parameters import table
from web.parameters.strict import BadParameters
from web.parameters.table import PARAMS, Fault
from web.parameters.types import clean
from web.presenters.facet_panel import hidden_fields
from web.presenters.result_card import Card, cards_of
from web.problems import (
    GENERATION,
    INTERNAL,
    INVALID,
    METHOD,
    NO_INDEX,
    NOT_FOUND,
    PROBLEMS,
    TOO_MANY,
    TOO_SLOW,
    WITHDRAWN,
    Problem,
)
from web.request_state import labels_for, links
from web.templating import render_page

_NEAREST: Final = 3  # releases that a page about a missing one shows
_RETRY: Final = 30  # seconds until an index or a free moment may be there
_log = logging.getLogger(__name__)


blueprint = Blueprint("problems", __name__)


def init_app(app: Flask) -> None:
    """Turn every error of an application into a problem."""
    app.register_blueprint(blueprint)
    app.register_error_handler(Exception, _handle)


def _handle(error: Exception) -> Response:
    match error:
        case BadParameters():
            return _respond(INVALID, error)
        case UnknownGeneration():
            return _respond(GENERATION, error)
        case ReleaseWithdrawn():
            return _respond(WITHDRAWN, error)
        case ReleaseMerged():
            return _moved(error.heir)
        case NotFound():
            return _respond(NOT_FOUND, error)
        case IndexUnavailable():
            return _respond(NO_INDEX, error)
        case TooMany():
            return _respond(TOO_MANY, error)
        case TooSlow():
            return _respond(TOO_SLOW, error)
        case HTTPException():
            return _from_http(error)
    _log.error("request %s: %s %s failed", request_id(), request.method, request.path, exc_info=error)
    return _respond(INTERNAL, error)


def _moved(release_id: str) -> Response:
    """Lead to the release that the one asked for is a part of now, everything else of the address kept."""
    arguments = {**(request.view_args or {}), **request.args.to_dict(flat=False), "release_id": release_id}
    return cast(Response, redirect(url_for(cast(str, request.endpoint), **arguments), 301))


def _from_http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response(request.environ))
    problem = {404: NOT_FOUND, 405: METHOD, 500: INTERNAL}.get(code) or Problem("about:blank", code)
    response = _respond(problem, error)
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _respond(problem: Problem, error: Exception) -> Response:
    response = _as_json(problem, error) if is_for_programs(request.path) else _as_page(problem, error)
    response.status_code = problem.status
    response.headers["Cache-Control"] = "no-store"
    if problem is NO_INDEX and not is_for_programs(request.path):
        response.headers["Refresh"] = str(_RETRY)  # the page is of use as soon as there is an index
    if problem.retry:
        response.headers["Retry-After"] = str(math.ceil(error.wait) if isinstance(error, TooMany) else _RETRY)
    return response


def _title(problem: Problem) -> str:
    return (
        g.messages.text(f"problem-{problem.name}-title") if problem in PROBLEMS else HTTPStatus(problem.status).phrase
    )


def _detail(problem: Problem, error: Exception) -> str:
    if problem not in PROBLEMS:
        return str(getattr(error, "description", "")) or _title(problem)
    faults = len(error.faults) if isinstance(error, BadParameters) else 0
    return str(g.messages.text(f"problem-{problem.name}-detail", n=faults, id=request_id()))


def _command(error: Exception) -> str:
    """Return the command that mends an error, empty for whoever does not ask from this machine."""
    return error.command if isinstance(error, IndexUnavailable) and asked_from_here() else ""


def _as_json(problem: Problem, error: Exception) -> Response:
    document: dict[str, Any] = {
        "type": links().problem(problem.name) if problem in PROBLEMS else problem.name,
        "title": _title(problem),
        "status": problem.status,
        "detail": _detail(problem, error),
        "instance": request.full_path.rstrip("?"),
        "request_id": request_id(),
    }
    if isinstance(error, BadParameters):
        document["errors"] = [_fault(fault) for fault in error.faults]
    if command := _command(error):
        document["command"] = command
    return Response(json.dumps(document), content_type="application/problem+json")


def _fault(fault: Fault) -> dict[str, str | None]:
    return {
        "parameter": fault.parameter,
        "code": fault.code,
        "detail": g.messages.text(f"fault-{fault.code}", limit=fault.limit),
        "hint": fault.hint,
        "value": fault.value,
    }


def _as_page(problem: Problem, error: Exception) -> Response:
    query = table.read(request.args, page=True).query
    missing = (request.view_args or {}).get("release_id", "") if problem is NOT_FOUND else ""
    return make_response(
        render_page(
            "error.html",
            q=query.q or words_of_id(missing),
            hidden=hidden_fields(Query(), g.named_lang),
            title=g.messages.text("release-missing") if missing else _title(problem),
            detail=_detail(problem, error),
            command=Markup("<code>{}</code>").format(_command(error)) if _command(error) else "",
            reload=problem is NO_INDEX,
            nearest=_nearest(words_of_id(missing)) if missing else [],
            again=links().page(query) if query != Query() and request.path == "/" else None,
        )
    )


def _nearest(words: str) -> list[Card]:
    """Return the releases nearest to words, as cards; none while there is nothing to search."""
    query = Query(q=words, per_page=_NEAREST)
    if not words:
        return []
    try:
        answer = state().service.answer(query)
    except IzlaError as error:
        _log.warning("request %s: no nearest releases: %s", request_id(), error)
        return []
    return cards_of(answer.hits, Query(), labels_for(Query()), links(), state().site)


def words_of_id(release_id: str) -> str:
    """Return the words that a release's id was probably made of."""
    parts = release_id.replace("_", "-").replace("/", "-").split("-")
    return clean(" ".join(part for part in parts if not part.isdigit()))[:80]


@blueprint.get(path_of("problems.explain"))
def explain(name: str) -> str:
    """Explain a kind of problem to whoever follows its `type`."""
    problem = next((problem for problem in PROBLEMS if problem.name == name), None) or abort(404)
    return render_page(
        "problem.html",
        q="",
        hidden=hidden_fields(Query(), g.named_lang),
        kind=problem,
        title=_title(problem),
        text=g.messages.text(f"problem-{problem.name}-text"),
        rows=[(row, g.messages.text(f"param-{row.name}")) for row in PARAMS] if problem is INVALID else [],
    )
