"""The API's JSON: a search, one release, the releases most like it, the sectors and the sources."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify

from search.answer import Answer
from search.query import SCRIPTS, Query
from web.api.serializers import Serializer
from web.app_state import search as search_for_reader
from web.app_state import state
from web.endpoints import ENDPOINTS, path_of
from web.middleware.conditional import answered, key_of
from web.middleware.response_cache import is_worth_caching
from web.parameters.strict import read_strictly
from web.request_state import labels_for, links

blueprint = Blueprint("api", __name__)


@blueprint.get(path_of("api.search"))
def search() -> Response:
    """Answer a query."""
    query = read_strictly(ENDPOINTS["api.search"]).query
    return answered(
        key_of(query),
        lambda: search_for_reader(query),
        lambda answer: _answer(answer, query),
        query=query,
        cacheable=is_worth_caching,
    )


def _answer(answer: Answer, query: Query) -> Response:
    serializer = _serializer(query)
    took = round(sum(milliseconds for _, milliseconds in answer.timings))
    body = serializer.answer(answer, took)
    response = jsonify(body)
    response.headers["Link"] = ", ".join(
        f'<{address}>; rel="{name}"' for name in ("first", "prev", "next", "last") if (address := body["links"][name])
    )
    return response


@blueprint.get(path_of("api.release"))
def release(release_id: str) -> Response:
    """Return one release, highlighted where `q` matches, with the releases most like it."""
    query = read_strictly(ENDPOINTS["api.release"]).query
    return answered(
        key_of(query),
        lambda: state().service.read(release_id, query.q, query.script or SCRIPTS[0]),
        lambda reading: jsonify(_serializer(query).reading(reading)),
        query=query,
    )


@blueprint.get(path_of("api.similar"))
def similar(release_id: str) -> Response:
    """Return the releases most like one."""
    query = read_strictly(ENDPOINTS["api.similar"]).query
    return answered(
        key_of(query),
        lambda: state().service.read(release_id),
        lambda reading: jsonify(_serializer(query).similar(reading)),
        query=query,
    )


@blueprint.get(path_of("api.sectors"))
def sectors() -> Response:
    """Return every sector with its names and how many releases it has."""
    query = read_strictly(ENDPOINTS["api.sectors"]).query
    return answered(
        key_of(query),
        lambda: state().service.answer(replace(query, facets=("sector",), per_page=1)),
        lambda answer: jsonify(_serializer(query).sectors(answer)),
        query=query,
    )


@blueprint.get(path_of("api.sources"))
def sources() -> Response:
    """Return every source with how many releases it has."""
    query = read_strictly(ENDPOINTS["api.sources"]).query
    return answered(
        key_of(query),
        lambda: state().service.answer(replace(query, facets=("source",), per_page=1)),
        lambda answer: jsonify(_serializer(query).sources(answer)),
        query=query,
    )


def _serializer(query: Query) -> Serializer:
    return Serializer(labels_for(query), links())
