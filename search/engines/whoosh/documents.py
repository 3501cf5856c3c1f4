"""A release as the index holds it: the layout of the index, and the document that is written of a release."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

import numpy as np

from search.analysis.fields import EXACT, LEMMA, SOURCE, IndexedField, indexed_batch, source_names
from search.analysis.text_batch import TextBatch
from search.array_types import Ints
from search.engines.whoosh.codec.batches import Batch, FieldBatch, batch_of
from search.engines.whoosh.codec.columns import NUMBERS
from search.engines.whoosh.codec.document import Document
from search.engines.whoosh.codec.inversion import Tokens
from search.engines.whoosh.codec.layout import Field, Layout
from search.facets.table import FACETS
from search.release import Moments, Release

SEEN: Final = "seen"
CHANGED: Final = "changed"
_NUMBERS: Final[dict[str, Callable[[Release], int]]] = {
    SEEN: attrgetter("first_seen"),
    CHANGED: attrgetter("changed"),
}

RELEASES: Final = Layout(
    (Field(EXACT, weighted=True), Field(LEMMA, weighted=True), Field(SOURCE)),
    tuple(row.name for row in FACETS),
    tuple(_NUMBERS),
)


def document(release: Release, starts: bytes) -> Document:
    """Return what is written of a release besides its tokens; `starts` says where its words begin."""
    return Document(
        id=release.id,
        day=day_number(release.date),
        facets=tuple(tuple(dict(row.of(release)).items()) for row in FACETS),
        stored=release.said(),
        starts=starts,
        numbers=tuple(number_of(release) for number_of in _NUMBERS.values()),
    )


def documents(releases: Sequence[Release], texts: TextBatch, numbers: Ints) -> Batch:
    """Return what is written of some releases, by their numbers among those whose titles and bodies were read."""
    chosen = [releases[number] for number in numbers.tolist()]
    sources = [source_names(release) for release in chosen]
    uzbek = np.array([release.is_uzbek for release in chosen], bool)
    fields = indexed_batch(texts, numbers, sources, uzbek)
    return batch_of(
        [document(release, starts) for release, starts in zip(chosen, fields.starts, strict=True)],
        [_field_batch(field) for field in (fields.exact, fields.lemma, fields.source)],
        RELEASES,
    )


def seen(batch: Batch, moments: Sequence[Moments | None]) -> Batch:
    """Return a batch with the moments of its releases; those that have None are left out."""
    kept = np.array([number for number, known in enumerate(moments) if known is not None], np.int64)
    chosen = batch if len(kept) == len(moments) else batch.part(kept)
    first_seen, changed = (
        zip(*(known for known in moments if known is not None), strict=True) if len(kept) else ((), ())
    )
    columns = {NUMBERS.called(SEEN): list(first_seen), NUMBERS.called(CHANGED): list(changed)}
    return replace(chosen, columns=chosen.columns | columns)


def day_number(day: dt.date | None) -> int:
    """Return a day as the number that the column holds, 0 for none."""
    return day.toordinal() if day else 0


def _field_batch(field: IndexedField) -> FieldBatch:
    positions = field.positions
    if positions.max(initial=0) <= np.iinfo(np.uint16).max:
        positions = positions.astype(np.uint16)
    return FieldBatch(field.vocabulary, Tokens(field.terms, field.counts, positions, field.weights))
