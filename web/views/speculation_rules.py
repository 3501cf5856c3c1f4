"""Speculation rules: which pages a browser may fetch as soon as a reader points at them (WICG, Speculation-Rules)."""

from flask import Blueprint, Response, json

from web.endpoints import ENDPOINTS, Kind, path_of, requested
from web.middleware.conditional import answered_by_software
from web.request_state import links

_TYPE = "application/speculationrules+json"

blueprint = Blueprint("speculation_rules", __name__)


@blueprint.get(path_of("assets.speculation_rules"))
def show() -> Response:
    """Name the releases and the pages before and after: fetched, not run, once a pointer rests on their link."""
    releases = {"href_matches": links().to(ENDPOINTS["pages.release"].at("")) + "*"}
    beside = {"selector_matches": "a[rel~=next], a[rel~=prev]"}
    rules = {"prefetch": [{"where": {"or": [releases, beside]}, "eagerness": "moderate"}]}
    return answered_by_software("speculation", lambda: Response(json.dumps(rules), content_type=_TYPE))


@blueprint.after_app_request
def _add(response: Response) -> Response:
    """Name the rules on every page of releases."""
    endpoint = requested()
    if endpoint and endpoint.kind is Kind.PAGE and response.mimetype == "text/html" and response.status_code == 200:
        response.headers["Speculation-Rules"] = f'"{links().to(path_of("assets.speculation_rules"))}"'
    return response
