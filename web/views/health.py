"""Small doors for machines: is it alive, can it answer, what may crawlers read."""

from flask import Blueprint, Response, jsonify, request

from web.app_state import service
from web.presenters.layout import absolute_links

blueprint = Blueprint("wellknown", __name__)

_ROBOTS = """User-agent: *
Disallow: {prefix}/*?*&
Disallow: {prefix}/api/
Disallow: {prefix}/search.csv
Disallow: {prefix}/search.ndjson

Sitemap: {sitemap}
"""


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that the process answers; nothing else is asked."""
    return _fresh(jsonify(status="ok"))


@blueprint.get("/readyz")
def ready() -> Response:
    """Say which generation answers; raises IndexUnavailable (503) when none does."""
    generation = service().engine.generation()
    return _fresh(jsonify(status="ok", generation=generation.id, documents=generation.documents))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Keep crawlers out of combinations of filters, which have no end, and tell them where the pages are."""
    text = _ROBOTS.format(prefix=request.script_root, sitemap=f"{absolute_links().base}/sitemap.xml")
    return Response(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "max-age=86400"})


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
