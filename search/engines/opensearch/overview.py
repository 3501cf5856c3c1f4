"""The overview: what a page says of the releases that pass some filters, days and all facets, in one search.

Ten small searches cost ten times the way to the cluster. Of a facet of very many values the first part is here; ranges
of days are counted between the months of the generation and whatever other days a page asks for.
"""

import datetime as dt
import itertools
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from search.engine import DaySpan
from search.engines.opensearch.mapping import DAY, facet_field
from search.engines.opensearch.query_compiler import Dsl
from search.facets.selection import DATE

_VALUES_AT_ONCE: Final = 10_000  # of each facet: a search may have 65,535 buckets
_MOST_BOUNDS: Final = 2_000  # days that ranges are counted between beforehand: the months of some 160 years
_FIRST: Final = "first"
_RANGES: Final = "ranges"

Values = Mapping[str, tuple[Sequence[str], Sequence[str]]]  # of each facet its values and their labels


def overview(facets: Values, bounds: Sequence[int] = (), parts: Collection[str] | None = None) -> Dsl:
    """Return the aggregations of an overview; `bounds` are days (ordinals, ascending) to count releases between.

    `parts` names those that are wanted, facets and DATE for the days; None wants all.
    """
    wanted: Dsl = {}
    if parts is None or DATE in parts:
        wanted |= {
            _FIRST: {"min": {"field": DAY}},
            "last": {"max": {"field": DAY}},
            "undated": {"missing": {"field": DAY}},
        }
        if len(bounds) > 1:
            wanted[_RANGES] = ranges(bounds)
    for name, (values, _) in facets.items():
        if parts is None or name in parts:
            wanted[values_key(name)] = facet_part(name, values, 0)
            wanted[missing_key(name)] = {"missing": {"field": facet_field(name)}}
    return wanted


def has_days(answer: Mapping[str, Any]) -> bool:
    """Say whether an overview has the days."""
    return _FIRST in answer


def has_facet(answer: Mapping[str, Any], name: str) -> bool:
    """Say whether an overview has a facet."""
    return values_key(name) in answer


def values_key(name: str) -> str:
    """Return what the counts of a facet's values are called in an overview."""
    return f"{name} values"


def missing_key(name: str) -> str:
    """Return what the count of the releases without a value is called in an overview."""
    return f"{name} missing"


def facet_parts(values: Sequence[str]) -> int:
    """Return in how many parts the values of a facet are counted."""
    return max(1, -(-len(values) // _VALUES_AT_ONCE))


def facet_part(name: str, values: Sequence[str], part: int) -> Dsl:
    """Return the aggregation that counts all values of one part; which they are, the cluster divides by a hash."""
    terms: Dsl = {"field": facet_field(name), "size": max(1, len(values))}
    if (parts := facet_parts(values)) > 1:
        terms["include"] = {"partition": part, "num_partitions": parts}
    return {"terms": terms}


def ranges(bounds: Sequence[int]) -> Dsl:
    """Return the aggregation that counts the releases from each bound up to the next."""
    return {
        "range": {"field": DAY, "ranges": [{"from": low, "to": high} for low, high in itertools.pairwise(bounds)]},
    }


def day_span(answer: Mapping[str, Any]) -> DaySpan:
    """Return the days of an overview."""
    return DaySpan(_day(answer[_FIRST]), _day(answer["last"]), int(answer["undated"]["doc_count"]))


def counted_between(answer: Mapping[str, Any], known: Sequence[int], bounds: Sequence[int]) -> list[int] | None:
    """Return how many releases lie from each bound up to the next, where the overview tells; `known` were its own."""
    if _RANGES not in answer or not set(bounds).issubset(known):
        return None
    until = [0, *itertools.accumulate(int(bucket["doc_count"]) for bucket in answer[_RANGES]["buckets"])]
    at = [bisect_left(known, bound) for bound in bounds]
    return [until[high] - until[low] for low, high in itertools.pairwise(at)]


def likely_bounds(first: int, last: int, others: Sequence[int]) -> tuple[int, ...]:
    """Return the first days of all months from that of a day to the one after another's, and some others."""
    begin, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if months > _MOST_BOUNDS:
        return tuple(sorted(set(others)))
    numbers = range(begin.year * 12 + begin.month - 1, begin.year * 12 + begin.month + months)
    starts = (_first_of(number) for number in numbers)
    return tuple(sorted({*starts, *others, dt.date(begin.year, 1, 1).toordinal(), _first_of(end.year * 12 + 12)}))


def _first_of(month: int) -> int:
    """Return the first day of a month, which is given in months since the year 0."""
    year, number = divmod(month, 12)
    return dt.date(year, number + 1, 1).toordinal() if year <= dt.MAXYEAR else dt.date.max.toordinal() + 1


def _day(metric: Any) -> dt.date | None:
    return None if metric["value"] is None else dt.date.fromordinal(int(metric["value"]))
