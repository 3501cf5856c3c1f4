"""What a tree was compiled to: the parts of a plan, which may be relaxed, and what the plan cannot say."""

from dataclasses import dataclass, replace
from typing import Final

from search import plan
from search.answer import Reached
from search.highlighting import Highlights
from search.plan import Plan

NOTHING: Final = plan.Any(())  # what no release matches


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word, quote or prefix as typed, and the plan that scores it."""

    typed: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a tree was compiled to.

    `words` may be relaxed, `others` must match, `forbidden` must not, `stops` (closed-class words) only score.
    `highlights` are the sequences to highlight, `reached` the words that were expanded, `closed` the closed-class words
    of Russian and English among the typed ones, in small letters. `unheld` are words that no release has,
    in a query of another language which the glossary knows in part.
    """

    words: tuple[Plan, ...]
    others: tuple[Plan, ...]
    forbidden: tuple[Plan, ...]
    stops: tuple[Plan, ...]
    highlights: Highlights
    reached: tuple[Reached, ...]
    leaves: tuple[Leaf, ...]
    closed: frozenset[str]
    unheld: tuple[str, ...]

    def plan(self, least: int = 0) -> Plan:
        """Return the plan; when `least` is given, so many of the words must match instead of all."""
        words = (plan.AtLeast(self.words, least),) if 0 < least < len(self.words) else self.words
        return all_of((*words, *self.others), self.forbidden, self.stops)

    def held(self) -> "Compiled":
        """Return what is left without the words of another language that no release has, if anything is."""
        words = tuple(word for word in self.words if word != NOTHING)
        return replace(self, words=words) if self.unheld and words else replace(self, unheld=())

    def partial(self, least: int) -> Plan:
        """Return the plan for so many of the words and not all of them."""
        words = plan.AtLeast(self.words, least)
        return all_of((words, *self.others), (*self.forbidden, plan.All(self.words)), self.stops)


def all_of(parts: tuple[Plan, ...], forbidden: tuple[Plan, ...], stops: tuple[Plan, ...]) -> Plan:
    """Return the plan of what must all match, what must not, and what only scores."""
    if len(parts) == 1 and not forbidden and not stops:
        return parts[0]
    return plan.All(parts, forbidden, (plan.Any(stops),) if stops else ())
