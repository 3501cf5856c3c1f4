"""Response cache: finished answers of the live generation, given again as they were while nothing else is withdrawn."""

import time

from flask import Response, g, request

from search.answer import Answer
from search.generation import Generation
from web.app_state import note_timings, state
from web.middleware import compression
from web.request_state import links
from web.shared.response_store import Key, StoredResponse


def is_worth_caching(answer: Answer) -> bool:
    """Whether an answer may be cached: an explanation is for one reader, and each search without results is counted."""
    return bool(answer.total) and not answer.query.explain


def recall(generation: Generation, key: str) -> Response | None:
    """Return the cached answer to this request, with its own headers; None when it must be made."""
    begun = time.perf_counter()
    stored = state().responses.find(generation.state, _key(key))
    if stored is None:
        return None
    response = Response(headers=list(stored.headers))
    if compression.wanted():
        compression.set_packed(response, stored.packed)
    else:
        response.set_data(compression.unpack(stored.packed))
    state().counters.event("kept")
    note_timings((("kept", (time.perf_counter() - begun) * 1000),))
    return response


def remember(response: Response, generation: Generation, key: str) -> Response:
    """Cache a finished answer where that is worth its room, and return the response to send."""
    responses, whole_key = state().responses, _key(key)
    if not responses.wants(generation.state, whole_key):
        return response
    packed = compression.pack(response.get_data())
    headers = tuple((name, value) for name, value in response.headers if name != "Content-Length")
    responses.keep(generation.state, whole_key, StoredResponse(headers, packed))
    if compression.wanted():
        compression.set_packed(response, packed)
    return response


def _key(key: str) -> Key:
    named = f"{g.named_lang or ''}&{g.named_script or ''}&{g.script or ''}"
    return request.path, links().base, g.messages.lang, named, key
