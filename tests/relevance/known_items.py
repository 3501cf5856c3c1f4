"""Known items: queries for which one release is the right answer, and the mean reciprocal rank it comes at."""

import csv
from collections.abc import Iterator
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


def reciprocal_rank(engine: SearchService, item: Item, typed: str) -> float:
    """Return 1 / rank of the first right release among the first ten, 0 when there is none."""
    answer = engine.answer(Query(q=tidy_text(typed), per_page=DEPTH, facets=(), sort="relevance"))
    for rank, hit in enumerate(answer.hits, 1):
        if hit.release.id in item.right:
            return 1 / rank
    return 0.0


def measure(engine: SearchService, items: tuple[Item, ...]) -> Iterator[tuple[str, Figure]]:
    """Yield (column, figure) for `query` and every q_* column, in the table's order."""
    for name in items[0].queries:
        asked = [item for item in items if item.queries[name].strip()]
        ranks = [reciprocal_rank(engine, item, item.queries[name]) for item in asked]
        yield name, Figure(sum(ranks) / len(ranks) if ranks else 0.0, len(ranks), ranks.count(0.0))
