"""Postings: which documents hold a term, how weightily, and where; decoded once and kept under a byte budget."""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader, TermNotFound

from search.errors import TooSlow

_CHECK_EVERY: Final = 4096  # postings decoded between two looks at the clock

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The documents of a term, ascending, and the weighted frequency in each."""

    documents: Ints
    weights: Floats


EMPTY: Final = Postings(np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a query must be done."""

    at: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that many seconds from now."""
        return cls(time.monotonic() + seconds, seconds)

    def check(self) -> None:
        """Raise TooSlow when the time is over."""
        if time.monotonic() > self.at:
            raise TooSlow(
                f"the query took more than {self.seconds:g} seconds; ask for longer words or raise IZLA_TIME_LIMIT"
            )


class PostingsCache:
    """Decoded postings of one generation, least recently used dropped first; safe to share between threads."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._used = 0
        self._kept: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, reader: IndexReader, field: str, term: str, deadline: Deadline) -> Postings:
        """Return the postings of a term, empty when no document holds it."""
        with self._lock:
            if found := self._kept.get((field, term)):
                self._kept.move_to_end((field, term))
                return found
        decoded = _decode(reader, field, term, deadline)
        with self._lock:
            if (field, term) not in self._kept:
                self._kept[field, term] = decoded
                self._used += _size(decoded)
                while self._used > self._budget and len(self._kept) > 1:
                    self._used -= _size(self._kept.popitem(last=False)[1])
        return decoded


def _size(postings: Postings) -> int:
    return postings.documents.nbytes + postings.weights.nbytes + 200


def _decode(reader: IndexReader, field: str, term: str, deadline: Deadline) -> Postings:
    documents, weights = [], []
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        return EMPTY
    while matcher.is_active():
        documents.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
        if len(documents) % _CHECK_EVERY == 0:
            deadline.check()
    return Postings(np.array(documents, np.int64), np.array(weights, np.float64))


def positions(
    reader: IndexReader, field: str, terms: Iterable[str], documents: Ints, deadline: Deadline
) -> dict[int, set[int]]:
    """Return where any of the terms stands in each of the documents (ascending numbers)."""
    found: dict[int, set[int]] = {}
    for term in terms:
        try:
            matcher = reader.postings(field, term)
        except TermNotFound:
            continue
        for count, document in enumerate(documents.tolist()):
            if count % _CHECK_EVERY == 0:
                deadline.check()
            if not matcher.is_active():
                break
            if matcher.id() < document:
                matcher.skip_to(document)
            if matcher.is_active() and matcher.id() == document:
                found.setdefault(document, set()).update(matcher.value_as("positions"))
    return found
