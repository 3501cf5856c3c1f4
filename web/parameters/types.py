"""The types of parameter values: each parses text, or refuses it with a named reason."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final, Protocol

from rapidfuzz import fuzz, process

from search import uzbek
from search.facets.selection import EXCLUDED, MISSING
from search.query import tidy_text

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOKEN: Final = re.compile(r"[0-9A-Za-z._-]{1,64}")
_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LEAP: Final = "((19|20)(04|08|[2468][048]|[13579][26])|2000)"
_DAY_PATTERN: Final = (  # the days that there are; ECMA 262, as JSON Schema has it
    r"^((19[0-9]{2}|20[0-9]{2}|2100)(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?"
    rf"|-(0[13-9]|1[0-2])-(29|30)|-(0[13578]|1[02])-31)?|{_LEAP}-02-29)$"
)
_LONGEST_NUMBER: Final = 18  # digits; more is out of any range and slow to convert
_YEARS: Final = range(1900, 2101)  # as in every other way to write a date, see search.uzbek
_LONGEST_NAME: Final = 60  # code points that are compared; no name is longer, and a comparison takes their product
_NEAR: Final = 60  # likeness out of 100 from which a name is worth a hint


Schema = dict[str, Any]  # JSON Schema, draft 2020-12


class Refused(ValueError):
    """A value cannot be used: `code` says why, `limit` what would do, `rescued` what a lenient reader goes on with."""

    def __init__(self, code: str, *, limit: str = "", hint: str | None = None, rescued: Any = None) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit
        self.hint = hint
        self.rescued = rescued


class ValueType(Protocol):
    """Parses one value; `loose` accepts what people type into a field, not only what programs write."""

    def read(self, text: str, *, loose: bool) -> Any:
        """Return the value that the text says; raises Refused."""
        ...

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Messages of at most so many code points."""

    max_length: int

    def read(self, text: str, *, loose: bool) -> str:
        """Return the words tidied; a longer text is rescued by its beginning."""
        if len(text) <= self.max_length:
            return clean(text)
        raise Refused("too-long", limit=str(self.max_length), rescued=clean(text[: self.max_length]))

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema."""
        return {"type": "string", "maxLength": self.max_length}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in a range, both ends included."""

    least: int
    most: int

    def read(self, text: str, *, loose: bool) -> int:
        """Return the number."""
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise Refused("not-a-number")
        if text != digits or int(digits[:_LONGEST_NUMBER]) < self.least:
            raise Refused("too-small", limit=str(self.least))
        if len(digits) > _LONGEST_NUMBER or int(digits) > self.most:
            raise Refused("too-large", limit=str(self.most))
        return int(digits)

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few names."""

    names: tuple[str, ...]

    def read(self, text: str, *, loose: bool) -> str:
        """Return the name."""
        if text not in self.names:
            raise Refused("not-a-choice", limit=", ".join(self.names), hint=nearest(text, self.names))
        return text

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema."""
        return {"type": "string", "enum": list(self.names)}


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes, said by the one word `yes`; left out, it means no."""

    yes: str

    def read(self, text: str, *, loose: bool) -> bool:
        """Return True."""
        if text != self.yes:
            raise Refused("not-a-choice", limit=self.yes, hint=nearest(text, (self.yes,)))
        return True

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema."""
        return {"type": "string", "enum": [self.yes]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of a few names, joined by commas; empty means none of them."""

    names: tuple[str, ...]

    def read(self, text: str, *, loose: bool) -> tuple[str, ...]:
        """Return the names once each, in the order of the table."""
        given = [name.strip() if loose else name for name in text.split(",")] if text else []
        for name in given:
            if name not in self.names:
                raise Refused("not-a-choice", limit=", ".join(self.names), hint=nearest(name, self.names))
        return tuple(name for name in self.names if name in given)

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema: a list, to be joined by commas."""
        return {"type": "array", "items": {"type": "string", "enum": list(self.names)}}


@dataclass(frozen=True, slots=True)
class Slug:
    """A facet's value: a slug, one of `known` where the values are a closed list, or `_none`; a minus excludes it."""

    known: Collection[str] | None = None

    def read(self, text: str, *, loose: bool) -> str:
        """Return the slug."""
        value = text.removeprefix(EXCLUDED)
        if value != MISSING and (not _SLUG.fullmatch(value) or (self.known is not None and value not in self.known)):
            near = nearest(value, self.known or ())
            raise Refused("unknown-value", hint=near and text[: -len(value) or None] + near)
        return text

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema."""
        if self.known is None:
            return {"type": "string", "pattern": f"^{EXCLUDED}?({MISSING}|{_SLUG.pattern})$".replace("(?:", "(")}
        values = (*sorted(self.known), MISSING)
        return {"type": "string", "enum": [*values, *(f"{EXCLUDED}{value}" for value in values)]}


@dataclass(frozen=True, slots=True)
class Token:
    """A name that was given out by an answer before and is not looked into."""

    def read(self, text: str, *, loose: bool) -> str:
        """Return the name."""
        if not _TOKEN.fullmatch(text):
            raise Refused("not-a-token")
        return text

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema."""
        return {"type": "string", "pattern": f"^{_TOKEN.pattern}$"}


@dataclass(frozen=True, slots=True)
class Day:
    """The first or the last day of a year, month or day; `said` reads the words that may say days."""

    last: bool
    said: Callable[[str], tuple[dt.date | None, dt.date | None] | None] | None = None

    def read(self, text: str, *, loose: bool) -> dt.date:
        """Return the day; loosely also `05.03.2026`, `5-mart 2026`, `март 2026` and all that `said` reads."""
        span = _iso_span(text) or (self._typed(text) if loose else None)
        day = span[self.last] if span else None
        if day is None:
            raise Refused("bad-date")
        return day

    def _typed(self, text: str) -> tuple[dt.date | None, dt.date | None] | None:
        return self.said(text) if self.said else uzbek.read_span(text)

    def schema(self) -> Schema:
        """Return what a program may write, as JSON Schema."""
        return {"type": "string", "pattern": _DAY_PATTERN}


def _iso_span(text: str) -> tuple[dt.date, dt.date] | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        start = dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if start.year not in _YEARS:
        return None
    if day:
        return start, start
    if not month:
        return start, dt.date(start.year, 12, 31)
    if month == 12:
        return start, dt.date(start.year, 12, 31)
    return start, dt.date(start.year, month + 1, 1) - dt.timedelta(1)


def clean(text: str) -> str:
    """Return typed text tidied, with control characters as spaces and lone surrogates dropped."""
    printable = "".join(" " if (kind := unicodedata.category(c)) == "Cc" else "" if kind == "Cs" else c for c in text)
    return tidy_text(printable)


def nearest(text: str, names: Collection[str]) -> str | None:
    """Return the name that the text was probably meant to be."""
    best = process.extractOne(text[:_LONGEST_NAME], list(names), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return best[0] if best else None
