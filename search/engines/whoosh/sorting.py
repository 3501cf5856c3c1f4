"""The page that was asked for, in the total order of the query: from every segment its best, then one merge."""

from collections.abc import Iterator

import numpy as np

from search.engines.whoosh.codec.layout import SEEN
from search.engines.whoosh.execution.bitset import Ints
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.engines.whoosh.snapshot import DocAddress, Snapshot
from search.query import Query
from search.query_language.relaxation import Found, Read


def page(query: Query, snapshot: Snapshot, read: Read, hits: Found) -> list[tuple[DocAddress, float]]:
    """Return the places of the page's releases and their scores (0 when the order is not by relevance)."""
    start = (query.page - 1) * query.per_page
    limit = start + query.per_page
    if start >= sum(map(len, hits)):
        return []
    match query.order:
        case "relevance":
            found = [
                (DocAddress(at, number), score)
                for at, numbers, scores in snapshot.searcher.best(read.node, hits, limit, snapshot.factors)
                for number, score in zip(numbers.tolist(), scores.tolist(), strict=True)
            ]
        case "-first_seen":
            found = [(place, 0.0) for at, own in enumerate(hits) for place in _first_seen(snapshot, at, own, limit)]
        case "-date":
            found = [
                (DocAddress(at, number), 0.0) for at, own in enumerate(hits) for number in own.numbers[-limit:].tolist()
            ]
        case _:
            segments = snapshot.searcher.segments
            found = [
                (DocAddress(at, number), 0.0)
                for at, own in enumerate(hits)
                for number in _oldest(segments[at], own, limit).tolist()
            ]
    if query.order == "date":
        found.sort(key=lambda own: (not snapshot.day(own[0]), snapshot.day(own[0]), snapshot.id(own[0])))
    elif query.order == "-first_seen":
        found.sort(key=lambda own: (-snapshot.first_seen(own[0]), -snapshot.day(own[0]), snapshot.id(own[0])))
    else:
        found.sort(key=lambda own: (-own[1], -snapshot.day(own[0]), snapshot.id(own[0])))
    return found[start:limit]


def _first_seen(snapshot: Snapshot, at: int, hits: DocSet, limit: int) -> Iterator[DocAddress]:
    """Yield a segment's hits that were first seen last; of one run the newest, as the segment has them."""
    seen = snapshot.searcher.segments[at].files.numbers[SEEN]
    numbers = hits.numbers[::-1]
    latest = numbers[np.argsort(-seen[numbers].astype(np.int64), kind="stable")[:limit]]
    return (DocAddress(at, number) for number in latest.tolist())


def _oldest(segment: SegmentReader, hits: DocSet, limit: int) -> Ints:
    """Return the first hits by day, the undated last; of the last day and of the undated all that tie."""
    numbers = hits.numbers
    undated = int(numbers.searchsorted(segment.undated))
    dated = numbers[undated:]
    if len(dated) < limit:
        # in a segment the undated stand from the last id to the first
        return np.concatenate((dated, numbers[:undated][len(dated) - limit :]))
    last = segment.days[dated[limit - 1]]
    return dated[: int(np.searchsorted(segment.days[dated], last, "right"))]
