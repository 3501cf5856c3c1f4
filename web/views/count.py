"""What the button below the filters says while boxes are ticked: how many releases it would show."""

from dataclasses import replace

from flask import Blueprint, Response, g, request

from search.answer import Answer
from web.app_state import state
from web.endpoints import path_of
from web.middleware.conditional import answered, key_of
from web.middleware.response_cache import is_worth_caching
from web.parameters import table
from web.parameters.table import Group

blueprint = Blueprint("count", __name__)


@blueprint.get(path_of("pages.count"))
def show() -> Response:
    """Write, as plain text, what the button says of the search that the page would show; the rate is not limited.

    Nothing is noted of a search without results: whoever ticks a box has not asked yet.
    """
    parameters = table.read(
        request.args, page=True, filter_names=state().filter_names, takes=(Group.SEARCH, Group.PAGE)
    )
    query = replace(parameters.query, facets=(), page=1, per_page=1)

    def render(answer: Answer) -> Response:
        text = f"{g.messages.text('apply')} · {g.messages.text('hits', n=answer.total)}"
        return Response(text, content_type="text/plain; charset=utf-8")

    def find() -> Answer:
        return state().service.answer(query, acting=True)

    return answered(key_of(query), find, render, query=query, cacheable=is_worth_caching)
