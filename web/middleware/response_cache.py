"""Answers given again as they were: what was asked before of a generation that never changes."""

import gzip
import time

from flask import Response, g, request

from search.answer import Answer
from search.generation import Generation
from search.query import Query
from web.app_state import service
from web.middleware import compression
from web.middleware.conditional import said
from web.middleware.request_id import note_timings
from web.presenters.layout import links
from web.shared.response_store import Kept, Key


def recall(generation: Generation, query: Query) -> Response | None:
    """Return the kept answer to what this request asks, with its own headers; None when it must be made."""
    begun = time.perf_counter()
    kept = service().answers.find(generation.id, _key(query))
    if kept is None:
        return None
    response = Response(headers=list(kept.headers))
    if compression.wanted():
        compression.set_packed(response, kept.packed)
    else:
        response.set_data(gzip.decompress(kept.packed))
    service().metrics.event("kept")
    note_timings((("kept", (time.perf_counter() - begun) * 1000),))
    return response


def remember(response: Response, answer: Answer, query: Query) -> Response:
    """Keep a finished answer where that is worth its room.

    Explanations are for the one who asks, and what finds nothing is to be noted each time: they are not kept.
    """
    answers, key, generation = service().answers, _key(query), answer.generation
    if query.explain or not answer.total or not answers.wants(generation.id, key):
        return response
    packed = compression.pack(response.get_data())
    headers = tuple((name, value) for name, value in response.headers if name != "Content-Length")
    answers.keep(generation.id, key, Kept(headers, packed))
    if compression.wanted():
        compression.set_packed(response, packed)
    return response


def _key(query: Query) -> Key:
    return request.path, links().base, g.words.lang, g.named_lang or "", said(query)
