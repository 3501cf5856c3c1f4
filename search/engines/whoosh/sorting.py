"""Sorting: the page that was asked for in the total order of the query, the best of every segment merged."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from search.array_types import Ints
from search.engine import BY_SCORE, Ranked
from search.engines.whoosh.doc_address import DocAddress
from search.engines.whoosh.documents import SEEN
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.scorers import Scorer
from search.engines.whoosh.execution.segment_reader import SegmentReader

if TYPE_CHECKING:
    from search.engines.whoosh.snapshot import WhooshSnapshot


def rank(
    snapshot: "WhooshSnapshot", scorer: Scorer, documents: tuple[DocSet, ...], order: str, offset: int, limit: int
) -> Sequence[Ranked]:
    """Return the documents from `offset` on, at most `limit`, with their scores (0 under an order not by score)."""
    end = offset + limit
    if offset >= sum(map(len, documents)):
        return []
    segments = snapshot.reader.segments
    in_order = len(segments) == 1 and order != "date"  # as its one segment gives them
    if order in ("relevance", BY_SCORE):
        factors = snapshot.factors if order == "relevance" else None
        ranked = [
            (DocAddress(at, number), score)
            for at, numbers, scores in snapshot.reader.top_k(scorer, documents, end, factors)
            for number, score in zip(numbers.tolist(), scores.tolist(), strict=True)
        ]
    else:
        first = offset if in_order else 0
        ranked = [
            (DocAddress(at, number), 0.0)
            for at, (segment, passing) in enumerate(zip(segments, documents, strict=True))
            for number in _first(segment, passing, order, end)[first:].tolist()
        ]
        if in_order:
            return [Ranked(place, score) for place, score in ranked]
    if not in_order:
        ranked.sort(key=lambda one: _sort_key(snapshot, one[0], one[1], order))
    return [Ranked(place, score) for place, score in ranked[offset:end]]


def _sort_key(snapshot: "WhooshSnapshot", place: DocAddress, score: float, order: str) -> tuple[float, float, str]:
    day, release_id = snapshot.day(place), snapshot.id(place)
    if order == "date":
        return not day, day, release_id
    if order == "-first_seen":
        return -snapshot.first_seen(place), -day, release_id
    return -score, -day, release_id


def _first(segment: SegmentReader, documents: DocSet, order: str, limit: int) -> Ints:
    """Return the documents of a segment that may be among the first so many, in an order not by score.

    They are in that order themselves, but for "date".
    """
    match order:
        case "date":
            return _oldest(segment, documents, limit)
        case "-first_seen":
            return _latest_seen(segment, documents, limit)
    return documents.numbers[-limit:][::-1]  # a segment is in the order of its days, and of one day by falling id


def _latest_seen(segment: SegmentReader, documents: DocSet, limit: int) -> Ints:
    """Return the documents that were first seen last; of one run the newest, as the segment has them."""
    seen = segment.files.numbers[SEEN]
    numbers = documents.numbers[::-1]
    return numbers[np.argsort(-seen[numbers].astype(np.int64), kind="stable")[:limit]]


def _oldest(segment: SegmentReader, documents: DocSet, limit: int) -> Ints:
    """Return the first documents by day, the undated last; of the last day and of the undated all that tie."""
    numbers = documents.numbers
    undated = int(numbers.searchsorted(segment.undated))
    dated = numbers[undated:]
    if len(dated) < limit:
        # in a segment the undated stand from the last id to the first
        return np.concatenate((dated, numbers[:undated][len(dated) - limit :]))
    last = segment.days[dated[limit - 1]]
    return dated[: int(np.searchsorted(segment.days[dated], last, "right"))]
