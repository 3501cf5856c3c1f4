"""The arithmetic of times: percentiles, ratios and how a figure stands to its goal."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds: the middle one, and the one that 95 of 100 do not exceed."""

    p50: float
    p95: float

    def times_faster(self, other: "Spread") -> "Spread":
        """Return how many times faster this is than another, at both places."""
        return Spread(other.p50 / self.p50, other.p95 / self.p95)


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, what it should be at least (or at most), and whether it is."""

    name: str
    figure: float
    bound: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is where it should be."""
        return self.figure <= self.bound if self.at_most else self.figure >= self.bound

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        return f"{'met ' if self.met else 'MISS'}  {self.name}: {self.figure:.3g} ({sign} {self.bound:g})"


def spread(milliseconds: Sequence[float]) -> Spread:
    """Return the spread of some times; there must be one at least."""
    ordered = sorted(milliseconds)
    return Spread(statistics.median(ordered), ordered[-(-len(ordered) * 95 // 100) - 1])
