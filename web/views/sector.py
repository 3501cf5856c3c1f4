"""The page of a sector."""

from flask import Blueprint, Response, abort

from web.app_state import state
from web.endpoints import path_of
from web.request_state import links
from web.views.value_page import value_page

blueprint = Blueprint("sector", __name__)


@blueprint.get(path_of("pages.sector"))
def show(slug: str) -> Response:
    """Show a sector."""
    if slug not in state().categories["sector"]:
        abort(404)
    return value_page("sector", slug, lambda _, labels: labels.category("sector", slug), links().sector(slug))
