"""What a reader may keep: an answer is as old as its generation, the software and the language."""

import hashlib
from typing import Final

from flask import Response, g, request

from search.assist.filter_suggestions import is_of_today
from search.clock import today
from search.generation import Generation
from search.query import Query
from web.app_state import service

_BRIEFLY: Final = "public, max-age=60, stale-while-revalidate=600"


def said(query: Query) -> str:
    """Return all of a query that its answer depends on: its canonical form, and the day where its words say one."""
    return f"{query.canonical()}&{today()}" if is_of_today(query.q) else query.canonical()


def entity_tag(generation: Generation, asked: str) -> str:
    """Return the weak tag of what was asked, see `said`, of a generation."""
    digest = hashlib.sha256(f"{request.path}?{asked}&{g.named_lang}".encode()).hexdigest()[:16]
    return f"{generation.id}-{service().stamp}-{g.words.lang}-{digest}"


def unchanged(tag: str) -> Response | None:
    """Return 304 when the reader already has the answer of that tag; to be asked before any search."""
    return keep(Response(status=304), tag) if request.if_none_match.contains_weak(tag) else None


def keep(response: Response, tag: str) -> Response:
    """Let a response be kept for a minute and asked for again by its tag."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = _BRIEFLY
    return response
