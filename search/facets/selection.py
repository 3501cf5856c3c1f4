"""Selection: what is chosen in a facet, and the filters of a query; OR within a facet, AND between facets.

Parameters write a chosen value as its slug, `_none` for releases without a value, and a minus before what is left out.
This module is the one place that reads and writes that form; everywhere else a choice is a value.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from search.facets.table import values_of
from search.release import Release

DATE: Final = "date"  # the filter by days beside those of the facet table
MISSING: Final = "_none"  # as a parameter: releases without a value, or undated ones
EXCLUDED: Final = "-"  # as a parameter, before a value: releases with it are left out


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen value of a facet; `value` None stands for releases without one, `excluded` leaves them out."""

    value: str | None
    excluded: bool = False

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a choice as a parameter has it: "energetika", "-energetika", "_none" or "-_none"."""
        value = text.removeprefix(EXCLUDED)
        return cls(None if value == MISSING else value, text.startswith(EXCLUDED))

    def __str__(self) -> str:
        return f"{EXCLUDED if self.excluded else ''}{MISSING if self.value is None else self.value}"


@dataclass(frozen=True, slots=True)
class Selection:
    """The choices in one facet, each once, in the order of their written form.

    A release passes that has any of the included values (all do when none is included) and none of the excluded.
    """

    choices: tuple[Choice, ...] = ()

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> Self:
        """Return the selection of some choices, in any order, doubles dropped."""
        return cls(tuple(sorted(set(choices), key=str)))

    @property
    def include(self) -> frozenset[str | None]:
        """The values of which a release must have one; None stands for having none."""
        return frozenset(choice.value for choice in self.choices if not choice.excluded)

    @property
    def exclude(self) -> frozenset[str | None]:
        """The values that a release must not have; None stands for having none."""
        return frozenset(choice.value for choice in self.choices if choice.excluded)

    def with_(self, choice: Choice) -> Self:
        """Return the selection with one more choice."""
        return self.of((*self.choices, choice))

    def toggled(self, choice: Choice) -> Self:
        """Return the selection with one choice switched on or off."""
        rest = tuple(other for other in self.choices if other != choice)
        return type(self)(rest) if choice in self.choices else self.with_(choice)

    def admits(self, values: Collection[str]) -> bool:
        """Say whether a release with these values of the facet passes."""
        held: set[str | None] = set(values) or {None}
        return held.isdisjoint(self.exclude) and (not self.include or not held.isdisjoint(self.include))


Selections = tuple[tuple[str, Selection], ...]  # facet name → its selection, sorted by name, none of them empty
NOTHING_CHOSEN: Final = Selection()


def read_selections(chosen: Mapping[str, Iterable[str]]) -> Selections:
    """Return selections from the written choices of each facet."""
    return tidy_selections({name: Selection.of(map(Choice.read, texts)) for name, texts in chosen.items()})


def tidy_selections(chosen: Mapping[str, Selection]) -> Selections:
    """Return selections sorted by facet, empty ones dropped."""
    return tuple((name, chosen[name]) for name in sorted(chosen) if chosen[name].choices)


@dataclass(frozen=True, slots=True)
class Filters:
    """All that narrows a query: selections by facet, and inclusive days or the undated releases alone.

    `names` are the filters that are on, "date" first. `undated` wins over days.
    """

    selections: Selections = ()
    start: dt.date | None = None
    end: dt.date | None = None
    undated: bool = False
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        dated = (DATE,) if self.start or self.end or self.undated else ()
        object.__setattr__(self, "names", (*dated, *(name for name, _ in self.selections)))

    def without(self, name: str | None) -> "Filters":
        """Return the filters but the one of that name; the same ones when it is not on."""
        if name is None or name not in self.names:
            return self
        if name == DATE:
            return Filters(self.selections)
        rest = tuple((other, chosen) for other, chosen in self.selections if other != name)
        return Filters(rest, self.start, self.end, self.undated)

    def only(self, name: str) -> "Filters":
        """Return the filter of that name alone."""
        if name == DATE:
            return Filters((), self.start, self.end, self.undated)
        return Filters(tuple((other, chosen) for other, chosen in self.selections if other == name))

    def admits(self, release: Release) -> bool:
        """Say whether a release passes all of them."""
        return self._admits_day(release.date) and all(
            chosen.admits(values_of(name, release)) for name, chosen in self.selections
        )

    def _admits_day(self, day: dt.date | None) -> bool:
        if self.undated:
            return day is None
        if not (self.start or self.end):
            return True
        return day is not None and (not self.start or day >= self.start) and (not self.end or day <= self.end)


NO_FILTERS: Final = Filters()
