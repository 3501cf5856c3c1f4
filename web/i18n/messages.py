"""Message catalogues, one a language: ICU messages with their values in place, numbers and dates in words."""

import datetime as dt
import re
import tomllib
from calendar import monthrange
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import icu
from markupsafe import Markup, escape

from search import uzbek
from search.query import SCRIPTS

LANGUAGES: Final = ("uz", "uz-Cyrl", "ru", "en")
TAGS: Final = {"uz": "uz-Latn", "uz-Cyrl": "uz-Cyrl", "ru": "ru", "en": "en"}
_FOLDER: Final = Path(__file__).parent / "catalogs"
_LOCALES: Final = {"uz": "uz_Latn", "uz-Cyrl": "uz_Cyrl", "ru": "ru", "en": "en"}
_CODE: Final = re.compile(r"`([^`]*)`")
_PLACE: Final = re.compile(r"(\{(?:[^{}]|\{[^{}]*\})*\}|`[^`]*`)")  # what stays as it is in either script
_CASE: Final = re.compile(r"(?<=\{)[^{}]*(?=\})")  # a case of a plural within its place
_FIRST_DAY: Final = dt.date(1970, 1, 1)
_NOON: Final = 43_200  # seconds; far from midnight in any zone
_LONG_AGO: Final = -1e15  # milliseconds; keeps ICU from leaving the Gregorian calendar in 1582


class Messages:
    """The messages of one language; `tag` is its BCP 47 name for `lang=`."""

    def __init__(self, lang: str, patterns: dict[str, str]) -> None:
        self.lang = lang
        self.tag = TAGS[lang]
        self._locale = icu.Locale(_LOCALES[lang])
        self._numbers = icu.NumberFormat.createInstance(self._locale)
        self._messages = {key: icu.MessageFormat(pattern, self._locale) for key, pattern in patterns.items()}
        self._plain: dict[str, str] = {}  # messages without values, written once

    def text(self, key: str, /, **values: Any) -> str:
        """Return a message with its values in place; a number is written and counted as the language does."""
        if not values:
            said = self._plain.get(key)
            if said is None:
                said = self._plain[key] = str(self._messages[key].format([], []))
            return said
        names, fillings = list(values), [icu.Formattable(_plain(value)) for value in values.values()]
        return str(self._messages[key].format(names, fillings))

    def html(self, key: str, /, **values: Any) -> Markup:
        """Return a message as HTML, its texts escaped and emphasised, its numbers and markup as they are."""
        shown = {
            name: value if isinstance(value, int | Markup) else f"<strong>{escape(value)}</strong>"
            for name, value in values.items()
        }
        return Markup(self.text(key, **shown))  # noqa: S704  # the patterns are ours and hold no markup

    def number(self, number: int) -> str:
        """Write a number with the language's grouping."""
        return str(self._numbers.format(number))

    def day(self, day: dt.date) -> str:
        """Write a day in words: 2026-yil 5-mart."""
        if self.lang in ("uz", "uz-Cyrl"):
            return _uzbek_day(day, _script(self.lang))
        return _date(self.lang, "d MMMM y 'г.'" if self.lang == "ru" else "d MMMM y", day)

    def month(self, day: dt.date) -> str:
        """Write the month of a day in words: 2026-yil mart."""
        if self.lang in ("uz", "uz-Cyrl"):
            return uzbek.write_month(day.year, day.month, _script(self.lang))
        return _date(self.lang, "LLLL y 'г.'" if self.lang == "ru" else "LLLL y", day)

    def short_month(self, day: dt.date) -> str:
        """Write the month of a day as short as it goes, without its year: mar."""
        return _date(self.lang, "LLL", day).lower() if self.lang != "en" else _date(self.lang, "LLL", day)

    def year(self, day: dt.date) -> str:
        """Write the year of a day in words: 2026-yil."""
        return self.text("year", year=f"{day.year}")

    def span(self, start: dt.date | None, end: dt.date | None) -> str:
        """Write a range of days in words, as short as it goes; an end may be open."""
        if start and end:
            if start == end:
                return self.day(start)
            if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
                return self._months(start, end)
            if (start.year, start.month) == (end.year, end.month):
                return re.sub(rf"\b{end.day}\b", f"{start.day}–{end.day}", self.day(end), count=1)
            return f"{self.day(start)} – {self.day(end)}"
        if start:
            return self.text("since", day=self.day(start))
        return self.text("until", day=self.day(end)) if end else ""

    def _months(self, start: dt.date, end: dt.date) -> str:
        """Write a range of whole months: 2026-yil, 2024–2026-yillar, 2026-yil yanvar–noyabr."""
        if (start.month, end.month) == (1, 12):
            return (
                self.year(start)
                if start.year == end.year
                else self.text("years", first=f"{start.year}", last=f"{end.year}")
            )
        if start.year != end.year:
            return f"{self.month(start)} – {self.month(end)}"
        if start.month == end.month:
            return self.month(start)
        if self.lang in ("uz", "uz-Cyrl"):
            return f"{self.month(start)}–{self.month(end).rsplit(' ', 1)[1]}"
        return f"{_date(self.lang, 'LLLL', start)}–{self.month(end)}"


def own_script(lang: str) -> str:
    """Return the script in which readers of one of LANGUAGES are shown releases who have chosen none."""
    return "cyrl" if lang == "uz-Cyrl" else SCRIPTS[0]


def coded(text: str) -> Markup:
    """Return a text as HTML, what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  # escaped before


@cache
def catalog(lang: str) -> Messages:
    """Return the messages of one of LANGUAGES."""
    return Messages(lang, patterns(lang))


def patterns(lang: str) -> dict[str, str]:
    """Return the catalogue of a language, key → ICU pattern; Uzbek Cyrillic is derived from Uzbek Latin."""
    source = "uz" if lang == "uz-Cyrl" else lang
    table = tomllib.loads((_FOLDER / f"{source}.toml").read_text(encoding="utf-8"))
    if lang != "uz-Cyrl":
        return table
    return {key: "".join(map(_cyrillic, _PLACE.split(pattern))) for key, pattern in table.items()}


@lru_cache(maxsize=4_096)
def _date(lang: str, pattern: str, day: dt.date) -> str:
    """Write a day by an ICU pattern; setting ICU up for it takes longer than all else, and days come again."""
    locale = icu.Locale(_LOCALES[lang])
    form = icu.SimpleDateFormat(pattern, locale)
    calendar = icu.GregorianCalendar(icu.TimeZone.getGMT(), locale)
    calendar.setGregorianChange(_LONG_AGO)
    form.setCalendar(calendar)
    return str(form.format(float((day - _FIRST_DAY).days * 86_400 + _NOON)))


@lru_cache(maxsize=8_192)  # days of two archives of a dozen years
def _uzbek_day(day: dt.date, script: str) -> str:
    return uzbek.write_day(day, script)


def _cyrillic(part: str) -> str:
    if part.startswith("`"):
        return part
    if part.startswith("{"):
        return part[0] + _CASE.sub(lambda case: _cyrillic(case[0]), part[1:])
    return uzbek.to_cyrillic(part).replace("-йил", " йил")  # Cyrillic writes 2026 йил where Latin writes 2026-yil


def _script(lang: str) -> str:
    return "cyrl" if lang == "uz-Cyrl" else "latn"


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)
