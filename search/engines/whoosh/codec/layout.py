"""The layout of an index: its fields of postings, its facets and numbers, and the Whoosh schema that says so."""

from dataclasses import dataclass
from typing import Final

from whoosh import columns, formats
from whoosh.analysis import IDAnalyzer
from whoosh.fields import COLUMN, TEXT, Schema
from whoosh.fields import ID as IDENTIFIER
from whoosh.fields import STORED as KEPT

ID: Final = "id"
DAY: Final = "day"  # proleptic Gregorian ordinal, 0 for undated
STORED: Final = "release"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of postings; `weighted` when its tokens do not all weigh the same."""

    name: str
    weighted: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields and facets of an index, and the numbers (0 to 2**32 - 1) that it keeps of each document."""

    fields: tuple[Field, ...]
    facets: tuple[str, ...]
    numbers: tuple[str, ...] = ()

    def schema(self) -> Schema:
        """Return the layout as Whoosh knows it."""
        schema = Schema(
            **{
                ID: IDENTIFIER(unique=True, stored=False),
                STORED: KEPT,
                DAY: COLUMN(columns.NumericColumn("i", default=0)),
            }
        )
        for field in self.fields:
            schema.add(field.name, _postings())
        for name in self.numbers:
            schema.add(name, COLUMN(columns.NumericColumn("I", default=0)))
        for name in self.facets:
            schema.add(facet_column(name), COLUMN(columns.VarBytesColumn()))
        return schema


def facet_column(name: str) -> str:
    """Return the name of a facet's column in the Whoosh schema."""
    return f"facet_{name}"


def _postings() -> TEXT:
    field = TEXT(analyzer=IDAnalyzer())
    field.format = formats.Positions()
    return field
