"""A release as the cluster holds it, made of the same analysed batch as in the embedded engine."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import orjson

from search.analysis.analyzer import Analyzer
from search.analysis.fields import IndexedField, Occurrences, indexed, indexed_batch, source_names
from search.analysis.text_batch import TextBatch
from search.array_types import Ints
from search.engines.opensearch.mapping import (
    CHANGED,
    DAY,
    FIELDS,
    ID,
    RELEASE,
    SEEN,
    facet_field,
    weighted_field,
)
from search.engines.opensearch.tokens import fit, positioned, weighted
from search.facets.table import FACETS
from search.release import Moments, Release

_LONGEST_ID: Final = 500  # bytes; the cluster's own ids have at most 512


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What a release adds to the statistics of a generation: its terms and its length in each field, its facets."""

    terms: tuple[tuple[str, ...], ...]
    lengths: tuple[int, ...]
    facets: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A release as it is sent, in JSON, but for its moments, and what it adds to the statistics."""

    id: str
    source: bytes
    held: Held


@dataclass(frozen=True, slots=True, eq=False)
class _Sent:
    """What is sent of a field of a release, and what it holds: its distinct terms and how many tokens it has."""

    terms: tuple[str, ...]
    length: int
    positioned: list[str]
    weighted: str


def document_id(release_id: str) -> str:
    """Return what the cluster calls a release: its id, or the digest of one that is too long for that."""
    written = release_id.encode()
    return release_id if len(written) <= _LONGEST_ID else f"sha256:{hashlib.sha256(written).hexdigest()}"


def prepared(releases: Sequence[Release], texts: TextBatch, numbers: Ints) -> list[Prepared]:
    """Return what is sent of some releases, by their numbers among those whose titles and bodies were read."""
    chosen = [releases[number] for number in numbers.tolist()]
    sources = [source_names(release) for release in chosen]
    uzbek = np.array([release.is_uzbek for release in chosen], bool)
    batch = indexed_batch(texts, numbers, sources, uzbek)
    fields = (_sent(batch.exact), _sent(batch.lemma), _sent(batch.source))
    return [_prepared(release, own) for release, *own in zip(chosen, *fields, strict=True)]


def held_by(release: Release, analyzer: Analyzer) -> Held:
    """Return what a release adds to the statistics, so that it can be taken out of them again."""
    fields = indexed(release, analyzer)
    own: list[Occurrences] = [getattr(fields, name) for name in FIELDS]
    return _held(release, [(tuple(dict.fromkeys(each.terms)), len(each.terms)) for each in own])


def source(prepared: Prepared, moments: Moments) -> bytes:
    """Return what is sent of a release."""
    return b"%b,%b" % (prepared.source[:-1], orjson.dumps({SEEN: moments[0], CHANGED: moments[1]})[1:])


def release_of(source: dict[str, Any]) -> Release:
    """Return the release that was sent."""
    return Release.from_json(source[RELEASE], first_seen=source[SEEN], changed=source[CHANGED])


def _prepared(release: Release, fields: Sequence[_Sent]) -> Prepared:
    held = _held(release, [(own.terms, own.length) for own in fields])
    sent: dict[str, Any] = {ID: release.id, RELEASE: release.said().decode()}
    if release.date:
        sent[DAY] = release.date.toordinal()
    for name, own in zip(FIELDS, fields, strict=True):
        if own.terms:
            sent[name] = own.positioned
            sent[weighted_field(name)] = own.weighted
    for row, pairs in zip(FACETS, held.facets, strict=True):
        if pairs:
            sent[facet_field(row.name)] = [fit(value) for value, _ in pairs]
    return Prepared(release.id, orjson.dumps(sent), held)


def _held(release: Release, fields: Sequence[tuple[tuple[str, ...], int]]) -> Held:
    """Return what a release adds, of whose fields the distinct terms and the lengths are given."""
    return Held(
        terms=tuple(terms for terms, _ in fields),
        lengths=tuple(length for _, length in fields),
        facets=tuple(tuple(dict(row.of(release)).items()) for row in FACETS),
    )


def _sent(field: IndexedField) -> Iterator[_Sent]:
    """Yield what is sent of a field of each release of a batch; what many tokens share is made once."""
    fitting = {number: fit(field.vocabulary[number]) for number in np.unique(field.terms).tolist()}
    ends = np.cumsum(field.counts).tolist()
    terms, positions, weights = field.terms.tolist(), field.positions.tolist(), field.weights.astype(np.int64).tolist()
    for start, end in zip(chain((0,), ends), ends, strict=False):
        own = terms[start:end]
        counted: dict[int, int] = {}
        for number, weight in zip(own, weights[start:end], strict=True):
            counted[number] = counted.get(number, 0) + weight
        yield _Sent(
            terms=tuple(map(field.vocabulary.__getitem__, counted)),
            length=len(own),
            positioned=positioned([*map(fitting.__getitem__, own)], positions[start:end]),
            weighted=weighted(map(fitting.__getitem__, counted), counted.values(), len(own)),
        )
