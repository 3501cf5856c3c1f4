"""The Whoosh schema and the documents written through it: the only place that knows how Whoosh stores a release."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from whoosh import columns, fields, formats
from whoosh.analysis import KeywordAnalyzer

from search.facets import FACETS
from search.release import Release
from search.schema import EXACT, LEMMA, Occurrence, occurrences

FORMAT: Final = 1  # raised when this module writes something else; part of the fingerprint
ID: Final = "id"
DAY: Final = "day"  # proleptic Gregorian ordinal, 0 for undated
STORED: Final = "release"
_PAIR, _LABEL = "\x1e", "\x1f"  # between the pairs of a facet column, and between value and label


class Placed(formats.Positions):  # type: ignore[misc]  # Whoosh is untyped
    """Postings made from the occurrences of our analyzer; Whoosh never sees the text."""

    def word_values(
        self, value: Iterable[Occurrence], analyzer: Any, **kwargs: Any
    ) -> Iterator[tuple[str, int, float, bytes]]:
        """Yield (term, frequency, weight, encoded positions) for each term of a field."""
        places: dict[str, list[int]] = {}
        weights: dict[str, float] = {}
        for occurrence in value:
            places.setdefault(occurrence.term, []).append(occurrence.position)
            weights[occurrence.term] = weights.get(occurrence.term, 0.0) + occurrence.weight
        for term, positions in places.items():
            yield term, len(positions), weights[term], self.encode(positions)


def _postings() -> fields.TEXT:
    field = fields.TEXT(analyzer=KeywordAnalyzer())
    field.format = Placed()
    return field


def facet_column(name: str) -> str:
    """Return the name of a facet's column."""
    return f"facet_{name}"


def length_column(field: str) -> str:
    """Return the name of the column of a field's lengths: Whoosh's own are rounded to a byte."""
    return f"length_{field}"


def whoosh_schema() -> fields.Schema:
    """Return the schema: two fields of postings and their lengths, id, release, day, and a column for each facet."""
    schema = fields.Schema(
        **{
            ID: fields.ID(unique=True, stored=False),
            EXACT: _postings(),
            LEMMA: _postings(),
            STORED: fields.STORED,
            DAY: fields.COLUMN(columns.NumericColumn("i", default=0)),
            length_column(EXACT): fields.COLUMN(columns.NumericColumn("i", default=0)),
            length_column(LEMMA): fields.COLUMN(columns.NumericColumn("i", default=0)),
        }
    )
    for row in FACETS:
        schema.add(facet_column(row.name), fields.COLUMN(columns.VarBytesColumn()))
    return schema


def document(release: Release) -> dict[str, Any]:
    """Return what is written for a release."""
    exact, lemma = occurrences(release)
    values: dict[str, Any] = {
        ID: release.id,
        EXACT: exact,
        LEMMA: lemma,
        STORED: release.to_json(),
        DAY: day_number(release.date),
        length_column(EXACT): len(exact),
        length_column(LEMMA): len(lemma),
    }
    for row in FACETS:
        pairs = dict(row.of(release)).items()
        values[facet_column(row.name)] = _PAIR.join(f"{value}{_LABEL}{label}" for value, label in pairs).encode()
    return values


def read_pairs(data: bytes) -> list[tuple[str, str]]:
    """Read the (value, label) pairs of a facet column's entry."""
    if not data:
        return []
    return [(value, label) for value, _, label in (pair.partition(_LABEL) for pair in data.decode().split(_PAIR))]


def day_number(day: dt.date | None) -> int:
    """Return a day as the number that the column holds."""
    return day.toordinal() if day else 0
