"""Request state: the generation and query that an answer shows, and the addresses and names made for its reader."""

from collections.abc import Sequence

from flask import g, request

from search.generation import Generation
from search.query import Query
from web.app_state import state
from web.i18n.labels import Labels
from web.urls import Links


def shown_from(generation: Generation, query: Query | None = None, beside: Sequence[tuple[str, str]] = ()) -> None:
    """Note which generation, query and parameters `beside` it the answer in the making shows."""
    g.generation = generation
    g.shown_parameters = [*(query.parameters() if query else ()), *beside]


def links() -> Links:
    """Return the maker of addresses for this request."""
    return Links(state().public_url or request.script_root, g.named_lang)


def absolute_links() -> Links:
    """Return the maker of whole addresses, for what is read away from the site."""
    return Links(state().public_url or request.url_root.rstrip("/"), g.named_lang)


def labels_for(query: Query) -> Labels:
    """Return the names of things for this request, in the script of a query."""
    return Labels(g.messages, query.script, state().categories)
