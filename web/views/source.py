"""The page of a source: an office, and the releases that come from it."""

from flask import Blueprint, Response, abort, redirect
from werkzeug.wrappers import Response as AnyResponse

from search.answer import Answer
from web.app_state import state
from web.endpoints import path_of
from web.i18n.labels import Labels
from web.request_state import links
from web.views.value_page import value_page

blueprint = Blueprint("source", __name__)


@blueprint.get(path_of("pages.source"))
def show(slug: str) -> AnyResponse:
    """Show a source that any release has; another name of one leads to it."""
    shown = state().offices.get(slug, slug)
    if shown != slug:
        return redirect(links().source(shown), 301)
    return _page(slug)


def _page(slug: str) -> Response:
    def named(answer: Answer, labels: Labels) -> str:
        facet = answer.facet("source")
        written = next((value.label for value in facet.values if value.value == slug), "") if facet else ""
        return labels.value("source", slug, written) if answer.total else abort(404)

    return value_page("source", slug, named, links().source(slug))
