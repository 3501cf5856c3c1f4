"""Generation names: all that words of a query may name in one generation: values of facets, offices, days."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from search.deadline import Deadline
from search.engine import FacetCounts, Matches, Snapshot
from search.facets.selection import NO_FILTERS
from search.facets.table import FACETS
from search.plan import EVERYTHING
from search.query_language.filter_names import Days, FilterNames
from search.query_language.parser import Word
from search.query_language.source_names import Aliases, SourceNames
from search.query_language.translation import texts_of
from search.uzbek import month_of

SOURCE: Final = "source"
_MONTHS: Final = 12


class GenerationNames:
    """The site's names of values and days, and the sources that one generation has; read once a generation.

    `held` has of each facet whose values words may name those that any release has: value → (label, count).
    """

    def __init__(self, snapshot: Snapshot, names: FilterNames, aliases: Aliases, deadline: Deadline) -> None:
        everything = snapshot.match(EVERYTHING, deadline)
        self.held: Final = {row.name: _held(everything.facet(row.name, NO_FILTERS)) for row in FACETS if not row.usual}
        labels = {value: label for value, (label, _) in self.held[SOURCE].items()}
        self._names = names
        self._aliases = aliases
        self._months = _latest_months(everything)
        self._labels: Final = labels
        self._sources = SourceNames(labels, aliases, names.sense)
        self.longest: Final = max(names.longest, self._sources.longest)  # words of the longest name

    def named_by(self, run: Sequence[Word]) -> tuple[tuple[str, str], ...]:
        """Return the (facet, value) pairs that words name together: offices first."""
        offices = tuple((SOURCE, value) for value in self._sources.named_by(texts_of(run)))
        return (*offices, *self._names.named_by(run))

    def is_ambiguous(self, run: Sequence[Word]) -> bool:
        """Say whether words name an office by one word that the language has too: Prezident."""
        texts = texts_of(run)
        return len(texts) == 1 and bool(self._sources.named_by(texts)) and self._names.is_word(texts[0])

    def called(self, facet: str, value: str) -> tuple[str, ...]:
        """Return all that a value is called."""
        if facet != SOURCE:
            return self._names.called(facet, value)
        label = self._labels[value]
        return (label, *self._aliases.get(label, ()))

    def label(self, facet: str, value: str) -> str:
        """Return what the releases call a value; empty for one of a closed list, which has names of its own."""
        return self._labels.get(value, "") if facet == SOURCE else ""

    def days_said_by(self, run: Sequence[Word], today: dt.date) -> Days | None:
        """Return the days that words say together, None when they say none; a month alone is the latest held."""
        if month := self._names.month_said_by(run):
            return self._months.get(month) or self._names.days_said_by(run, today)
        return self._names.days_said_by(run, today)


def _held(counted: FacetCounts) -> dict[str, tuple[str, int]]:
    """Return the values that any release has: value → label and count."""
    rows = zip(counted.values, counted.labels, counted.counts, strict=True)
    return {value: (label, count) for value, label, count in rows if count}


def _latest_months(everything: Matches) -> dict[int, Days]:
    """Return the latest month of each number, January to December, that any release has a day in."""
    span = everything.days(NO_FILTERS)
    if span.first is None or span.last is None:
        return {}
    months = [
        month_of(year, month) for year in range(span.first.year, span.last.year + 1) for month in range(1, _MONTHS + 1)
    ]
    bounds = tuple(first.toordinal() for first, _ in months)
    counts = everything.per_day_range(NO_FILTERS, (*bounds, months[-1][1].toordinal() + 1))
    return {days[0].month: days for days, count in zip(months, counts, strict=True) if count}
