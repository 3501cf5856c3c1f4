"""Relative dates, read from today on: bugun, oʻtgan hafta, шу ой, last year."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from search.uzbek import data_files
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.normalizer import skeleton
from search.uzbek.plain import PLAIN

DateSpan = tuple[dt.date, dt.date]  # first and last day
PhraseLemmas = tuple[str, ...]  # the first lemma of each word of a phrase, without apostrophes


def read_relative(phrase: PhraseLemmas, today: dt.date, lemmatizer: Lemmatizer = PLAIN) -> DateSpan | None:
    """Return the span of days that a phrase says; None if it says none.

    `lemmatizer` is the one that gave the phrase its lemmas, that of the language unless said.
    """
    name = _names(lemmatizer).get(phrase)
    return _span(name, today) if name else None


def longest_relative(lemmatizer: Lemmatizer = PLAIN) -> int:
    """Return how many words the longest phrase has."""
    return max(map(len, _names(lemmatizer)))


@lru_cache(maxsize=4)  # sites of one process that are asked in turn; another one's table is made anew in a millisecond
def _names(lemmatizer: Lemmatizer) -> Mapping[PhraseLemmas, str]:
    return {
        tuple(skeleton(lemmatizer.lemmas(word)[0]) for word in phrase.split("_")): name
        for name, *phrases in data_files.rows("relative.txt")
        for phrase in phrases
    }


def _span(name: str, today: dt.date) -> DateSpan:
    if name == "today":
        return today, today
    if name == "yesterday":
        before = today - dt.timedelta(1)
        return before, before
    which, unit = name.split("-")
    first, last = _around(today, unit)
    return (first, last) if which == "this" else _around(first - dt.timedelta(1), unit)


def _around(day: dt.date, unit: str) -> DateSpan:
    """Return the week (from Monday), month or year of a day."""
    if unit == "week":
        first = day - dt.timedelta(day.weekday())
        return first, first + dt.timedelta(6)
    if unit == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    first = day.replace(day=1)
    return first, (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
