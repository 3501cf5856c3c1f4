"""A release as it is written into a segment."""

import datetime as dt

from search.analysis.analyzer import Analyzer
from search.analysis.fields import Occurrences, indexed
from search.engines.whoosh.codec.batches import Document, FieldTokens
from search.facets.table import FACETS
from search.release import Release


def document(release: Release, analyzer: Analyzer) -> Document:
    """Return what is written of a release."""
    held = indexed(release, analyzer)
    return Document(
        id=release.id,
        day=day_number(release.date),
        facets=tuple(tuple(dict(row.of(release)).items()) for row in FACETS),
        stored=release.to_json().encode(),
        fields=(_tokens(held.exact), _tokens(held.lemma)),
        starts=held.starts,
        numbers=(release.first_seen, release.changed),
    )


def day_number(day: dt.date | None) -> int:
    """Return a day as the number that the column holds, 0 for none."""
    return day.toordinal() if day else 0


def _tokens(found: Occurrences) -> FieldTokens:
    return FieldTokens(found.terms, found.positions, found.weights)
