"""How many releases a generation has on each day, read once, so that no histogram asks for the archive behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np

from search.array_types import Ints
from search.engines.opensearch.mapping import DAY

_AT_ONCE: Final = 10_000  # days of one search


@dataclass(frozen=True, slots=True, eq=False)
class DayCounts:
    """The days (ordinals, ascending) that releases have, and how many lie before each; one more at the end."""

    days: Ints
    before: Ints

    @classmethod
    def of(cls, search: Callable[[dict[str, Any]], Any]) -> Self:
        """Read them with a function that answers a request about all releases."""
        paging: dict[str, Any] = {"size": _AT_ONCE, "sources": [{DAY: {"terms": {"field": DAY}}}]}
        days: list[int] = []
        counts: list[int] = []
        while True:
            request = {"size": 0, "track_total_hits": False, "aggs": {"days": {"composite": paging}}}
            answer = search(request)["aggregations"]["days"]
            days += [int(bucket["key"][DAY]) for bucket in answer["buckets"]]
            counts += [int(bucket["doc_count"]) for bucket in answer["buckets"]]
            if len(answer["buckets"]) < _AT_ONCE:
                return cls(np.array(days, np.int64), np.cumsum([0, *counts], dtype=np.int64))
            paging["after"] = answer["after_key"]

    @property
    def first(self) -> int:
        """The first day, 1 where no release is dated."""
        return int(self.days[0]) if len(self.days) else 1

    @property
    def last(self) -> int:
        """The last day, 1 where no release is dated."""
        return int(self.days[-1]) if len(self.days) else 1

    def between(self, bounds: Sequence[int]) -> list[int]:
        """Return how many releases lie from each bound (ascending) up to the next."""
        counts: list[int] = np.diff(self.before[np.searchsorted(self.days, bounds)]).tolist()
        return counts
