"""Known items: queries for which one release is the right answer, and the mean reciprocal rank it comes at."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.errors import BadCorpus
from search.query import Query, tidy_text
from search.service import SearchService

DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class Item:
    """A release (and twins that are as good) and the ways of asking for it, by column name."""

    right: frozenset[str]
    queries: dict[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """MRR@10 of one column over the items that have a query there, and the items not found at all."""

    mrr: float
    asked: int
    missed: int


@dataclass(frozen=True, slots=True)
class Parity:
    """The figures of two engines of one column, and the share of the first ten releases that both found."""

    one: Figure
    other: Figure
    share: float


def read_items(path: Path) -> tuple[Item, ...]:
    """Read known items: tab separated, columns doc_id, also_ok (space separated twins), query and q_*."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or not {"doc_id", "query"} <= rows[0].keys():
        raise BadCorpus(f"{path} is not a table of known items: it needs the columns doc_id and query")
    return tuple(
        Item(
            right=frozenset((row["doc_id"], *(row.get("also_ok") or "").replace(",", " ").split())),
            queries={name: row[name] or "" for name in row if name == "query" or (name and name.startswith("q_"))},
        )
        for row in rows
    )


def first_ten(engine: SearchService, typed: str) -> tuple[str, ...]:
    """Return the ids of the first ten releases that are found."""
    answer = engine.answer(Query(q=tidy_text(typed), per_page=DEPTH, facets=(), sort="relevance"))
    return tuple(hit.release.id for hit in answer.hits)


def reciprocal_rank(found: Sequence[str], item: Item) -> float:
    """Return 1 / rank of the first right release, 0 when there is none."""
    return next((1 / rank for rank, each in enumerate(found, 1) if each in item.right), 0.0)


def measure(engine: SearchService, items: tuple[Item, ...]) -> Iterator[tuple[str, Figure]]:
    """Yield (column, figure) for `query` and every q_* column, in the table's order."""
    for name in items[0].queries:
        yield name, _figure([reciprocal_rank(first_ten(engine, typed), item) for item, typed in _asked(items, name)])


def beside(one: SearchService, other: SearchService, items: tuple[Item, ...]) -> Iterator[tuple[str, Parity]]:
    """Yield (column, both figures and what they share) as `measure` does."""
    for name in items[0].queries:
        ranks: tuple[list[float], list[float]] = ([], [])
        shares = []
        for item, typed in _asked(items, name):
            found = (first_ten(one, typed), first_ten(other, typed))
            for own, ids in zip(ranks, found, strict=True):
                own.append(reciprocal_rank(ids, item))
            shares.append(share(*found))
        yield name, Parity(_figure(ranks[0]), _figure(ranks[1]), sum(shares) / len(shares) if shares else 1.0)


def share(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much of the longer of two lists is in both; 1 where both are empty."""
    longest = max(len(one), len(other))
    return len(set(one) & set(other)) / longest if longest else 1.0


def _asked(items: tuple[Item, ...], name: str) -> list[tuple[Item, str]]:
    return [(item, typed) for item in items if (typed := item.queries[name]).strip()]


def _figure(ranks: Sequence[float]) -> Figure:
    return Figure(sum(ranks) / len(ranks) if ranks else 0.0, len(ranks), [*ranks].count(0.0))
