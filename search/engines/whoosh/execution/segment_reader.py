"""The reader of one segment: its arrays, what is deleted, and what was derived from them and cached."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final

import numpy as np

from search.array_types import Array, Bits, Ints, Mask
from search.engines.whoosh.codec.arrays import REMEDY
from search.engines.whoosh.codec.postings import FieldPostings
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.execution import bitset
from search.engines.whoosh.execution.bm25 import SaturationTable
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.docset import SPARSE, DocSet
from search.errors import IndexDamaged
from search.ragged import runs
from search.ranking import length_codes

FEW: Final = 32  # one posting in more than so many is few: their positions are added up, not looked up
DENSE: Final = 256  # a term in more than one document in so many is looked up by document, not searched for
_OTHER: Final = 100  # bytes, about, of a cached value that is no array itself, such as a DocSet before it is asked


class TermPostings:
    """The postings of a term in the live documents of a segment, and what was derived from them.

    `documents` ascend, `weights` (bytes where they fit, else float32) go with them.
    """

    __slots__ = (
        "_bits",
        "_cache",
        "_dense",
        "_impacts",
        "_max_impact",
        "_starts",
        "documents",
        "field",
        "live",
        "number",
        "postings",
        "segment",
        "used",
        "weights",
    )

    def __init__(self, segment: SegmentReader, field: str, postings: FieldPostings, number: int, cache: Cache) -> None:
        self.segment = segment
        self.field = field
        self.postings = postings
        self.number = number
        self.used = True
        self._cache = cache
        documents, weights = postings.documents(number), postings.weights(number)
        self.live: Ints | None = None  # the numbers of the postings of live documents, None when all are
        if segment.live is not None:
            alive = segment.live.take(documents)
            if not alive.all():
                self.live = alive.nonzero()[0]
                documents, weights = documents.take(self.live), weights.take(self.live)
        self.documents: Ints = documents
        self.weights: Array = weights
        self._bits: Bits | None = None
        self._dense: Array | None = None
        self._starts: Ints | None = None
        self._impacts: tuple[SaturationTable, Array] | None = None
        self._max_impact: tuple[SaturationTable, float] | None = None

    @property
    def nbytes(self) -> int:
        """How many bytes the arrays take."""
        arrays = (self.documents, self._bits, self._dense, self._starts, self._impacts[1] if self._impacts else None)
        return sum(array.nbytes for array in arrays if array is not None)

    def doc_set(self) -> DocSet:
        """Return the documents; with bits when they are many."""
        if self._bits is None and len(self.documents) * SPARSE > self.segment.size:
            mask = np.zeros(self.segment.size, bool)
            mask[self.documents] = True
            self._bits = bitset.packed(mask)
            self._cache.grew(self._bits.nbytes)
        return DocSet(self.segment.size, numbers=self.documents, bits=self._bits)

    def impacts(self, table: SaturationTable) -> Array:
        """Return the saturation of each posting, float32, under a table."""
        impacts = self._impacts
        if impacts is None or impacts[0] is not table:
            codes = self.segment.codes(self.field).take(self.documents)
            if self.weights.dtype == np.uint8:
                saturations = table.float32.take((self.weights.astype(np.uint16) << 8) | codes)
            else:
                saturations = table.saturations(self.weights, codes).astype(np.float32)
            impacts = self._impacts = (table, saturations)
            self._cache.grew(saturations.nbytes)
        return impacts[1]

    def max_impact(self, table: SaturationTable) -> float:
        """Return the largest saturation of a posting under a table."""
        if self._max_impact is None or self._max_impact[0] is not table:
            self._max_impact = (table, float(self.impacts(table).max(initial=0)))
        return self._max_impact[1]

    def contains(self, documents: Ints) -> Mask:
        """Say which of the documents (ascending) hold the term."""
        if self._dense is not None or len(self.documents) * DENSE > self.segment.size:
            return self.dense().take(documents) > 0
        return self.find(documents)[1]

    def find(self, documents: Ints) -> tuple[Ints, Mask]:
        """Return the number of each document's posting, and which of the documents (ascending) have one.

        Where a document has none, its number is of no use.
        """
        if not len(self.documents):
            return np.zeros(len(documents), np.int64), np.zeros(len(documents), bool)
        at = self.documents.searchsorted(documents)
        at[at == len(self.documents)] = 0
        return at, self.documents.take(at) == documents

    def dense(self) -> Array:
        """Return the weight by document, 0 where the term is not."""
        if self._dense is None:
            dense = np.zeros(self.segment.size, self.weights.dtype)
            dense[self.documents] = self.weights
            self._dense = dense
            self._cache.grew(dense.nbytes)
        return self._dense

    def weights_in(self, documents: Ints) -> Array:
        """Return the weight in each of the documents (ascending), 0 where the term is not."""
        if documents is self.documents:
            return self.weights
        if self._dense is not None or len(self.documents) * DENSE > self.segment.size:
            return self.dense().take(documents)
        if not len(self.documents):
            return np.zeros(len(documents), np.uint8)
        at, holding = self.find(documents)
        return np.where(holding, self.weights.take(at), 0)

    def positions(self, at: Ints) -> tuple[Array, Ints]:
        """Return the positions of the postings numbered `at` (ascending), and how many each has."""
        if self.live is not None:
            at = self.live.take(at)
        first, frequencies = self._runs(at)
        return self.postings.positions(self.number).take(runs(first, frequencies)), frequencies

    def _runs(self, at: Ints) -> tuple[Ints, Ints]:
        """Return the first position and the number of positions of some postings."""
        if self._starts is None:
            frequencies = self.postings.frequencies(self.number)
            if len(at) * FEW < len(frequencies):  # a page of hits: not worth the starts of all
                if not len(at):
                    return at, at
                sums = np.add.reduceat(frequencies, at, dtype=np.int64)
                before = int(frequencies[: at[0]].sum(dtype=np.int64))
                return sums.cumsum() - sums + before, frequencies.take(at).astype(np.int64)
            starts = np.zeros(len(frequencies) + 1, np.int64)
            np.cumsum(frequencies, dtype=np.int64, out=starts[1:])
            self._starts = starts
            self._cache.grew(starts.nbytes)
        first = self._starts.take(at)
        return first, self._starts.take(at + 1) - first


class SegmentReader:
    """A segment with what is deleted of it, which never changes: threads share it, and so do generations.

    `undated` is how many documents at its front have no day, `newest` the last day of a live one.
    """

    def __init__(self, files: SegmentFiles, deleted: frozenset[int], cache: Cache) -> None:
        self.files = files
        self.deleted = deleted
        self.size = files.size
        self.days: Array = files.days
        if not (self.days[1:] >= self.days[:-1]).all():
            raise IndexDamaged(f"the segment {files.name} is not in the order of its days", REMEDY)
        self.undated = int(self.days.searchsorted(self.days.dtype.type(1)))
        self.live: Mask | None = None
        if deleted:
            self.live = np.ones(self.size, bool)
            self.live[list(deleted)] = False
        self.everything = DocSet(self.size, mask=np.ones(self.size, bool) if self.live is None else self.live)
        self.count = self.size - len(deleted)
        self.newest = 0
        if self.count:  # where all releases are withdrawn, none is left
            self.newest = int(self.days[-1] if self.live is None else self.days[self.everything.numbers[-1]])
        self._cache = cache
        self._codes: dict[str, Array] = {}

    def term(self, field: str, word: bytes) -> TermPostings | None:
        """Return the postings of a term, None when no document here holds it."""
        key = (self, field, word)
        term: TermPostings | None = self._cache.get(key)
        if term is None:
            postings = self.files.fields[field]
            number = postings.terms.find(word)
            if number < 0:
                return None
            term = TermPostings(self, field, postings, number, self._cache)
            self._cache.put(key, term)
        return term

    def held_terms(self, field: str) -> Mask | None:
        """Return for each term of a field whether a live document holds it; None where nothing is deleted."""
        live = self.live
        if live is None:
            return None
        held: Mask = self.cached("held terms", field, lambda: self.files.fields[field].held(live))
        return held

    def codes(self, field: str) -> Array:
        """Return the length of each document's field as the byte that the formula knows."""
        codes = self._codes.get(field)
        if codes is None:
            codes = self._codes[field] = length_codes(self.files.lengths[field])
        return codes

    def cached(self, name: str, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what `make` gives for a name and a key, made once and cached under the budget."""
        segment_key = (self, name, key)
        entry = self._cache.get(segment_key)
        if entry is None:
            entry = _CachedValue(make())
            self._cache.put(segment_key, entry)
        return entry.value

    def bounds(self, days: Ints) -> Ints:
        """Return the number of the first document of each day or a later one (days ascending)."""
        numbers: Ints = self.cached(
            "bounds", days.tobytes(), lambda: self.days.searchsorted(days.astype(self.days.dtype))
        )
        return numbers

    def total(self, field: str) -> int:
        """Return how many tokens the live documents have in a field."""
        if self.live is None:
            return self.files.totals[field]
        return int(self.files.lengths[field][self.live].sum(dtype=np.int64))


class _CachedValue:
    """A value as the cache takes it; what is no array counts as `_OTHER` bytes."""

    __slots__ = ("used", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.used = True

    @property
    def nbytes(self) -> int:
        return int(getattr(self.value, "nbytes", _OTHER))
