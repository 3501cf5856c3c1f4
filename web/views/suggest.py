"""Suggestions as one types, in the form that browsers read (OpenSearch 1.1): texts, descriptions and addresses."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, g, json

from search.answer import Completion
from search.facets.selection import Choice
from search.generation import Generation
from search.query import MAX_Q, Query
from web.app_state import state
from web.endpoints import ENDPOINTS, path_of
from web.i18n.labels import Labels
from web.i18n.messages import Messages
from web.middleware.conditional import answered
from web.parameters.strict import read_strictly
from web.request_state import absolute_links, labels_for
from web.urls import Links

SUGGESTIONS: Final = 6  # fit below a field of search on a phone

blueprint = Blueprint("suggest", __name__)


@dataclass(frozen=True, slots=True)
class _Suggested:
    completions: tuple[Completion, ...]
    generation: Generation


@blueprint.get(path_of("browsersearch.suggest"))
def suggest() -> Response:
    """Complete what is typed: [typed, texts, descriptions, addresses]."""
    endpoint = ENDPOINTS["browsersearch.suggest"]
    query = read_strictly(endpoint).query

    def find() -> _Suggested:
        generation: Generation = g.generation
        return _Suggested(tuple(state().service.suggest(query.q, SUGGESTIONS)), generation)

    def show(suggested: _Suggested) -> Response:
        to, labels = absolute_links(), labels_for(query)
        body = [
            query.q,
            [_text(completion, labels) for completion in suggested.completions],
            [_description(completion, g.messages) for completion in suggested.completions],
            [_address(completion, to) for completion in suggested.completions],
        ]
        return Response(json.dumps(body), content_type=endpoint.media)

    return answered(query.canonical(), find, show, query=query)


def _text(completion: Completion, labels: Labels) -> str:
    if completion.named is None:
        return completion.text
    facet, _ = completion.named
    return labels.messages.text("describe-facet", facet=labels.facet(facet), values=_named(completion, labels))


def _named(completion: Completion, labels: Labels) -> str:
    """Return what a value is called for the reader: in another language by its label, else as it was completed."""
    facet, value = completion.named or ("", "")
    own = labels.messages.lang in ("ru", "en") and facet in labels.categories
    return labels.category(facet, value) if own else completion.text


def _description(completion: Completion, messages: Messages) -> str:
    return messages.text("release") if completion.release else messages.text("hits", n=completion.count)


def _address(completion: Completion, to: Links) -> str:
    if completion.named:
        facet, value = completion.named
        return to.page(Query().choosing(facet, Choice(value)))
    return to.release(completion.release) if completion.release else to.page(Query(completion.text[:MAX_Q]))
