"""The one place where errors become HTTP: problem+json (RFC 9457) for programs, a page for people."""

import logging
import math
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, abort, g, json, make_response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from search.errors import IndexUnavailable, NotFound, TooSlow, UnknownGeneration
from search.query import Query
from web.endpoints import BadParameters, is_for_programs
from web.middleware.rate_limit import TooMany
from web.middleware.request_id import request_id
from web.parameters import table
from web.parameters.table import PARAMS, Fault
from web.parameters.types import clean
from web.presenters.facet_panel import hidden_fields
from web.presenters.layout import links

_RETRY: Final = 30  # seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its name in addresses and its status.

    `retry` says that waiting may help, `only` names the one door that has it.
    """

    name: str
    status: int
    retry: bool = False
    only: str | None = None


INVALID: Final = Kind("invalid-parameters", 400)
NOT_FOUND: Final = Kind("not-found", 404)
METHOD: Final = Kind("method-not-allowed", 405)
NO_INDEX: Final = Kind("index-unavailable", 503, retry=True)
TOO_SLOW: Final = Kind("too-slow", 503, retry=True)
TOO_MANY: Final = Kind("too-many-requests", 429, retry=True)
INTERNAL: Final = Kind("internal", 500)
GENERATION: Final = Kind("generation-unknown", 404, only="changes")
KINDS: Final = (INVALID, NOT_FOUND, METHOD, GENERATION, TOO_MANY, NO_INDEX, TOO_SLOW, INTERNAL)

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


def _from_http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response(request.environ))
    kind = {404: NOT_FOUND, 405: METHOD, 500: INTERNAL}.get(code) or Kind("about:blank", code)
    response = _respond(kind, error)
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _respond(kind: Kind, error: Exception) -> Response:
    response = _as_json(kind, error) if is_for_programs(request.path) else _as_page(kind, error)
    response.status_code = kind.status
    response.headers["Cache-Control"] = "no-store"
    if kind.retry:
        response.headers["Retry-After"] = str(math.ceil(error.wait) if isinstance(error, TooMany) else _RETRY)
    return response


def _title(kind: Kind) -> str:
    return g.words.say(f"problem-{kind.name}-title") if kind in KINDS else HTTPStatus(kind.status).phrase


def _detail(kind: Kind, error: Exception, command: str | Markup = "") -> str | Markup:
    if kind not in KINDS:
        return str(getattr(error, "description", "")) or _title(kind)
    say = g.words.tell if isinstance(command, Markup) else g.words.say
    faults = len(error.faults) if isinstance(error, BadParameters) else 0
    return cast(str, say(f"problem-{kind.name}-detail", n=faults, command=command, id=request_id()))


def _command(error: Exception) -> str:
    return error.command if isinstance(error, IndexUnavailable) else ""


def _as_json(kind: Kind, error: Exception) -> Response:
    document: dict[str, Any] = {
        "type": links().problem(kind.name) if kind in KINDS else kind.name,
        "title": _title(kind),
        "status": kind.status,
        "detail": _detail(kind, error, _command(error)),
        "instance": request.full_path.rstrip("?"),
        "request_id": request_id(),
    }
    if isinstance(error, BadParameters):
        document["errors"] = [_fault(fault) for fault in error.faults]
    if isinstance(error, IndexUnavailable):
        document["command"] = error.command
    return Response(json.dumps(document), content_type="application/problem+json")


def _fault(fault: Fault) -> dict[str, str | None]:
    said = g.words.say(f"fault-{fault.code}", limit=fault.limit)
    return {
        "parameter": fault.parameter,
        "code": fault.code,
        "detail": said,
        "hint": fault.hint,
        "value": fault.value,
    }


def _as_page(kind: Kind, error: Exception) -> Response:
    asked = table.read(request.args, page=True).query
    missing = (request.view_args or {}).get("release_id", "") if kind is NOT_FOUND else ""
    return make_response(
        render_template(
            "error.html",
            q=asked.q or words_of_id(missing),
            hidden=hidden_fields(Query(), g.named_lang),
            title=g.words.say("release-missing") if missing else _title(kind),
            detail=_detail(kind, error, Markup("<code>{}</code>").format(_command(error))),
            again=links().page(asked) if asked != Query() and request.path == "/" else None,
        )
    )


def words_of_id(release_id: str) -> str:
    """Return the words that a release's id was probably made of."""
    parts = release_id.replace("_", "-").replace("/", "-").split("-")
    return clean(" ".join(part for part in parts if not part.isdigit()))[:80]


@blueprint.get("/problems/<name>")
def explain(name: str) -> str:
    """Explain a kind of problem to whoever follows its `type`."""
    kind = next((kind for kind in KINDS if kind.name == name), None) or abort(404)
    return render_template(
        "problem.html",
        q="",
        hidden=hidden_fields(Query(), g.named_lang),
        kind=kind,
        title=_title(kind),
        text=g.words.say(f"problem-{kind.name}-text"),
        rows=[(row, g.words.say(f"param-{row.name}")) for row in PARAMS] if kind is INVALID else [],
    )
