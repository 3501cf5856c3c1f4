"""Zero results: the ways out of an empty answer, each a query with something taken away."""

from collections.abc import Iterator

from search.query import Query
from search.query_language.printer import any_of_the_words


def ways_out(query: Query) -> Iterator[tuple[str, Query]]:
    """Yield the query without each of its filters, and without all of them where there are several.

    Each comes with the name of what was taken away: a facet's, "date" or "filters".
    """
    names = query.filters.names
    for name in names:
        yield name, query.without_filter(name)
    if len(names) > 1:
        yield "filters", query.without_filters()


def any_word_query(query: Query) -> Query | None:
    """Return the query for any of the words instead of all, None when its words cannot be joined so."""
    words = any_of_the_words(query.parsed.tree)
    return None if words is None else query.with_(q=words)
