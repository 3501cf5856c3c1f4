"""One segment, open for searching: its arrays, what is deleted, and what was derived from them and kept."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.codec.arrays import REMEDY
from search.engines.whoosh.codec.postings import FieldPostings, runs
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.execution import bitset as bitwise
from search.engines.whoosh.execution.bitset import Bits, Ints, Mask
from search.engines.whoosh.execution.bm25 import SaturationTable
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.docset import SPARSE, DocSet
from search.errors import IndexDamaged
from search.ranking import length_codes

FEW: Final = 32  # one posting in more than so many is few
DENSE: Final = 256  # a term in more than one document in so many is looked up by document, not searched for

Array = npt.NDArray[Any]


class TermPostings:
    """The postings of a term in the live documents of a segment, and what was derived from them."""

    __slots__ = (
        "_bits",
        "_cache",
        "_dense",
        "_impacts",
        "_most",
        "_starts",
        "documents",
        "field",
        "kept",
        "name",
        "number",
        "segment",
        "used",
        "weights",
    )

    def __init__(self, segment: SegmentReader, name: str, field: FieldPostings, number: int, cache: Cache) -> None:
        self.segment = segment
        self.name = name
        self.field = field
        self.number = number
        self.used = True
        self._cache = cache
        documents, weights = field.documents(number), field.weights(number)
        self.kept: Ints | None = None  # the postings of live documents, None when all are
        if segment.live is not None:
            alive = segment.live.take(documents)
            if not alive.all():
                self.kept = alive.nonzero()[0]
                documents, weights = documents.take(self.kept), weights.take(self.kept)
        self.documents: Ints = documents
        self.weights: Array = weights
        self._bits: Bits | None = None
        self._dense: Array | None = None
        self._starts: Ints | None = None
        self._impacts: tuple[SaturationTable, Array] | None = None
        self._most: tuple[SaturationTable, float] | None = None

    @property
    def nbytes(self) -> int:
        """How many bytes are held."""
        own = (self.documents, self._bits, self._dense, self._starts, self._impacts[1] if self._impacts else None)
        return sum(array.nbytes for array in own if array is not None)

    def set(self) -> DocSet:
        """Return the documents; with bits when they are many."""
        if self._bits is None and len(self.documents) * SPARSE > self.segment.size:
            mask = np.zeros(self.segment.size, bool)
            mask[self.documents] = True
            self._bits = bitwise.packed(mask)
            self._cache.grew(self._bits.nbytes)
        return DocSet(self.segment.size, numbers=self.documents, bits=self._bits)

    def impacts(self, table: SaturationTable) -> Array:
        """Return the saturation of each posting, float32, under a table."""
        known = self._impacts
        if known is None or known[0] is not table:
            codes = self.segment.codes(self.name).take(self.documents)
            if self.weights.dtype == np.uint8:
                found = table.small.take((self.weights.astype(np.uint16) << 8) | codes)
            else:
                found = table.exact(self.weights, codes).astype(np.float32)
            known = self._impacts = (table, found)
            self._cache.grew(found.nbytes)
        return known[1]

    def most(self, table: SaturationTable) -> float:
        """Return the largest saturation of a posting under a table."""
        if self._most is None or self._most[0] is not table:
            self._most = (table, float(self.impacts(table).max(initial=0)))
        return self._most[1]

    def holds(self, documents: Ints) -> Mask:
        """Say which of the documents (ascending) hold the term."""
        if self._dense is not None or len(self.documents) * DENSE > self.segment.size:
            return self.dense().take(documents) > 0
        return self.find(documents)[1]

    def find(self, documents: Ints) -> tuple[Ints, Mask]:
        """Return the number here of each of the documents (ascending) that hold the term, and which of them do."""
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
        at, held = self.find(documents)
        return np.where(held, self.weights.take(at), 0)

    def places(self, at: Ints) -> tuple[Array, Ints]:
        """Return where the term stands in the documents numbered `at` (ascending) here, and how often in each."""
        if self.kept is not None:
            at = self.kept.take(at)
        first, often = self._runs(at)
        return self.field.positions(self.number).take(runs(first, often)), often

    def _runs(self, at: Ints) -> tuple[Ints, Ints]:
        """Return the first position and the number of positions of some postings."""
        if self._starts is None:
            frequencies = self.field.frequencies(self.number)
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
    """A segment that nobody changes: safe to share between threads, kept from one generation to the next."""

    def __init__(self, files: SegmentFiles, deleted: frozenset[int], cache: Cache) -> None:
        self.files = files
        self.deleted = deleted
        self.size = files.size
        self.days: Array = files.days
        if not (self.days[1:] >= self.days[:-1]).all():
            raise IndexDamaged(f"the segment {files.name} is not in the order of its days", REMEDY)
        self.undated = int(self.days.searchsorted(self.days.dtype.type(1)))  # how many, at the front
        self.live: Mask | None = None
        if deleted:
            self.live = np.ones(self.size, bool)
            self.live[list(deleted)] = False
        self.everything = DocSet(self.size, mask=np.ones(self.size, bool) if self.live is None else self.live)
        self.count = self.size - len(deleted)
        self.newest = int(self.days[self.everything.numbers[-1]]) if self.live is not None else int(self.days[-1])
        self._cache = cache
        self._codes: dict[str, Array] = {}

    def term(self, field: str, word: bytes) -> TermPostings | None:
        """Return the postings of a term, None when no document here holds it."""
        key = (self, field, word)
        found: TermPostings | None = self._cache.get(key)
        if found is None:
            postings = self.files.fields[field]
            number = postings.terms.find(word)
            if number < 0:
                return None
            found = TermPostings(self, field, postings, number, self._cache)
            self._cache.put(key, found)
        return found

    def codes(self, field: str) -> Array:
        """Return the length of each document's field as the byte that the formula knows."""
        codes = self._codes.get(field)
        if codes is None:
            codes = self._codes[field] = length_codes(self.files.lengths[field])
        return codes

    def kept(self, name: str, key: Any, make: Any) -> Any:
        """Return what `make` gives, made once and kept under the budget."""
        whole = (self, name, key)
        entry = self._cache.get(whole)
        if entry is None:
            entry = _Kept(make())
            self._cache.put(whole, entry)
        return entry.value

    def bounds(self, days: Ints) -> Ints:
        """Return the number of the first document of each day or a later one (days ascending)."""
        found: Ints = self.kept("bounds", days.tobytes(), lambda: self.days.searchsorted(days.astype(self.days.dtype)))
        return found

    def total(self, field: str) -> int:
        """Return how many tokens the live documents have in a field."""
        if self.live is None:
            return self.files.totals[field]
        return int(self.files.lengths[field][self.live].sum(dtype=np.int64))


class _Kept:
    __slots__ = ("used", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.used = True

    @property
    def nbytes(self) -> int:
        return int(getattr(self.value, "nbytes", 100))
