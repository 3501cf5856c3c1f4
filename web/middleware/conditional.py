"""Conditional responses: every answer has an entity tag, and a reader who still has it gets 304 before any search.

An answer is as old as its generation and what is withdrawn of it, the software, the language and what was asked.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from flask import Response, g, make_response, request

from search.answer import Answer
from search.clock import today
from search.generation import Generation
from search.query import Query
from web.app_state import state
from web.middleware import response_cache
from web.request_state import shown_from

_BRIEFLY: Final = "public, max-age=60, must-revalidate"  # a withdrawn release is shown by no cache for longer


class OfGeneration(Protocol):
    """What one generation answered."""

    @property
    def generation(self) -> Generation:
        """The generation that it is of."""
        ...


@dataclass(frozen=True, slots=True)
class Present:
    """The live generation by itself, for what shows no more of the index than that."""

    generation: Generation


_Found = TypeVar("_Found", bound=OfGeneration)


def present() -> Present:
    """Return the live generation."""
    return Present(state().service.generation())


def answered(
    key: str,
    find: Callable[[], _Found],
    show: Callable[[_Found], Response | str],
    *,
    query: Query | None = None,
    beside: Sequence[tuple[str, str]] = (),
    cacheable: Callable[[_Found], bool] | None = None,
) -> Response:
    """Answer this request: 304 or a cached answer where one will do, else what `find` finds as `show` shows it.

    `key` holds everything that the answer depends on besides its path, generation, language and the software; `query`
    is the one that the links to other languages keep, with the parameters `beside` it. Where `cacheable` is given and
    true of what was found, the finished answer is cached.
    """
    generation = state().service.generation()
    shown_from(generation, query, beside)
    tag = _entity_tag(generation, key)
    if request.if_none_match.contains_weak(tag):
        return _tagged(Response(status=304), tag)
    if cacheable and (cached := response_cache.recall(generation, key)):
        return cached
    found = find()  # perhaps of a newer generation by now
    shown_from(found.generation, query, beside)
    if isinstance(found, Answer) and found.left_out:  # whoever asks again may get all of it
        response = make_response(show(found))
        response.headers["Cache-Control"] = "no-store"
        return response
    response = _tagged(make_response(show(found)), _entity_tag(found.generation, key))
    return response_cache.remember(response, found.generation, key) if cacheable and cacheable(found) else response


def answered_by_software(key: str, show: Callable[[], Response]) -> Response:
    """Answer this request with what no index shapes: as old as the software, the language and the key."""
    tag = f"{state().stamp}-{key}"
    unchanged = request.if_none_match.contains_weak(tag)
    return _tagged(Response(status=304) if unchanged else show(), tag)


def key_of(query: Query) -> str:
    """Return all of a query that its answer depends on: its canonical form, and the day where its words name one."""
    of_today = state().filter_names.is_of_today(query.q)
    return f"{query.canonical()}&{today()}" if of_today else query.canonical()


def _entity_tag(generation: Generation, key: str) -> str:
    asked = f"{request.path}?{key}&{g.named_lang}&{g.named_script}&{g.script}"
    digest = hashlib.sha256(asked.encode()).hexdigest()[:16]
    return f"{generation.state}-{state().stamp}-{g.messages.lang}-{digest}"


def _tagged(response: Response, tag: str) -> Response:
    """Let a response be kept for a minute, then be asked for again by its tag."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = _BRIEFLY
    return response
