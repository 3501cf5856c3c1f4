"""Small endpoints for machines: is the process alive, can it answer, what may crawlers read."""

from typing import Final

from flask import Blueprint, Response, jsonify, request

from web.app_state import state
from web.endpoints import API, API_PREFIX, path_of
from web.request_state import absolute_links

blueprint = Blueprint("health", __name__)

_NOT_CRAWLED: Final = ("/*?*&", API_PREFIX, *(row.path for row in API if not row.crawled))


@blueprint.get(path_of("wellknown.alive"))
def alive() -> Response:
    """Say that the process answers; nothing else is looked at."""
    return _fresh(jsonify(status="ok"))


@blueprint.get(path_of("wellknown.ready"))
def ready() -> Response:
    """Say which generation answers; raises IndexUnavailable (503) when none does."""
    generation = state().service.ready()
    return _fresh(jsonify(status="ok", generation=generation.id, documents=generation.documents))


@blueprint.get(path_of("wellknown.robots"))
def robots() -> Response:
    """Keep crawlers out of combinations of filters, which have no end, and tell them where the pages are."""
    rules = [f"Disallow: {request.script_root}{path}" for path in _NOT_CRAWLED]
    sitemap = absolute_links().to(path_of("sitemaps.index"))
    text = "\n".join(("User-agent: *", *rules, "", f"Sitemap: {sitemap}", ""))
    return Response(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "max-age=86400"})


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
