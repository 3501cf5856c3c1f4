"""The weighting model, for the arrays and as Whoosh asks for it: BM25 over statistics of the live documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.scoring import BaseScorer, WeightingModel

from search.ranking import K1, LENGTHS, B, saturation

Array = npt.NDArray[Any]
_WEIGHTS = np.arange(256, dtype=np.float64)[:, None]


class SaturationTable:
    """BM25's saturation for every weight and every length code of a field, in float64 and float32."""

    __slots__ = ("_b", "_k1", "average", "large", "small")

    def __init__(self, average: float, k1: float, b: float) -> None:
        self.average, self._k1, self._b = average, k1, b
        self.large: Array = saturation(_WEIGHTS, LENGTHS[None, :], average, k1, b).ravel()
        self.small: Array = self.large.astype(np.float32)

    def exact(self, weights: Array, codes: Array) -> Array:
        """Return the saturation in float64 for weights and length codes of the same shape."""
        if weights.dtype == np.uint8:
            return self.large.take((weights.astype(np.uint16) << 8) | codes)
        return saturation(weights, LENGTHS.take(codes), self.average, self._k1, self._b)


@dataclass(frozen=True, slots=True)
class Bm25:
    """BM25's k1 and b; inverse document frequencies are part of a plan's weights."""

    k1: float = K1
    b: float = B


class WhooshWeighting(WeightingModel):  # type: ignore[misc]  # Whoosh is untyped
    """The same model for Whoosh's own matchers; averages come from a function, since Whoosh counts the deleted."""

    def __init__(
        self,
        weighting: Bm25,
        average: Callable[[str], float],
    ) -> None:
        self._weighting, self._average = weighting, average

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: float = 1) -> BaseScorer:
        """Return what scores one term."""
        return _Scorer(searcher, fieldname, self._average(fieldname), self._weighting)


class _Scorer(BaseScorer):  # type: ignore[misc]
    def __init__(self, searcher: Any, field: str, average: float, weighting: Bm25) -> None:
        self._searcher, self._field = searcher, field
        self._average, self._weighting = average or 1.0, weighting

    def supports_block_quality(self) -> bool:
        return False

    def score(self, matcher: Any) -> float:
        weight = matcher.weight()
        length = self._searcher.doc_field_length(matcher.id(), self._field, 1)
        k1, b = self._weighting.k1, self._weighting.b
        return float(weight * (k1 + 1) / (weight + k1 * (1 - b + b * length / self._average)))
