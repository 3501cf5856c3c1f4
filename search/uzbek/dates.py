"""Days in Uzbek text: what was typed or written read as a date or a span of dates, and dates written out."""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from search.uzbek import data_files
from search.uzbek.plain import PLAIN

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_MONTHS: Final = 12

_YEAR: Final = r"(?P<year>\d{4})"
_DAY: Final = r"(?P<day>\d{1,2})"
_NUMBER: Final = r"(?P<month>\d{1,2})"
_NAME: Final = r"(?P<name>[^\W\d_]{3,16})"
_GAP: Final = "(?:\\s?[-‐‑‒–—]\\s?|\\s{1,3})"
_YIL: Final = "(?:yil|йил)"
_ENDING: Final = "(?:da|dan|ga|gacha|dagi|ning|ni|gi|lik|да|дан|га|гача|даги|нинг|ни|ги|лик)"
_CASE: Final = r"\w{0,6}"
_YEAR_SAID: Final = f"{_YEAR}(?:{_GAP}(?:{_YIL}{_ENDING}?|год[аеу]?|г\\.?))?"
_MONTH_SAID: Final = f"{_NAME}(?:\\s{{1,3}}(?:oyi|ойи|месяц){_CASE})?"
_PREPOSITION: Final = re.compile(r"(?:во?|за|на|со?|ко?|до|по|in|on|of|for|during|since|from|until)\s+", re.IGNORECASE)

_DAY_FORMS: Final = (
    f"{_YEAR}{_GAP}{_YIL},?\\s{{0,3}}{_DAY}{_GAP}{_NAME}",
    f"{_DAY}{_GAP}{_NAME},?\\s{{1,3}}{_YEAR_SAID}",
    f"{_NAME}{_GAP}{_DAY}(?:st|nd|rd|th)?,?\\s{{1,3}}{_YEAR}",
    f"{_YEAR}-{_NUMBER}-{_DAY}",
    f"{_DAY}[./]{_NUMBER}[./]{_YEAR}",
)
_MONTH_FORMS: Final = (
    f"{_YEAR}-{_NUMBER}",
    f"{_NUMBER}[./]{_YEAR}",
    f"{_YEAR}(?:{_GAP}{_YIL}(?:ning|нинг)?)?,?\\s{{1,3}}{_MONTH_SAID}",
    f"{_MONTH_SAID},?\\s{{1,3}}{_YEAR_SAID}",
)
_FIND_DAYS: Final = re.compile(
    "|".join(rf"(?<![\w./-]){re.sub('[?]P<.*?>', '?:', form)}(?![\w]|[./-]\d)" for form in _DAY_FORMS), re.IGNORECASE
)
_READ_DAYS: Final = tuple(re.compile(form, re.IGNORECASE) for form in _DAY_FORMS)
_READ_MONTHS: Final = tuple(re.compile(form, re.IGNORECASE) for form in _MONTH_FORMS)
_READ_MONTH: Final = re.compile(_MONTH_SAID, re.IGNORECASE)
_READ_YEAR: Final = re.compile(_YEAR_SAID, re.IGNORECASE)


def read_day(text: str) -> date | None:
    """Read a full date as it is typed or written in either script; None if it is not one."""
    text = text.strip()
    for form in _READ_DAYS:
        match = form.fullmatch(text)
        if match and (month := _month(match)):
            return _date(int(match["year"]), month, int(match["day"]))
    return None


def read_span(text: str) -> tuple[date, date] | None:
    """Read a day, a month or a year as its first and last day, in Uzbek, Russian or English; None if it is none."""
    text = _without_preposition(text)
    if day := read_day(text):
        return day, day
    for form in _READ_MONTHS:
        match = form.fullmatch(text)
        if match and (month := _month(match)) and (first := _date(int(match["year"]), month, 1)):
            return month_of(first.year, month)
    match = _READ_YEAR.fullmatch(text)
    if match and (first := _date(int(match["year"]), 1, 1)):
        return first, first.replace(month=12, day=31)
    return None


def read_month(text: str) -> int | None:
    """Read a month without a year (fevral, февраль ойида, в феврале, February) as its number; None if it is none."""
    match = _READ_MONTH.fullmatch(_without_preposition(text))
    return (match and _month(match)) or None


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def find_days(text: str) -> list[tuple[int, int, date]]:
    """Find the full dates in running text: start, end, date."""
    days = ((match.start(), match.end(), read_day(match[0])) for match in _FIND_DAYS.finditer(text))
    return [(start, end, day) for start, end, day in days if day]


def write_day(day: date, script: str = "latn") -> str:
    """Write a date as the state's own texts do: 2026-yil 5-mart, 2026 йил 5 март."""
    month = _names(script)[day.month]
    return f"{day.year} йил {day.day} {month}" if script == "cyrl" else f"{day.year}-yil {day.day}-{month}"


def write_month(year: int, month: int, script: str = "latn") -> str:
    """Write a month of a year: 2026-yil mart, 2026 йил март."""
    name = _names(script)[month]
    return f"{year} йил {name}" if script == "cyrl" else f"{year}-yil {name}"


def _date(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(match: re.Match[str]) -> int:
    """Return the month a form found, 0 if it is no month."""
    groups = match.groupdict()
    if number := groups.get("month"):
        return int(number) if 1 <= int(number) <= _MONTHS else 0
    if number := _foreign_numbers().get(groups["name"].casefold(), 0):
        return number
    name = PLAIN.key(groups["name"])
    for month, number in _numbers().items():
        if name.startswith(month) and (name == month or re.fullmatch(f"i?{_ENDING}", name[len(month) :])):
            return number
    return 0


def _without_preposition(text: str) -> str:
    text = text.strip()
    found = _PREPOSITION.match(text)
    return text[found.end() :] if found else text


@cache
def _foreign_numbers() -> Mapping[str, int]:
    return {name: int(number) for number, *names in data_files.rows("months_foreign.txt") for name in names}


@cache
def _names(script: str) -> Mapping[int, str]:
    column = 2 if script == "cyrl" else 1
    return {int(row[0]): row[column] for row in data_files.rows("months.txt")}


@cache
def _numbers() -> Mapping[str, int]:
    return {PLAIN.key(name): number for script in ("latn", "cyrl") for number, name in _names(script).items()}
