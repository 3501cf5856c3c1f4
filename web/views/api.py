"""The JSON doors: search, one release, the sectors."""

import time
from dataclasses import replace

from flask import Blueprint, Response, g, jsonify

from search.query import Query
from web import searching
from web.api.serializers import Writer
from web.app_state import service
from web.endpoints import asked_at, door
from web.middleware.conditional import entity_tag, keep, said, unchanged
from web.middleware.response_cache import recall, remember
from web.presenters.layout import labels_for, links, shown_from

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/search")
def search() -> Response:
    """Answer a query."""
    query = asked_at(door("search")).query
    if same := _unchanged(query) or recall(g.generation, query):
        return same
    begun = time.perf_counter()
    answer = searching.search(query)
    took = round((time.perf_counter() - begun) * 1000)
    shown_from(answer.generation, query)
    writer = _writer(query)
    response = jsonify(writer.answer(answer, took))
    response.headers["Link"] = ", ".join(
        f'<{address}>; rel="{name}"'
        for name, address in writer.paging(answer).items()
        if address and name in ("first", "prev", "next", "last")
    )
    keep(response, entity_tag(answer.generation, said(query)))
    return remember(response, answer, query)


@blueprint.get("/releases/<path:release_id>")
def release(release_id: str) -> Response:
    """Return one release, marked where `q` matches, with the releases most like it."""
    query = asked_at(door("release")).query
    if same := _unchanged(query):
        return same
    found = service().engine.read(release_id, query.q)
    shown_from(found.generation, query)
    return keep(jsonify(_writer(query).reading(found)), entity_tag(found.generation, said(query)))


@blueprint.get("/releases/<path:release_id>/similar")
def similar(release_id: str) -> Response:
    """Return the releases most like one."""
    query = asked_at(door("similar")).query
    if same := _unchanged(query):
        return same
    found = service().engine.read(release_id)
    shown_from(found.generation, query)
    return keep(jsonify(_writer(query).similar(found)), entity_tag(found.generation, said(query)))


@blueprint.get("/sectors")
def sectors() -> Response:
    """Return every sector with its names and how many releases it has."""
    query = asked_at(door("sectors")).query
    if same := _unchanged(query):
        return same
    answer = service().engine.answer(replace(query, facets=("sector",), per_page=1))
    shown_from(answer.generation, query)
    return keep(jsonify(_writer(query).sectors(answer)), entity_tag(answer.generation, said(query)))


def _unchanged(query: Query) -> Response | None:
    shown_from(service().engine.generation(), query)
    return unchanged(entity_tag(g.generation, said(query)))


def _writer(query: Query) -> Writer:
    return Writer(labels_for(query), links())
