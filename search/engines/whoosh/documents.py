"""A release as the index holds it: the layout of the index, and the document that is written of a release."""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.fields import EXACT, LEMMA, Occurrences, indexed
from search.engines.whoosh.codec.document import Document, FieldTokens
from search.engines.whoosh.codec.layout import Field, Layout
from search.facets.table import FACETS
from search.release import Release

SEEN: Final = "seen"
CHANGED: Final = "changed"
_NUMBERS: Final[dict[str, Callable[[Release], int]]] = {
    SEEN: attrgetter("first_seen"),
    CHANGED: attrgetter("changed"),
}

RELEASES: Final = Layout(
    (Field(EXACT, weighted=True), Field(LEMMA, weighted=True)), tuple(row.name for row in FACETS), tuple(_NUMBERS)
)


def document(release: Release, analyzer: Analyzer) -> Document:
    """Return what is written of a release."""
    fields = indexed(release, analyzer)
    return Document(
        id=release.id,
        day=day_number(release.date),
        facets=tuple(tuple(dict(row.of(release)).items()) for row in FACETS),
        stored=release.to_json().encode(),
        fields=(_tokens(fields.exact), _tokens(fields.lemma)),
        starts=fields.starts,
        numbers=tuple(number_of(release) for number_of in _NUMBERS.values()),
    )


def day_number(day: dt.date | None) -> int:
    """Return a day as the number that the column holds, 0 for none."""
    return day.toordinal() if day else 0


def _tokens(occurrences: Occurrences) -> FieldTokens:
    return FieldTokens(occurrences.terms, occurrences.positions, occurrences.weights)
