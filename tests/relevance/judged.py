"""Judged queries over the sample releases: nDCG@10 of each, and what moved since the figures that are kept."""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.answer import Answer, Hit
from search.query import Query, tidy_text
from search.service import SearchService

FOLDER: Final = Path(__file__).resolve().parent
JUDGMENTS: Final = FOLDER / "judgments.tsv"
KEPT_ASIDE: Final = FOLDER / "kept_aside.tsv"  # for measuring, not for working on
KEPT: Final = FOLDER / "figures.tsv"
DEPTH: Final = 10
BEST: Final = 3  # the highest grade
LEAST: Final = 0.005  # a difference below it is none


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with its kind and the grade (0–3) of each release that was judged."""

    kind: str
    q: str
    grades: Mapping[str, int]


def read_judgments(path: Path = JUDGMENTS) -> tuple[Judged, ...]:
    """Read kind, query, grade and release, tab separated, in the order of the file; `#` opens a comment."""
    grades: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, q, grade, release = line.split("\t")
            grades[kind, q][release] = int(grade)
    return tuple(Judged(kind, q, own) for (kind, q), own in grades.items())


def ndcg(found: list[int], judged: list[int]) -> float:
    """Return the gain of the grades found, best first, as a share of the best possible at DEPTH.

    A grade gains 2^grade - 1, divided by log2(rank + 1) (Burges et al., 2005, Learning to rank using gradient descent).
    """
    ideal = _gain(sorted(judged, reverse=True)[:DEPTH])
    return _gain(found[:DEPTH]) / ideal if ideal else 0.0


def _gain(grades: list[int]) -> float:
    return sum((float(2**grade) - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def measure(engine: SearchService, judged: tuple[Judged, ...]) -> Iterator[tuple[Judged, float]]:
    """Yield every query with its nDCG@10 as the page answers it; a release that was not judged counts as 0."""
    for one in judged:
        answer = engine.answer(Query(q=tidy_text(one.q), per_page=DEPTH, facets=()), acting=True)
        grades = [one.grades.get(hit.release.id, 0) for hit in shown(answer)]
        yield one, ndcg(grades, list(one.grades.values()))


def shown(answer: Answer) -> tuple[Hit, ...]:
    """Return the hits of a page from above: the first list, then the second."""
    return (*answer.hits, *(answer.partial.hits if answer.partial else ()))


def by_kind(figures: Iterable[tuple[Judged, float]]) -> dict[str, float]:
    """Return the mean of each kind."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for one, figure in figures:
        kinds[one.kind].append(figure)
    return {kind: sum(own) / len(own) for kind, own in kinds.items()}


def kept_figures(path: Path = KEPT) -> dict[str, float]:
    """Read the figures that were kept, query → nDCG@10; none without the file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {q: float(figure) for q, figure in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def keep(figures: Mapping[str, float], path: Path = KEPT) -> None:
    """Write figures to be compared with later."""
    path.write_text("".join(f"{q}\t{figure:.4f}\n" for q, figure in figures.items()), encoding="utf-8")


def moved(before: Mapping[str, float], now: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """Return (query, before, now) of those that moved, the greatest loss first; a new query was 0 before."""
    changed = [(q, before.get(q, 0.0), figure) for q, figure in now.items()]
    return sorted((row for row in changed if abs(row[2] - row[1]) >= LEAST), key=lambda row: (row[2] - row[1], row[0]))
