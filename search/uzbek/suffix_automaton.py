"""The automaton of endings: what it costs to read the rest of a word as endings of a noun or a verb."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from search.uzbek import data_files
from search.uzbek.letters import VOWELS

IMPOSSIBLE: Final = 99.0
NOUN: Final = "noun"
VERB: Final = "verb"

_OPTIONAL: Final = re.compile(r"\((.)\)(.*)")


@dataclass(frozen=True, slots=True)
class Step:
    """One ending: where it leads, its cost, and the letters it may follow ("" for any)."""

    ending: str
    after: str
    to: str
    cost: float


@lru_cache(maxsize=1 << 15)
def cost(rest: str, before: str, state: str) -> float:
    """Return what it costs to read `rest` as endings after the letter `before`, IMPOSSIBLE if it cannot be."""
    steps, finals = automaton()
    if not rest:
        return finals.get(state, IMPOSSIBLE)
    best = IMPOSSIBLE
    for step in steps.get((state, rest[0]), ()):
        ending = step.ending
        if rest.startswith(ending) and (not step.after or before in step.after):
            best = min(best, step.cost + cost(rest[len(ending) :], ending[-1], step.to))
    return best


def endings(rest: str, before: str, state: str) -> tuple[str, ...]:
    """Return the endings that `cost` reads `rest` as, each with where it leads: lar→plural; none where it cannot."""
    steps, _ = automaton()
    whole = cost(rest, before, state)
    for step in steps.get((state, rest[:1]), ()) if whole < IMPOSSIBLE else ():
        left = rest.removeprefix(step.ending)
        fits = left != rest and (not step.after or before in step.after)
        if fits and step.cost + cost(left, step.ending[-1], step.to) <= whole + 1e-9:
            return f"{step.ending}→{step.to}", *endings(left, step.ending[-1], step.to)
    return ()


@cache
def automaton() -> tuple[Mapping[tuple[str, str], tuple[Step, ...]], Mapping[str, float]]:
    """Return the endings by state and first letter, and what it costs to end in each state where a word may."""
    steps: dict[tuple[str, str], list[Step]] = {}
    finals: dict[str, float] = {}
    for first, *row in data_files.rows("suffixes.txt"):
        if first == "final":
            finals |= dict.fromkeys(row[1:], float(row[0]))
            continue
        to, price, *endings = row
        for state in first.split(","):
            for template in endings:
                for ending, after in _forms(template):
                    steps.setdefault((state, ending[0]), []).append(Step(ending, after, to, float(price)))
    return {at: tuple(row) for at, row in steps.items()}, finals


_AFTER_VOWEL: Final = "".join(sorted(VOWELS))
_AFTER_CONSONANT: Final = "bcdfghjklmnpqrstvwxyzçğşʼ0123456789"


def _forms(template: str) -> Iterator[tuple[str, str]]:
    """Write an ending out in its forms, each with the letters it may follow."""
    if template.startswith("G"):
        for letter, after in (("g", ""), ("k", "k"), ("q", "q")):
            yield letter + template[1:], after
    elif template.startswith("A"):
        yield "a" + template[1:], _AFTER_CONSONANT
        yield "y" + template[1:], _AFTER_VOWEL
    elif optional := _OPTIONAL.fullmatch(template):
        letter, rest = optional.groups()
        vowel = letter in VOWELS
        yield letter + rest, _AFTER_CONSONANT if vowel else _AFTER_VOWEL + "y"
        yield rest, _AFTER_VOWEL if vowel else _AFTER_CONSONANT
    else:
        yield template, ""
