"""The postings of a term as Whoosh's matchers walk them."""

import bisect
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from whoosh.formats import Format, Positions
from whoosh.matching.mcore import LeafMatcher
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.engines.whoosh.codec.postings import FieldPostings

_RUN: Final = 128  # postings that a matcher takes over as Python's own numbers at once; Whoosh's blocks have as many


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """The postings of a term, document after document, as Whoosh's own matchers walk them."""

    def __init__(
        self, field: FieldPostings, number: int, format_: Format, term: tuple[str, bytes], scorer: Any, lengths: Any
    ) -> None:
        self.scorer = scorer
        self.format = format_
        self._term = term
        self._documents = field.documents(number)
        self._weights = field.weights(number)
        self._lengths = lengths
        if field.positioned:
            self._ends = np.cumsum(field.frequencies(number), dtype=np.int64)
            self._positions = field.positions(number)
        self._load(0)

    def _load(self, start: int) -> None:
        self._start = start
        self._ids = self._documents[start : start + _RUN].tolist()
        self._run_weights = self._weights[start : start + _RUN].tolist()
        self._at = 0

    def is_active(self) -> bool:
        """Whether there is a posting here."""
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._load(0)

    def copy(self) -> "ArrayMatcher":
        """Return another matcher at the same posting."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def id(self) -> int:
        """Return the document here."""
        return int(self._ids[self._at])

    def weight(self) -> float:
        """Return the weight here."""
        return float(self._run_weights[self._at])

    def value(self) -> bytes:
        """Return the positions here as the field's format encodes them."""
        if not isinstance(self.format, Positions):
            return b""
        at = self._start + self._at
        start = int(self._ends[at - 1]) if at else 0
        encoded: bytes = self.format.encode(self._positions[start : int(self._ends[at])].tolist())
        return encoded

    def next(self) -> bool:
        """Go to the next posting; say whether that began a new run."""
        self._at += 1
        if self._at == len(self._ids):
            self._load(self._start + _RUN)
            return True
        return False

    def skip_to(self, id: int) -> None:
        """Go to the first document that is not before this one."""
        if id <= self._ids[self._at]:
            return
        if id > self._ids[-1]:
            at = int(np.searchsorted(self._documents, id))
            self._load(at - at % _RUN)
        if self._ids:
            self._at = bisect.bisect_left(self._ids, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the first run that may hold a better score; return how many were skipped."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._load(self._start + _RUN)
            skipped += 1
        return skipped

    def all_ids(self) -> Iterator[int]:
        """Yield this document and all after it."""
        return iter(self._documents[self._start + self._at :].tolist())

    def block_min_id(self) -> int:
        """Return the first document of the run."""
        return int(self._ids[0])

    def block_max_id(self) -> int:
        """Return the last document of the run."""
        return int(self._ids[-1])

    def block_min_length(self) -> int:
        """Return the least length in the run."""
        return rounded(int(self._run_lengths().min()))

    def block_max_length(self) -> int:
        """Return the greatest length in the run."""
        return rounded(int(self._run_lengths().max()))

    def block_max_weight(self) -> float:
        """Return the greatest weight in the run."""
        return float(max(self._run_weights))

    def _run_lengths(self) -> Any:
        return self._lengths[self._documents[self._start : self._start + _RUN]]


def rounded(length: int) -> int:
    """Return a length as Whoosh keeps it in a byte."""
    return int(byte_to_length(length_to_byte(length)))
