"""A release as the cluster holds it, made of the same analysed batch as in the embedded engine."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import orjson

from search.analysis.analyzer import Analyzer
from search.analysis.fields import IndexedField, Occurrences, indexed, indexed_batch, source_names
from search.analysis.text_batch import TextBatch
from search.array_types import Array, Ints
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
from search.engines.opensearch.tokens import all_fit, fit, positioned, weighted
from search.facets.table import FACETS
from search.ragged import before
from search.release import Moments, Release

_LONGEST_ID: Final = 500  # bytes; the cluster's own ids have at most 512


@dataclass(frozen=True, slots=True, eq=False)
class HeldField:
    """What a field of some releases holds: the distinct terms of each, by number, and how many tokens it has.

    `counts` says how many terms each release has; those of all stand one after another.
    """

    vocabulary: Sequence[str]
    terms: Array
    counts: Ints
    lengths: Ints

    @classmethod
    def of(cls, terms: Sequence[str]) -> Self:
        """Return what a field of one release holds, by the terms of all its tokens."""
        distinct = [*dict.fromkeys(terms)]
        return cls(distinct, np.arange(len(distinct)), np.array([len(distinct)]), np.array([len(terms)]))


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What releases add to the statistics of a generation: what each holds in each field, and its facets."""

    fields: tuple[HeldField, ...]
    facets: Sequence[tuple[tuple[tuple[str, str], ...], ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Releases as they are sent, in JSON, but for their moments, and what they add to the statistics."""

    ids: list[str]
    sources: list[bytes]
    held: Held


def document_id(release_id: str) -> str:
    """Return what the cluster calls a release: its id, or the digest of one that is too long for that."""
    written = release_id.encode()
    return release_id if len(written) <= _LONGEST_ID else f"sha256:{hashlib.sha256(written).hexdigest()}"


def prepared(releases: Sequence[Release], texts: TextBatch, numbers: Ints) -> Prepared:
    """Return what is sent of some releases, by their numbers among those whose titles and bodies were read."""
    chosen = [releases[number] for number in numbers.tolist()]
    sources = [source_names(release) for release in chosen]
    uzbek = np.array([release.is_uzbek for release in chosen], bool)
    batch = indexed_batch(texts, numbers, sources, uzbek)
    sent: list[dict[str, Any]] = [_said(release) for release in chosen]
    held = Held(
        tuple(_field_sent(name, getattr(batch, name), sent) for name in FIELDS),
        [_facets(release) for release in chosen],
    )
    for own, facets in zip(sent, held.facets, strict=True):
        for row, pairs in zip(FACETS, facets, strict=True):
            if pairs:
                own[facet_field(row.name)] = [fit(value) for value, _ in pairs]
    return Prepared([release.id for release in chosen], [*map(orjson.dumps, sent)], held)


def held_by(release: Release, analyzer: Analyzer) -> Held:
    """Return what a release adds to the statistics, so that it can be taken out of them again."""
    fields = indexed(release, analyzer)
    own: list[Occurrences] = [getattr(fields, name) for name in FIELDS]
    return Held(tuple(HeldField.of(each.terms) for each in own), [_facets(release)])


def source(prepared: bytes, moments: Moments) -> bytes:
    """Return what is sent of a release, of what was prepared of it."""
    return b"%b,%b" % (prepared[:-1], orjson.dumps({SEEN: moments[0], CHANGED: moments[1]})[1:])


def release_of(source: dict[str, Any]) -> Release:
    """Return the release that was sent."""
    return Release.from_json(source[RELEASE], first_seen=source[SEEN], changed=source[CHANGED])


def _said(release: Release) -> dict[str, Any]:
    said: dict[str, Any] = {ID: release.id, RELEASE: release.said().decode()}
    if release.date:
        said[DAY] = release.date.toordinal()
    return said


def _facets(release: Release) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(tuple(dict(row.of(release)).items()) for row in FACETS)


def _field_sent(name: str, field: IndexedField, sent: Sequence[dict[str, Any]]) -> HeldField:
    """Put a field of each release into what is sent of it; return what it holds."""
    fitting = all_fit(field.vocabulary)
    terms, frequencies, counts = _counted(field)
    texts = positioned(fitting, field.terms, field.positions, field.counts)
    scored = weighted(fitting, terms, frequencies, counts, field.counts.tolist())
    for own, text, weights in zip(sent, texts, scored, strict=True):
        if text:
            own[name] = text
            own[weighted_field(name)] = weights
    return HeldField(field.vocabulary, terms.astype(np.uint32), counts, field.counts)


def _counted(field: IndexedField) -> tuple[Ints, Ints, Ints]:
    """Return the distinct terms of each release, by number, their weighted frequencies, and how many each has."""
    owners = np.repeat(np.arange(len(field.counts)), field.counts)
    keys = owners * len(field.vocabulary) + field.terms
    order = np.argsort(keys)
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    frequencies = np.diff(before(field.weights[order].astype(np.int64))[np.append(first, len(keys))])
    owners, terms = np.divmod(keys[first], max(len(field.vocabulary), 1))
    return terms, frequencies, np.bincount(owners, minlength=len(field.counts))
