"""One search at any door: the engine is asked, its time is told, and what found nothing is noted."""

from search.answer import Answer
from search.query import Query
from web.app_state import service
from web.middleware.request_id import note_timings


def search(query: Query) -> Answer:
    """Return the answer to a query."""
    answer = service().engine.answer(query)
    note_timings(answer.timings)
    misses = service().misses
    if misses:
        misses.tend()
    if query.q and not answer.total and query.page == 1:
        service().metrics.event("nothing_found")
        if misses:
            misses.note(query)
    return answer
