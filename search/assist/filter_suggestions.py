"""Words of a query that name a filter: a sector, region or country, a year, month or day, last week."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.facets.selection import DATE, Choice
from search.facets.taxonomies import Categories
from search.query import Query
from search.query_language.parser import And, Word, parse
from search.uzbek import lemmas, longest_relative, read_relative, read_span, skeleton, words

Sense = tuple[str, ...]  # the first lemma of each word, without apostrophes
Span = tuple[dt.date, dt.date]
_LONGEST_DATE: Final = 4  # words: 2026-yil, 5, mart


@dataclass(frozen=True, slots=True)
class Refined:
    """A query with some of its words made filters: (facet or "date", value) of each, the value empty for a date."""

    filters: tuple[tuple[str, str], ...]
    query: Query


class Names:
    """What the values of the closed facets are called, in any language, form and script; `slugs` are the values."""

    def __init__(self, categories: Mapping[str, Categories]) -> None:
        self._known: dict[Sense, list[tuple[str, str]]] = {}
        for facet, rows in categories.items():
            for slug, category in rows.items():
                for name in category.names:
                    named = self._known.setdefault(_sense(_texts(name)), [])
                    if (facet, slug) not in named:
                        named.append((facet, slug))
        self._longest = max(map(len, self._known), default=0)
        self.slugs = {facet: frozenset(rows) for facet, rows in categories.items()}

    def value(self, facet: str, name: str) -> str:
        """Return the value of a facet that a name says, empty when it says none."""
        named = self._known.get(_sense(_texts(name)), ())
        return next((slug for other, slug in named if other == facet), "")

    def span(self, text: str, today: dt.date) -> Span | None:
        """Return the first and last day that words say, None when they say none."""
        return read_relative(_sense(_texts(text)), today) or read_span(text)

    def refine(self, query: Query, today: dt.date) -> Iterator[Refined]:
        """Yield the query with all the words that name filters made filters, then with each run of them by itself.

        The longest runs come first. Only queries of bare words are read so; a filter that is on already is not offered.
        """
        typed = _bare_words(query.q)
        longest = max(self._longest, _LONGEST_DATE)
        runs = [
            (start, end)
            for start in range(len(typed))
            for end in range(start + 1, min(len(typed), start + longest) + 1)
        ]
        taken: set[int] = set()
        single: list[Refined] = []
        together = Refined((), query)
        for start, end in sorted(runs, key=lambda run: (run[0] - run[1], run[0])):
            if taken.intersection(range(start, end)):
                continue
            rest = query.with_(q=" ".join(word.text for word in (*typed[:start], *typed[end:])))
            found = [*self._values(typed[start:end], rest), *_spans(typed[start:end], rest, today)]
            if found:
                taken.update(range(start, end))
                single += found
                together = _joined(together, found[0])
        if len(together.filters) > 1:
            left = " ".join(word.text for number, word in enumerate(typed) if number not in taken)
            yield Refined(together.filters, together.query.with_(q=left))
        yield from single

    def _values(self, run: Sequence[Word], rest: Query) -> Iterator[Refined]:
        for facet, slug in self._known.get(_sense_of(run), ()):
            if Choice(slug) not in rest.selection(facet).choices:
                yield Refined(((facet, slug),), rest.choosing(facet, Choice(slug)))


def _joined(one: Refined, other: Refined) -> Refined:
    """Return both filters on; of two ranges of days the first stays."""
    ((facet, value),) = other.filters
    if facet != DATE:
        return Refined((*one.filters, (facet, value)), one.query.choosing(facet, Choice(value)))
    if (DATE, "") in one.filters:
        return one
    days = one.query.with_(start=other.query.start, end=other.query.end)
    return Refined((*one.filters, (DATE, "")), days)


@lru_cache(maxsize=4_096)
def is_of_today(q: str) -> bool:
    """Whether an answer to typed words depends on the day on which they are typed."""
    typed = _bare_words(q)
    day = dt.date(2000, 1, 1)
    return any(
        read_relative(_sense_of(typed[start:end]), day)
        for start in range(len(typed))
        for end in range(start + 1, min(len(typed), start + longest_relative()) + 1)
    )


def _spans(run: Sequence[Word], rest: Query, today: dt.date) -> Iterator[Refined]:
    if rest.start or rest.end or rest.undated:
        return
    span = read_relative(_sense_of(run), today) or read_span(" ".join(word.text for word in run))
    if span:
        yield Refined(((DATE, ""),), rest.with_(start=span[0], end=span[1]))


def _bare_words(q: str) -> tuple[Word, ...]:
    tree = parse(q).tree
    parts = tree.parts if isinstance(tree, And) else (tree,)
    bare = tuple(part for part in parts if isinstance(part, Word) and not part.in_title)
    return bare if len(bare) == len(parts) else ()


def _sense_of(run: Iterable[Word]) -> Sense:
    return _sense(part for word in run for part in (word.parts or (word.text,)))


def _texts(text: str) -> Iterator[str]:
    return (token.text for token in words(text) if not token.joined)


def _sense(texts: Iterable[str]) -> Sense:
    return tuple(skeleton(lemmas(text)[0]) for text in texts)
