"""BM25 as Whoosh's own matchers ask for it: the weighting of the executor, for plain Whoosh to score with."""

from collections.abc import Callable
from typing import Any

from whoosh.scoring import BaseScorer, WeightingModel

from search.engines.whoosh.execution.bm25 import Bm25


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
