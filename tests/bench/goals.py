"""What Izla wants of itself beside its peers, and whether a run has it."""

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.bench.results import Results, Row

IZLA: Final = "izla"
MILLION: Final = 1_000_000
TEN_THOUSAND: Final = 10_000
HUNDRED_THOUSAND: Final = 100_000
_BY_CLASS: Final = ("classes", "p95", "cold", "cold_p95", "asked", "reindex", "reindex_update")
_RATES: Final = ("indexing", "reindex")  # more is better


@dataclass(frozen=True, slots=True)
class Goal:
    """Izla is at least `factor` times as good as a peer in every class of a table that a pattern names.

    Without a peer, Izla's own figure is at most `factor`. Where several goals name a class, the last counts.
    `least` and `most` bound the corpora that a goal is for.
    """

    table: str
    pattern: str
    peer: str | None
    factor: float
    least: int = 0
    most: int = MILLION - 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """A class and what Izla reached there; `held` says whether the goal was."""

    name: str
    goal: Goal
    reached: float

    @property
    def held(self) -> bool:
        """Whether the goal is reached."""
        return self.reached >= self.goal.factor if self.goal.peer else self.reached <= self.goal.factor


GOALS: Final = (
    Goal("classes", "facet/*", "tantivy", 1.0),
    *(Goal("classes", f"facet/{kind}", "tantivy", 1.5) for kind in ("common1", "and2", "or3", "prefix")),
    Goal("classes", "facet/*", "xapian", 7),
    Goal("classes", "facet/*", "fts5", 4),
    Goal("classes", "facet/*", "whoosh", 500),
    Goal("classes", "filter/*", "tantivy", 1.2),
    Goal("classes", "filter/*", "xapian", 5),
    Goal("classes", "filter/*", "fts5", 4),
    Goal("classes", "filter/*", "whoosh", 2000),
    Goal("classes", "top/*", "tantivy", 0.5),
    Goal("classes", "top/common1", "tantivy", 3),
    Goal("classes", "top/*", "xapian", 2.5),
    Goal("classes", "top/*", "fts5", 3),
    Goal("classes", "top/*", "whoosh", 5),
    Goal("cold", "facet/*", "tantivy", 0.9),
    Goal("cold", "facet/common1", "tantivy", 3),
    Goal("cold", "facet/*", "xapian", 3),
    Goal("cold", "facet/*", "fts5", 1.5),
    Goal("indexing", "*", "tantivy", 0.7),
    Goal("indexing", "*", "xapian", 10),
    Goal("indexing", "*", "fts5", 2.5),
    Goal("indexing", "*", "whoosh", 15),
    Goal("size", "*", "tantivy", 1 / 1.8),
    Goal("size", "*", "xapian", 1 / 0.5),
    Goal("size", "*", "fts5", 1 / 0.7),
    Goal("size", "*", "whoosh", 1 / 0.5),
    Goal("commit", "*", None, 50),
    Goal("reindex", "whole", "fts5", 0.2, TEN_THOUSAND),
    Goal("reindex", "after the start", "fts5", 0.25, TEN_THOUSAND),
    Goal("reindex", "*", "fts5", 0.35, HUNDRED_THOUSAND),
    Goal("reindex_update", "whole", None, 0.05, HUNDRED_THOUSAND),
    Goal("reindex_peak", "*", None, 512 << 20, HUNDRED_THOUSAND),
    Goal("classes", "facet/*", "tantivy", 1.5, MILLION, MILLION),
    Goal("classes", "facet/prefix", "tantivy", 1.0, MILLION, MILLION),
    Goal("open", "*", None, 500, MILLION, MILLION),
    Goal("memory_hot", "*", None, 1.5e9, MILLION, MILLION),
)


def verdicts(results: Results) -> Iterator[Verdict]:
    """Yield a verdict for each class, peer and goal that the run has figures for."""
    counted: dict[tuple[str, str, str | None], Verdict] = {}
    for goal in GOALS:
        if not goal.least <= results.documents <= goal.most:
            continue
        for name, row in rows(results, goal.table).items():
            if not fnmatch.fnmatchcase(name, goal.pattern) or IZLA not in row:
                continue
            if goal.peer is None:
                counted[goal.table, name, None] = Verdict(name, goal, row[IZLA])
            elif goal.peer in row:
                counted[goal.table, name, goal.peer] = Verdict(name, goal, times_as_good(goal.table, row, goal.peer))
    yield from counted.values()


def rows(results: Results, table: str) -> dict[str, Row]:
    """Return the rows of a table by class; a table of one row has it under its own name."""
    found = getattr(results, table)
    return found if table in _BY_CLASS else {table: found}


def times_as_good(table: str, row: Row, peer: str, own: str = IZLA) -> float:
    """Return how many times as good as a peer an engine is: more documents a second, less of everything else."""
    return row[own] / row[peer] if table in _RATES else row[peer] / row[own]
