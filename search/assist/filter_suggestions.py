"""Filter suggestions: a query with the words that name a sector, region, country, office or days made filters."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from search.facets.selection import DATE, Choice
from search.foreign import ENGLISH, RUSSIAN, closed_words
from search.query import Query
from search.query_language.filter_names import Days, bare_words
from search.query_language.parser import Word
from search.uzbek import is_initial, key, stop_words

Named = tuple[tuple[str, str], ...]  # (facet or "date", value) of each filter, the value empty for a date


class Names(Protocol):
    """What words of a query may name, alone and together."""

    @property
    def longest(self) -> int:
        """How many words the longest name has."""
        ...

    def named_by(self, run: Sequence[Word]) -> Sequence[tuple[str, str]]:
        """Return the (facet, value) pairs that words name together."""
        ...

    def is_ambiguous(self, run: Sequence[Word]) -> bool:
        """Say whether words that name something are as likely to mean just what they say."""
        ...

    def days_said_by(self, run: Sequence[Word], today: dt.date) -> Days | None:
        """Return the days that words say together."""
        ...


@dataclass(frozen=True, slots=True)
class NamedFilters:
    """A query with some of its words made filters; `whole` where no word of its own is left beside them."""

    filters: Named
    query: Query
    whole: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a query, from `start` to before `end`, and the filters that they name together, each in one way."""

    start: int
    end: int
    filters: Named
    days: Days | None = None

    def narrowing(self, query: Query, filters: Named) -> Query:
        """Return the query with some of the filters on."""
        for facet, value in filters:
            query = (
                query.with_(start=self.days[0], end=self.days[1]) if self.days else query.choosing(facet, Choice(value))
            )
        return query

    @property
    def together(self) -> Named:
        """All values of the facet that is named first: a name that two districts have stands for both."""
        return tuple(pair for pair in self.filters if pair[0] == self.filters[0][0])


def name_filters(query: Query, names: Names, today: dt.date) -> Iterator[NamedFilters]:
    """Yield the query with all the words that name filters made filters, then with each run of them by itself.

    The longest runs come first. Only queries of bare words are read so; a facet in which something is chosen already is
    not narrowed by words as well.
    """
    typed = bare_words(query.q)
    runs = list(_runs(query, typed, names, today))
    if not runs:
        return
    together = query
    filters: Named = ()
    taken: set[int] = set()
    for run in runs:
        if run.days and (DATE, "") in filters:
            continue  # of two ranges of days the first stays, the other one's words are words
        together, filters = run.narrowing(together, run.together), (*filters, *run.together)
        taken.update(range(run.start, run.end))
    everything = _rest(together, [word for at, word in enumerate(typed) if at not in taken], filters)
    if len(runs) == 1 and names.is_ambiguous(typed[runs[0].start : runs[0].end]):
        everything = replace(everything, whole=False)
    yield everything
    for run in runs:
        rest = [*typed[: run.start], *typed[run.end :]]
        for named in run.filters:
            single = _rest(run.narrowing(query, (named,)), rest, (named,))
            if single.query != everything.query:
                yield single


def date_words(query: Query, names: Names, today: dt.date) -> frozenset[Word]:
    """Return the words of a query that say days together with a number: they are no words of their own."""
    if not any(map(str.isdigit, query.q)):
        return frozenset()
    typed = bare_words(query.q)
    runs = [run for run in _runs(query, typed, names, today) if run.days]
    return frozenset(word for run in runs for word in typed[run.start : run.end])


def _runs(query: Query, typed: Sequence[Word], names: Names, today: dt.date) -> Iterator[_Run]:
    """Yield the runs of words that name something, none of them overlapping a longer one."""
    taken: set[int] = set()
    spans = [
        (start, end)
        for start in range(len(typed))
        for end in range(start + 1, min(len(typed), start + names.longest) + 1)
    ]
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if taken.intersection(range(start, end)):
            continue
        run = typed[start:end]
        named = tuple(pair for pair in names.named_by(run) if not query.selection(pair[0]).include)
        days = None if named or query.start or query.end or query.undated else names.days_said_by(run, today)
        if named or days:
            taken.update(range(start, end))
            yield _Run(start, end, named or ((DATE, ""),), days)


def _rest(query: Query, left: Sequence[Word], filters: Named) -> NamedFilters:
    """Return a narrowed query with the words that are left; closed-class words alone are none."""
    own = [word for word in left if word.parts or not _is_closed(word.text)]
    text = " ".join(word.text for word in left) if own else ""
    sort = None if not text and query.sort == "relevance" else query.sort
    return NamedFilters(filters, query.with_(q=text, sort=sort), not own)


def _is_closed(text: str) -> bool:
    word = key(text)
    if word in stop_words() or is_initial(word):
        return True
    return any(text.lower() in closed_words(language) for language in (RUSSIAN, ENGLISH))
