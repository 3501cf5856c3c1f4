"""A release as the cluster holds it, made of the same analysed batch as in the embedded engine."""

import hashlib
from collections import Counter
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
    fields = (_occurrences(batch.exact), _occurrences(batch.lemma), _occurrences(batch.source))
    return [_prepared(release, held) for release, *held in zip(chosen, *fields, strict=True)]


def held_by(release: Release, analyzer: Analyzer) -> Held:
    """Return what a release adds to the statistics, so that it can be taken out of them again."""
    fields = indexed(release, analyzer)
    return _held(release, [getattr(fields, name) for name in FIELDS])


def source(prepared: Prepared, moments: Moments) -> bytes:
    """Return what is sent of a release."""
    return b"%b,%b" % (prepared.source[:-1], orjson.dumps({SEEN: moments[0], CHANGED: moments[1]})[1:])


def release_of(source: dict[str, Any]) -> Release:
    """Return the release that was sent."""
    return Release.from_json(source[RELEASE], first_seen=source[SEEN], changed=source[CHANGED])


def _prepared(release: Release, fields: Sequence[Occurrences]) -> Prepared:
    held = _held(release, fields)
    sent: dict[str, Any] = {ID: release.id, RELEASE: release.said().decode()}
    if release.date:
        sent[DAY] = release.date.toordinal()
    for name, own in zip(FIELDS, fields, strict=True):
        if own.terms:
            sent[name] = positioned(own.terms, own.positions)
            sent[weighted_field(name)] = weighted(_frequencies(own), len(own.terms))
    for row, pairs in zip(FACETS, held.facets, strict=True):
        if pairs:
            sent[facet_field(row.name)] = [fit(value) for value, _ in pairs]
    return Prepared(release.id, orjson.dumps(sent), held)


def _held(release: Release, fields: Sequence[Occurrences]) -> Held:
    return Held(
        terms=tuple(tuple(dict.fromkeys(own.terms)) for own in fields),
        lengths=tuple(len(own.terms) for own in fields),
        facets=tuple(tuple(dict(row.of(release)).items()) for row in FACETS),
    )


def _frequencies(field: Occurrences) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    for term, weight in zip(field.terms, field.weights.tolist(), strict=True):
        counted[term] += int(weight)
    return [*counted.items()]


def _occurrences(field: IndexedField) -> Iterator[Occurrences]:
    """Yield what a field holds of each release of a batch."""
    ends = np.cumsum(field.counts).tolist()
    terms = [*map(field.vocabulary.__getitem__, field.terms.tolist())]
    positions = field.positions.tolist()
    for start, end in zip(chain((0,), ends), ends, strict=False):
        yield Occurrences(terms[start:end], positions[start:end], field.weights[start:end])
