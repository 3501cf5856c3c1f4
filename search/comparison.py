"""Comparison: what two engines answer differently, in words; whoever moves from one to the other asks both the same."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from search.answer import Answer, Facet, Hit

NEAR: Final = 1e-5  # of a score: releases whose scores are nearer than that may change places
_NAMED: Final = 3  # differences of one kind that are named; the others are counted


def differences(one: Answer, other: Answer, names: tuple[str, str]) -> Iterator[str]:
    """Yield what is different in two answers to one query, a line each; `names` are those of the engines.

    Compared are totals, the order of the hits where their scores differ by more than NEAR, facets, the histogram, what
    is offered beside them, and how the words were read.
    """
    if one.total != other.total:
        yield f"total: {one.total} in {names[0]}, {other.total} in {names[1]}"
    yield from _named("order", _order(one.hits, other.hits, names))
    yield from _named("facets", _facets(one.facets, other.facets, names))
    if one.histogram != other.histogram:
        yield "histogram: its buckets or their counts differ"
    for name in ("understanding", "meant", "unquoted", "refinements", "exits"):
        if getattr(one, name) != getattr(other, name):
            yield f"{name}: {_short(getattr(one, name))} in {names[0]}, {_short(getattr(other, name))} in {names[1]}"
    ours, theirs = (answer.partial.total if answer.partial else 0 for answer in (one, other))
    if ours != theirs:
        yield f"some of the words: {ours} in {names[0]}, {theirs} in {names[1]}"


def _order(one: Sequence[Hit], other: Sequence[Hit], names: tuple[str, str]) -> Iterator[str]:
    """Yield where a place is held by releases whose scores tell them apart."""
    best = max((hit.score or 0.0 for hit in (*one, *other)), default=0.0)
    for place, (ours, theirs) in enumerate(zip(one, other, strict=False), 1):
        scores = (ours.score or 0.0, theirs.score or 0.0)
        if abs(scores[0] - scores[1]) > NEAR * best or (ours.release.id != theirs.release.id and ours.score is None):
            yield (
                f"at {place} {ours.release.id} ({scores[0]:.6g}) in {names[0]}, "
                f"{theirs.release.id} ({scores[1]:.6g}) in {names[1]}"
            )
            continue
        if ours.release.id == theirs.release.id:
            continue
        twin = next((hit for hit in other if hit.release.id == ours.release.id), None)
        if twin is None and place < len(other) and abs((other[-1].score or 0.0) - scores[0]) > NEAR * best:
            yield f"at {place} {ours.release.id} in {names[0]} alone"


def _facets(one: Sequence[Facet], other: Sequence[Facet], names: tuple[str, str]) -> Iterator[str]:
    held = [
        {
            (facet.name, value): count
            for facet in facets
            for value, count in [*((row.value, row.count) for row in facet.values), ("_none", facet.missing)]
        }
        for facets in (one, other)
    ]
    for name, value in dict.fromkeys((*held[0], *held[1])):
        ours, theirs = (counts.get((name, value), 0) for counts in held)
        if ours != theirs:
            yield f"{name}={value}: {ours} in {names[0]}, {theirs} in {names[1]}"


def _named(kind: str, found: Iterable[str]) -> Iterator[str]:
    rows = [*found]
    more = f"; {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    if rows:
        yield f"{kind}: {'; '.join(rows[:_NAMED])}{more}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
