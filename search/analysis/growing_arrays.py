"""Growing arrays: columns of the chunk table, to which rows are appended many at a time."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from search.array_types import Array
from search.ragged import before

_GROWTH: Final = 4  # an array that is full grows by a fourth


class GrowingArray:
    """An array that grows at its end."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._array = np.zeros(1 << 10, kind)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> Array:
        """The elements so far, not copied."""
        return self._array[: self._size]

    def extend(self, values: Any, count: int) -> None:
        """Append so many elements."""
        size = self._size + count
        if size > len(self._array):
            larger = np.zeros(size + size // _GROWTH, self._kind)
            larger[: self._size] = self.values
            self._array = larger
        self._array[self._size : size] = values
        self._size = size


class TermRuns:
    """The runs of terms that rows have, each term with a value; where the run of a row lies stands in the row."""

    def __init__(self) -> None:
        self.terms = GrowingArray(np.uint32)
        self.values = GrowingArray(np.uint32)

    def put(self, rows: Array, name: str, counts: Any, terms: Sequence[int], values: Any) -> None:
        """Append the runs of new rows, one after another, and enter in the rows where they lie."""
        rows[f"{name}_start"] = len(self.terms) + before(np.asarray(counts))[:-1]
        rows[f"{name}_count"] = counts
        self.terms.extend(terms, len(terms))
        self.values.extend(values, len(terms))
