"""The page of a facet: all of its values in a search, by the alphabet."""

from dataclasses import replace
from typing import Final

from flask import Response

from search.answer import Answer
from search.facets.table import FACETS
from search.query import Query
from web.app_state import note_timings, state
from web.middleware.conditional import answered, key_of
from web.middleware.response_cache import is_worth_caching
from web.parameters.table import Parameters
from web.presenters.facet_list import carried, facet_list
from web.presenters.notices import ignored
from web.request_state import labels_for, links
from web.templating import render_page
from web.urls import FACET

_ALL: Final = tuple(facet.name for facet in FACETS)  # those that the search is described by, without its days


def facet_page(name: str, query: Query, parameters: Parameters) -> Response:
    """Show all values of a facet in the search that the parameters say; `query` is that search."""

    def find() -> Answer:
        return _counted(replace(query, page=1, per_page=1, facets=_ALL), acting=True)

    def render(answer: Answer) -> str:
        shown = replace(answer.query, page=1, per_page=query.per_page, facets=None)
        labels, to = labels_for(shown), links()
        counted = answer.facet(name)
        assert counted is not None  # noqa: S101  # it is the one that was asked for
        whole = _counted(Query(facets=(name,), per_page=1)).facet(name) if answer.total else None
        listed = facet_list(counted, whole, replace(answer, query=shown), labels, to)
        return render_page(
            "facet.html",
            q=shown.q,
            hidden=carried(shown, name, to.lang),
            ignored=ignored(parameters, labels.messages),
            facet=listed,
            total=answer.total,
            description=labels.description(answer),
            back=to.page(shown),
            cleared=to.page(shown.without_filter(name)) if shown.selection(name).choices else None,
            canonical=to.facet(shown, name),
        )

    key = f"{key_of(query.with_(page=1))}&{FACET}={name}&{parameters.faults}"
    cacheable = None if parameters.faults else is_worth_caching
    return answered(key, find, render, query=query, beside=((FACET, name),), cacheable=cacheable)


def _counted(query: Query, *, acting: bool = False) -> Answer:
    """Answer a query for its facet's counts; one that finds nothing was noted where its results were shown."""
    answer = state().service.answer(query, acting=acting)
    note_timings(answer.timings)
    return answer
