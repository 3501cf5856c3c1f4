"""Request state: the generation and query that an answer shows, and the addresses and names made for its reader."""

from collections.abc import Sequence
from dataclasses import replace

from flask import g, request

from search.generation import Generation
from search.query import SCRIPTS, Query
from web.app_state import state
from web.i18n.labels import Labels
from web.i18n.messages import own_script
from web.urls import Links


def shown_from(generation: Generation, query: Query | None = None, beside: Sequence[tuple[str, str]] = ()) -> None:
    """Note which generation, query and parameters `beside` it the answer in the making shows."""
    g.generation = generation
    g.shown_parameters = [*(query.parameters() if query else ()), *beside]


def links() -> Links:
    """Return the maker of addresses for this request."""
    return _links(state().public_url or request.script_root)


def absolute_links() -> Links:
    """Return the maker of whole addresses, for what is read away from the site."""
    return _links(state().public_url or request.url_root.rstrip("/"))


def labels_for(query: Query) -> Labels:
    """Return the names of things for this request, in the script of a query, or else of its reader."""
    return state().labels(g.messages, query.script or g.script or SCRIPTS[0])


def own_named(query: Query) -> Query:
    """Return a query of a page whose script is named only where it is not that of the language."""
    return replace(query, script=None) if query.script == own_script(g.messages.lang) else query


def _links(base: str) -> Links:
    named = g.named_script if g.named_script != own_script(g.messages.lang) else None
    return Links(base, g.named_lang, named, g.script if g.script != SCRIPTS[0] else None)
