"""BM25 over arrays: the saturation of a term's weight in a document of some length, from a table for each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from search.array_types import Array, Floats
from search.ranking import K1, LENGTHS, B, saturation

_WEIGHTS: Final = np.arange(256, dtype=np.float64)[:, None]  # every weight that a byte holds


class SaturationTable:
    """BM25's saturation for every weight that a byte holds and every length code of a field.

    `float64` and `float32` are the same table, flat: weight << 8 | length code.
    """

    __slots__ = ("_b", "_k1", "average", "float32", "float64")

    def __init__(self, average: float, k1: float, b: float) -> None:
        self.average, self._k1, self._b = average, k1, b
        self.float64: Floats = saturation(_WEIGHTS, LENGTHS[None, :], average, k1, b).ravel()
        self.float32: Array = self.float64.astype(np.float32)

    def saturations(self, weights: Array, codes: Array) -> Floats:
        """Return the saturations in float64 for weights and length codes of the same shape."""
        if weights.dtype == np.uint8:
            return self.float64.take((weights.astype(np.uint16) << 8) | codes)
        return saturation(weights, LENGTHS.take(codes), self.average, self._k1, self._b)


@dataclass(frozen=True, slots=True)
class Bm25:
    """BM25's k1 and b; inverse document frequencies are part of a plan's weights."""

    k1: float = K1
    b: float = B
