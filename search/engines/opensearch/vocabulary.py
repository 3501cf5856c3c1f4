"""The statistics of a generation: terms with their document frequencies, lengths and facet values, as one artefact.

They are counted where the releases are analysed, go into the cluster with their generation, and a service maps them:
the cluster itself is asked for no term.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import Final

import numpy as np

from search.array_types import Mask
from search.engines.opensearch.documents import Held
from search.engines.opensearch.mapping import FIELDS
from search.engines.opensearch.term_file import Counted, TermFile, merged, write
from search.errors import IndexDamaged
from search.facets.table import FACETS
from search.facets.values import label_values

MOST_COUNTED: Final = 1_000_000  # terms that are counted in memory, of all fields; some 150 bytes each
Labels = dict[str, dict[str, Counter[str]]]  # of each facet its values, with the labels that releases write


class Statistics:
    """What a generation's releases add up to: those that it goes on from, which are mapped, and what became of them.

    Mutable, one draft's own. More than `most` terms are put aside in a file, sorted, until all are merged.
    """

    def __init__(self, base: TermFile | None = None, most: int = MOST_COUNTED) -> None:
        self.documents, self.lengths, self.labels = _read(base)
        self._base = base
        self._most = most
        self._changes: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
        self._aside: list[TermFile] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def add(self, held: Held, chosen: Mask | None = None) -> None:
        """Count releases in, all or those that are chosen."""
        taken = np.ones(len(held.facets), bool) if chosen is None else chosen
        self._count(held, 1, taken)
        for facets in compress(held.facets, taken.tolist()):
            for row, pairs in zip(FACETS, facets, strict=True):
                for value, label in pairs:
                    self.labels[row.name].setdefault(value, Counter())[label] += 1

    def subtract(self, held: Held) -> None:
        """Take releases out again that were counted in; what nothing else holds is there no more."""
        self._count(held, -1, np.ones(len(held.facets), bool))
        for facets in held.facets:
            for row, pairs in zip(FACETS, facets, strict=True):
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

    def changes(self) -> Mapping[str, Mapping[str, int]]:
        """Return of each field how many releases more (or less) hold a term than did before."""
        return self._changes

    def write(self, path: Path) -> None:
        """Write them to a file that `TermFile` maps."""
        head = {"documents": self.documents, "lengths": self.lengths, "labels": self.labels}
        write(path, {name: merged([*self._runs(name)]) for name in FIELDS}, head)

    def close(self) -> None:
        """Let go of what was put aside."""
        self._aside.clear()
        if self._folder is not None:
            self._folder.cleanup()

    def _count(self, held: Held, step: int, taken: Mask) -> None:
        self.documents += step * int(taken.sum())
        for name, field in zip(FIELDS, held.fields, strict=True):
            changes = self._changes[name]
            counts = np.bincount(field.terms[np.repeat(taken, field.counts)], minlength=len(field.vocabulary))
            for term, count in zip(field.vocabulary, counts.tolist(), strict=True):
                if count:
                    changes[term] += step * count
            self.lengths[name] += step * int(field.lengths[taken].sum())
        if sum(map(len, self._changes.values())) > self._most:
            self._put_aside()

    def _put_aside(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="izla-terms-")
        path = Path(self._folder.name) / str(len(self._aside))
        fields = {
            name: sorted((term, count) for term, count in counts.items() if count)
            for name, counts in self._changes.items()
        }
        write(path, fields, {})
        self._aside.append(TermFile(path))
        self._changes = {name: Counter() for name in FIELDS}

    def _runs(self, name: str) -> Iterator[Iterator[Counted]]:
        for file in ([self._base] if self._base else []) + self._aside:
            yield iter(file.fields[name])
        yield iter(sorted(self._changes[name].items()))


def _read(base: TermFile | None) -> tuple[int, dict[str, int], Labels]:
    """Return the documents, lengths and labels that a file says; raises IndexDamaged."""
    if base is None:
        return 0, dict.fromkeys(FIELDS, 0), {row.name: {} for row in FACETS}
    try:
        head = base.head
        labels = {
            row.name: {value: Counter(forms) for value, forms in head["labels"][row.name].items()} for row in FACETS
        }
        return int(head["documents"]), {name: int(head["lengths"][name]) for name in FIELDS}, labels
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndexDamaged(f"the vocabulary of the generation cannot be read ({error!r})") from error


def _take(counts: Counter[str], key: str) -> None:
    counts[key] -= 1
    if counts[key] <= 0:
        del counts[key]


class OpenSearchVocabulary:
    """The terms of a generation, mapped, without those of withdrawn releases; safe to share between threads."""

    def __init__(self, file: TermFile, documents: int, changes: Mapping[str, Mapping[str, int]]) -> None:
        self.documents = documents
        self._fields = file.fields
        self._changes = changes

    def frequency(self, field: str, term: str) -> int:
        """Return how many releases hold a term."""
        return self._fields[field].frequency(term) + self._changes[field].get(term, 0)

    def starting(self, field: str, prefix: str) -> Sequence[str]:
        """Return the terms that begin so, sorted."""
        found = self._fields[field].starting(prefix)
        changes = self._changes[field]
        return [term for term in found if term not in changes or self.frequency(field, term)] if changes else found

    def begins(self, field: str, prefix: str) -> bool:
        """Say whether any term begins so."""
        if not self._changes[field]:
            return self._fields[field].begins(prefix)
        return bool(self.starting(field, prefix))


def facet_values(labels: Labels) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the values of each facet and their labels, in the order of the labels."""
    return {name: label_values(values) for name, values in labels.items()}
