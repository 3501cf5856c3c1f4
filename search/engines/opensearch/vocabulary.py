"""The statistics of a generation: terms with their document frequencies, lengths and facet values, as one artefact.

They are counted where the releases are analysed, go into the cluster with their generation, and a service reads them
once: the cluster itself is asked for no term.
"""

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Self

import orjson

from search.engines.opensearch.documents import Held
from search.engines.opensearch.mapping import FIELDS
from search.errors import IndexDamaged
from search.facets.table import FACETS
from search.facets.values import label_values

_AFTER_ALL: Final = "\U0010ffff"
_LEVEL: Final = 6


class Statistics:
    """What a generation's releases add up to; mutable, one draft's own."""

    def __init__(self) -> None:
        self.documents = 0
        self.terms: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
        self.lengths: dict[str, int] = dict.fromkeys(FIELDS, 0)
        self.labels: dict[str, dict[str, Counter[str]]] = {row.name: {} for row in FACETS}

    def add(self, held: Held) -> None:
        """Count a release in."""
        self.documents += 1
        for name, terms, length in zip(FIELDS, held.terms, held.lengths, strict=True):
            self.terms[name].update(terms)
            self.lengths[name] += length
        for row, pairs in zip(FACETS, held.facets, strict=True):
            for value, label in pairs:
                self.labels[row.name].setdefault(value, Counter())[label] += 1

    def subtract(self, held: Held) -> None:
        """Take a release out again that was counted in; what nothing else holds is there no more."""
        self.documents -= 1
        for name, terms, length in zip(FIELDS, held.terms, held.lengths, strict=True):
            for term in terms:
                _take(self.terms[name], term)
            self.lengths[name] -= length
        for row, pairs in zip(FACETS, held.facets, strict=True):
            labels = self.labels[row.name]
            for value, label in pairs:
                _take(labels[value], label)
                if not labels[value]:
                    del labels[value]

    def averages(self) -> dict[str, float]:
        """Return the average length of each field, 1 where there is none."""
        return {
            name: (total / self.documents if self.documents else 0.0) or 1.0 for name, total in self.lengths.items()
        }

    def copy(self) -> "Statistics":
        """Return statistics of their own with the same counts."""
        other = Statistics()
        other.documents = self.documents
        other.terms = {name: Counter(counts) for name, counts in self.terms.items()}
        other.lengths = dict(self.lengths)
        other.labels = {
            name: {value: Counter(forms) for value, forms in labels.items()} for name, labels in self.labels.items()
        }
        return other

    def to_bytes(self) -> bytes:
        """Write them, compressed."""
        values = {
            "documents": self.documents,
            "terms": {name: [*counts.items()] for name, counts in self.terms.items()},
            "lengths": self.lengths,
            "labels": self.labels,
        }
        return zlib.compress(orjson.dumps(values, option=orjson.OPT_PASSTHROUGH_SUBCLASS, default=dict), _LEVEL)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote; raises IndexDamaged when it is anything else."""
        try:
            values: dict[str, Any] = orjson.loads(zlib.decompress(data))
            statistics = cls()
            statistics.documents = int(values["documents"])
            statistics.terms = {name: Counter(dict(values["terms"][name])) for name in FIELDS}
            statistics.lengths = {name: int(values["lengths"][name]) for name in FIELDS}
            statistics.labels = {
                row.name: {value: Counter(forms) for value, forms in values["labels"][row.name].items()}
                for row in FACETS
            }
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"the vocabulary of the generation cannot be read ({error!r})") from error
        return statistics


def _take(counts: Counter[str], key: str) -> None:
    counts[key] -= 1
    if counts[key] <= 0:
        del counts[key]


class OpenSearchVocabulary:
    """The terms of a generation in memory; safe to share between threads."""

    def __init__(self, statistics: Statistics) -> None:
        self.documents = statistics.documents
        self._frequencies = statistics.terms
        self._sorted = {name: sorted(counts) for name, counts in statistics.terms.items()}

    def frequency(self, field: str, term: str) -> int:
        """Return how many releases hold a term."""
        return self._frequencies[field].get(term, 0)

    def starting(self, field: str, prefix: str) -> Sequence[str]:
        """Return the terms that begin so, sorted."""
        terms = self._sorted[field]
        return terms[bisect_left(terms, prefix) : bisect_left(terms, prefix + _AFTER_ALL)]

    def begins(self, field: str, prefix: str) -> bool:
        """Say whether any term begins so."""
        terms = self._sorted[field]
        at = bisect_left(terms, prefix)
        return at < len(terms) and terms[at].startswith(prefix)


def facet_values(statistics: Statistics) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the values of each facet and their labels, in the order of the labels."""
    return {name: label_values(labels) for name, labels in statistics.labels.items()}
