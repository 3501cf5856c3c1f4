"""Days said from today: bugun, oʻtgan hafta, шу ой, last year."""

import datetime as dt
from collections.abc import Mapping
from functools import cache

from search.uzbek import data_files
from search.uzbek.lemmatizer import lemmas
from search.uzbek.normalizer import skeleton

Span = tuple[dt.date, dt.date]
Said = tuple[str, ...]  # the first lemma of each word, without apostrophes


def read_relative(said: Said, today: dt.date) -> Span | None:
    """Return the first and last day of a span that words (as `Said`) say; None if they say none."""
    name = _names().get(said)
    return _span(name, today) if name else None


def longest_relative() -> int:
    """Return how many words the longest of them has."""
    return max(map(len, _names()))


@cache
def _names() -> Mapping[Said, str]:
    return {
        tuple(skeleton(lemmas(word)[0]) for word in phrase.split("_")): name
        for name, *phrases in data_files.rows("relative.txt")
        for phrase in phrases
    }


def _span(name: str, today: dt.date) -> Span:
    if name == "today":
        return today, today
    if name == "yesterday":
        before = today - dt.timedelta(1)
        return before, before
    which, unit = name.split("-")
    first, last = _around(today, unit)
    return (first, last) if which == "this" else _around(first - dt.timedelta(1), unit)


def _around(day: dt.date, unit: str) -> Span:
    """Return the week (from Monday), month or year of a day."""
    if unit == "week":
        first = day - dt.timedelta(day.weekday())
        return first, first + dt.timedelta(6)
    if unit == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    first = day.replace(day=1)
    return first, (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
