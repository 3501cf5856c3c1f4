"""Filter names: the words that name a value of a closed facet, or days, in any language, form and script."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from search.analysis.analyzer import Analyzer
from search.facets.table import USUAL
from search.facets.taxonomies import Categories
from search.query_language.foreign_names import ForeignNames
from search.query_language.glossary import Glossary, Words
from search.query_language.parser import And, Word, parse
from search.query_language.translation import texts_of
from search.uzbek import longest_relative, month_of, read_month, read_relative, read_span, skeleton, words

Sense = tuple[str, ...]  # the first lemma of each word, without apostrophes
Days = tuple[dt.date, dt.date]  # the first and the last, inclusive
OpenDays = tuple[dt.date | None, dt.date | None]  # the same, None where there is no end
_RANGE: Final = ".."
_DASH: Final = re.compile(r"\.\.|\s*[-‐‑‒–—]\s*")
LONGEST_DATE: Final = 4  # words: 2026-yil, 5, mart
_CACHED: Final = 4_096  # queries of which it is kept whether they name a day from today on


class FilterNames:
    """What the values of the closed facets are called, as an analyzer reads them; `slugs` are the values of each."""

    def __init__(
        self, categories: Mapping[str, Categories], analyzer: Analyzer, glossary: Glossary | None = None
    ) -> None:
        self._analyzer = analyzer
        self._categories = categories
        self._foreign: Final = ForeignNames(glossary or Glossary(), analyzer)
        self.is_of_today: Final = lru_cache(_CACHED)(self._is_of_today)
        self._by_sense: dict[Sense, list[tuple[str, str]]] = {}
        self._typed: dict[str, dict[Sense, str]] = {}
        for facet, rows in categories.items():
            if facet in USUAL:
                self._typed[facet] = {self.sense(name): slug for slug, row in rows.items() for name in row.names}
                continue
            for slug, category in rows.items():
                for name in category.names:
                    named = self._by_sense.setdefault(self.sense(name), [])
                    if (facet, slug) not in named:
                        named.append((facet, slug))
                    self._foreign.add(tuple(_texts(name)), (facet, slug))
        self.longest: Final = max((LONGEST_DATE, *map(len, self._by_sense)))  # words of the longest name
        self.slugs: Final = {facet: frozenset(rows) for facet, rows in categories.items()}

    def value(self, facet: str, name: str) -> str:
        """Return the value of a facet that a name says, empty when it says none."""
        if facet in self._typed:
            return self._typed[facet].get(self.sense(name), "")
        named = self._named(tuple(_texts(name)))
        return next((slug for other, slug in named if other == facet), "")

    def is_word(self, text: str) -> bool:
        """Say whether a text is a form of a word of the language."""
        return self._analyzer.lemmatizer.known(self._analyzer.key(text)) is not None

    def is_ambiguous(self, run: Sequence[Word]) -> bool:
        """Say whether words that name something are as likely to mean just what they say; none of a closed list is."""
        return False

    def called(self, facet: str, value: str) -> tuple[str, ...]:
        """Return all that a value of a closed facet is called, the Uzbek label first; nothing of an unknown value."""
        category = self._categories[facet].get(value)
        return (category.labels["uz"], *category.names) if category else ()

    def named_by(self, run: Sequence[Word]) -> Sequence[tuple[str, str]]:
        """Return the (facet, value) pairs that words of a query name together."""
        return self._named(texts_of(run))

    def days(self, text: str, today: dt.date) -> Days | None:
        """Return the days that a text says, None when it says none; a month without a year is its latest."""
        return self._relative(self.sense(text), today) or read_span(text) or _latest_month(text, today)

    def range(self, text: str, today: dt.date) -> OpenDays | None:
        """Return the days from one that a text says to another: 2023-2024, 2023.., ..mart 2024; None when it says none.

        The first or the last day is None where the range has no end on that side.
        """
        if whole := self.days(text, today):
            return whole
        for dash in _DASH.finditer(text):
            first, last = text[: dash.start()].strip(), text[dash.end() :].strip()
            start = self.days(first, today) if first else None
            end = self.days(last, today) if last else None
            is_open = dash[0] == _RANGE and (first or last)
            if (start or (is_open and not first)) and (end or (is_open and not last)):
                days = (start and start[0], end and end[1])
                return days if not (start and end) or start[0] <= end[1] else None
        return None

    def days_said_by(self, run: Sequence[Word], today: dt.date) -> Days | None:
        """Return the days that words of a query say together, as `days`."""
        text = " ".join(word.text for word in run)
        return self._relative(self.sense_of(run), today) or read_span(text) or _latest_month(text, today)

    def month_said_by(self, run: Sequence[Word]) -> int | None:
        """Return the month without a year that words of a query say together, None when they say none."""
        return read_month(" ".join(word.text for word in run))

    def _named(self, texts: Words) -> Sequence[tuple[str, str]]:
        """Return what words name in Uzbek or as a label writes it, else in another form or name of another language."""
        named = self._by_sense.get(self._sense(texts)) or self._foreign.named(texts)
        if named:
            return named
        meanings = (self._by_sense.get(self._sense(words)) for words in self._foreign.meanings(texts))
        return next(filter(None, meanings), ())

    def _is_of_today(self, q: str) -> bool:
        """Say whether an answer to typed words depends on the day on which they are typed."""
        typed = bare_words(q)
        day = dt.date(2000, 1, 1)
        longest = longest_relative(self._analyzer.lemmatizer)
        return any(
            self._relative(self.sense_of(typed[start:end]), day)
            for start in range(len(typed))
            for end in range(start + 1, min(len(typed), start + longest) + 1)
        )

    def _relative(self, sense: Sense, today: dt.date) -> Days | None:
        return read_relative(sense, today, self._analyzer.lemmatizer)

    def sense_of(self, run: Iterable[Word]) -> Sense:
        """Return what words of a query are known by."""
        return self._sense(texts_of(run))

    def sense(self, name: str) -> Sense:
        """Return what a name is known by, in whatever form or script it is written."""
        return self._sense(_texts(name))

    def _sense(self, texts: Iterable[str]) -> Sense:
        return tuple(skeleton(self._analyzer.lemmas(text)[0]) for text in texts)


def _latest_month(text: str, today: dt.date) -> Days | None:
    month = read_month(text)
    return month_of(today.year - (month > today.month), month) if month else None


def bare_words(q: str) -> tuple[Word, ...]:
    """Return the words of a query of bare words; none of a query that has anything else."""
    tree = parse(q).tree
    parts = tree.parts if isinstance(tree, And) else (tree,)
    bare = tuple(part for part in parts if isinstance(part, Word) and not part.in_title)
    return bare if len(bare) == len(parts) else ()


def _texts(text: str) -> Iterator[str]:
    return (token.text for token in words(text) if not token.joined)
