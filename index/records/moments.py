"""Moments as exports write them, read as the day in Tashkent; what is none is told for what it is, never guessed."""

import datetime as dt
import re
from typing import Final

from search.uzbek import to_latin

TASHKENT: Final = dt.timezone(dt.timedelta(hours=5))  # all the year since 1992
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_CENTURY_TURNS: Final = 69  # a year of two digits below it is of this century
_SPREADSHEET_ZERO: Final = dt.date(1899, 12, 30)  # day 0 of Excel and LibreOffice
_SERIALS: Final = range(20_000, 62_000)  # days of spreadsheets: 1954 to 2069
_SECONDS: Final = (10**8, 10**10)  # since 1970: 1973 to 2286
_UNITS: Final = (1, 10**3, 10**6, 10**9)  # of a second, by which moments since 1970 are counted
_MONTHS: Final = 12
_LONGEST: Final = 80  # code points of a moment
_NOON: Final = 12

_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
)
_ZONE: Final = r"(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|(?:GMT|UTC)[+-]\d{1,2}|Z|GMT|UTC?|MSK|UZT|[+-]\d{2})(?![\w:])"
_DOTNET: Final = re.compile(r"\\?/Date\((\d{9,14})(?:[+-]\d{4})?\)\\?/")  # as .NET writes milliseconds
_REMARK: Final = re.compile(r"\s*\([^()]*\)$")  # the name of a zone, as JavaScript writes it
_TIME: Final = re.compile(rf"(?<![\d:]){_CLOCK}(?:\s*{_ZONE})?")
_ISO_DAY: Final = re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII)  # as most exports write it: nothing else is tried
_YMD: Final = re.compile(r"(?P<year>\d{4})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})")
_DMY: Final = re.compile(r"(?P<day>\d{1,2})\s?(?P<sign>[-./])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?(?P<year>\d{4}|\d{2})")
_CLDR: Final = re.compile(r"(?P<year>\d{4}),? M(?P<month>\d{2}),? (?P<day>\d{1,2})")  # as browsers write Uzbek days
_PACKED: Final = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<clock>\d{4}|\d{6}))?Z?")
_AROUND: Final = re.compile(
    r"[\s,.;|/T()·•–—-]*(?:(?:y|yil|yili|г|год|года|й|йил|йили|soat|соат|at|в)\.?[\s,;|/()–—-]*)*"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+")
_MONTH_STEMS: Final = (
    ("yan", "jan"),
    ("fev", "feb"),
    ("mar", "mar"),
    ("apr", "apr"),
    ("may", "may"),
    ("iyun", "jun"),
    ("iyul", "jul"),
    ("avg", "aug"),
    ("sen", "sep"),
    ("okt", "oct"),
    ("noy", "nov"),
    ("dek", "dec"),
)
_WEEKDAY_STEMS: Final = (  # Uzbek, Russian and English, in Latin
    ("du", "pn", "pon", "mon"),
    ("se", "vt", "tue"),
    ("chor", "sr", "wed"),
    ("pay", "cht", "chet", "thu"),
    ("ju", "pt", "pyat", "fri"),
    ("sh", "sb", "sub", "sat"),
    ("yak", "vs", "vos", "sun"),
)
_DRUPAL: Final = re.compile(r"[^\W\d_]+, \d\d/\d\d/\d{4} - ")  # the form that Drupal comes with
_DOTTED_CLOCK: Final = re.compile(r"(?P<day>\d{1,2}\.\d{1,2}\.\d{2,4}),? (?P<hour>\d{1,2})\.(?P<minute>\d{2})")
_QUOTES: Final = "\"'“”«»„ "
_QUOTED_DAY: Final = re.compile(r"[«“„\"]\s?(\d{1,2})\s?[»”\"]")
_NO_DAY_AT_ALL: Final = re.compile(r"[\W_]*")
_ZEROS: Final = re.compile(r"[0\s:./TZ+-]*|.*\D-0001\b.*|-0001-.*")
_RELATIVE: Final = re.compile(
    r"kecha|bugun|ertaga|hozir|vchera|segodnya|zavtra|yesterday|today|tomorrow|now|.*\b(?:oldin|avval|nazad|ago)"
)


class NoDay(ValueError):
    """What was given is no day; the text says why, "" where nothing was given."""


def day_of(given: str | float | dt.datetime | dt.date, *, utc: bool = False, serials: bool = False) -> dt.date:
    """Return the day in Tashkent of a moment as it was given; raises NoDay.

    A moment with a zone is converted; one without is the office's own, or of Greenwich with `utc`. Numbers are seconds
    or smaller units since 1970 and, with `serials`, the days of a spreadsheet. A day stands before its month where the
    two could be either.
    """
    if isinstance(given, dt.datetime):
        return _in_tashkent(given, utc=utc)
    if isinstance(given, dt.date):
        return _checked(given)
    if isinstance(given, int | float):
        return _of_number(given, utc=utc, serials=serials)
    if _ISO_DAY.fullmatch(given):
        return _checked(_date(given[:4], given[5:7], given[8:], given))
    text = " ".join(given.strip(_QUOTES).split())
    if "»" in text or "”" in text:
        text = _QUOTED_DAY.sub(r" \1 ", text).strip()  # 2026-yil «5» mart
    if "Date(" in text and (dotnet := _DOTNET.fullmatch(text)):
        return _of_number(float(dotnet[1]), utc=utc, serials=False)
    if _NO_DAY_AT_ALL.fullmatch(text):
        raise NoDay("")
    if len(text) > _LONGEST:
        raise NoDay(f"{text[:_LONGEST]!r} is too long for a date")
    if _ZEROS.fullmatch(text):
        raise NoDay(f"{text!r} is zeros")
    if packed := _PACKED.fullmatch(text):
        return _in_tashkent(_of_packed(packed), utc=utc or text.endswith("Z"))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return _of_number(float(text.replace(",", ".")), utc=utc, serials=serials)
    return _of_text(text, utc=utc)


def _of_number(number: float, *, utc: bool, serials: bool) -> dt.date:
    if number == 0:
        raise NoDay("0 is zeros")
    if serials and int(number) in _SERIALS:
        return _checked(_SPREADSHEET_ZERO + dt.timedelta(int(number)))
    least, most = _SECONDS
    for unit in _UNITS:
        if least <= number / unit < most:
            return _checked(dt.datetime.fromtimestamp(number / unit, TASHKENT).date())
    if packed := _PACKED.fullmatch(f"{number:.0f}"):
        return _checked(_of_packed(packed).date())
    raise NoDay(f"{number:g} is no day")


def _of_packed(packed: re.Match[str]) -> dt.datetime:
    clock = packed["clock"] or "0000"
    day = _date(packed["year"], packed["month"], packed["day"], packed[0])
    return _with_clock(day, int(clock[:2]), int(clock[2:4]), packed[0])


def _of_text(text: str, *, utc: bool) -> dt.date:
    rest = _REMARK.sub("", text)
    if " " in rest and (dotted := _DOTTED_CLOCK.fullmatch(rest)):
        rest = f"{dotted['day']} {dotted['hour']}:{dotted['minute']}"
    clock = _TIME.search(rest)
    if clock:
        rest = f"{rest[: clock.start()]} {rest[clock.end() :]}"
    day = _of_numbers(rest, text) or _of_words(rest, text)
    if not clock:
        return _checked(day)
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % _NOON + (_NOON if clock["half"][0] in "Pp" else 0)
    moment = _with_clock(day, hour, int(clock["minute"]), text)
    if clock["zone"]:
        return _in_tashkent(moment.replace(tzinfo=_zone(clock["zone"])), utc=False)
    return _in_tashkent(moment, utc=utc)


def _of_numbers(text: str, whole: str) -> dt.date | None:
    """Return the day of 2026-03-05, 05.03.2026 and their like; None where there is none."""
    for form in (_YMD, _DMY, _CLDR):
        found = form.search(text)
        if not found or not _is_apart(text, found):
            continue
        year, month, day = found["year"], found["month"], found["day"]
        if form is _DMY and _is_month_first(found, text):
            month, day = day, month
        return _date(year, month, day, whole)
    return None


def _is_month_first(found: re.Match[str], text: str) -> bool:
    """Say whether a day is written as Americans do: 03/25/2026, or the name of the day beside it fits only so."""
    year, month, day = found["year"], int(found["month"]), int(found["day"])
    if month > _MONTHS or day > _MONTHS or len(year) == 2:
        return found["sign"] == "/" and month > _MONTHS >= day
    named = next((number for word in _WORD.findall(to_latin(text).lower()) if (number := _weekday(word)) >= 0), None)
    if named is None or month == day or not (month and day and int(year)):
        return False
    month_first, day_first = dt.date(int(year), day, month).weekday(), dt.date(int(year), month, day).weekday()
    return month_first == named and (day_first != named or _DRUPAL.match(text) is not None)


def _weekday(word: str) -> int:
    return next((number for number, stems in enumerate(_WEEKDAY_STEMS) if word.startswith(stems)), -1)


def _is_apart(text: str, found: re.Match[str]) -> bool:
    """Say whether nothing but the name of a day, signs and the word "year" stand around what was found."""
    before, after = text[: found.start()], text[found.end() :]
    return bool(re.fullmatch(r"(?:[^\d:]{2,40}:\s*)?(?:[^\W\d_]{2,12}[.,]?\s+)?" + _AROUND.pattern, before)) and bool(
        _AROUND.fullmatch(after)
    )


def _of_words(text: str, whole: str) -> dt.date:
    """Return the day of 5-mart 2026-yil, 5 марта 2026 г., March 5, 2026 and their like."""
    latin = to_latin(text).lower()
    if _RELATIVE.fullmatch(latin.strip(" ,.")):
        raise NoDay(f"{whole!r} is counted from a day that nobody knows")
    months = [number for word in _WORD.findall(latin) if (number := _month(word))]
    numbers = _NUMBER.findall(latin)
    if not months:
        raise NoDay(f"{whole!r} is no date")
    if len(numbers) < 2:  # a day and a year
        raise NoDay(f"{whole!r} is no whole date")
    if len(numbers) > 2 or len(set(months)) > 1:
        raise NoDay(f"{whole!r} is more than one date")
    year, day = numbers if len(numbers[0]) == 4 else reversed(numbers)
    return _date(year, str(months[0]), day, whole)


def _month(word: str) -> int:
    for number, stems in enumerate(_MONTH_STEMS, 1):
        if word.startswith(stems):
            return number
    return 0


def _date(year: str, month: str, day: str, whole: str) -> dt.date:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _CENTURY_TURNS else 1900
    if not 1 <= int(month) <= _MONTHS:
        raise NoDay(f"{whole!r} has no such month")
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        raise NoDay(f"{whole!r}: there is no such day") from None


def _with_clock(day: dt.date, hour: int, minute: int, whole: str) -> dt.datetime:
    if hour == 24 and minute == 0:  # midnight at the end of the day, as some write it
        return dt.datetime.combine(day, dt.time(23, 59))
    try:
        return dt.datetime.combine(day, dt.time(hour, minute))
    except ValueError:
        raise NoDay(f"{whole!r}: there is no such hour") from None


def _zone(written: str) -> dt.tzinfo:
    if written == "MSK":
        return dt.timezone(dt.timedelta(hours=3))
    if written == "UZT":
        return TASHKENT
    offset = written.removeprefix("GMT").removeprefix("UTC")
    if offset[:1] not in ("+", "-"):
        return dt.UTC
    digits = offset[1:].replace(":", "")
    digits = (f"0{digits}" if len(digits) == 1 else digits).ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours >= 24 or minutes >= 60:
        raise NoDay(f"{written!r} is no time zone")
    away = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-away if offset[0] == "-" else away)


def _in_tashkent(moment: dt.datetime, *, utc: bool) -> dt.date:
    if moment.tzinfo is None:
        if not utc:
            return _checked(moment.date())
        moment = moment.replace(tzinfo=dt.UTC)
    try:
        return _checked(moment.astimezone(TASHKENT).date())
    except OverflowError:
        raise NoDay(f"{moment.date()} is no day of a press release") from None


def _checked(day: dt.date) -> dt.date:
    if day in (dt.date(1970, 1, 1), dt.date(1899, 12, 30), dt.date(1900, 1, 1)):
        raise NoDay(f"{day} is the zero of a calendar")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise NoDay(f"{day.year} is no year of a press release")
    return day
