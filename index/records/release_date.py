"""The date of a release: given, else in its address, its file's name or a dateline; others are of something else."""

import datetime as dt
import re
from itertools import pairwise
from typing import Final

from index.records.copies import keys_of
from search.uzbek import find_days, key, read_day

GIVEN: Final = "given"
ADDRESS: Final = "address"
FILENAME: Final = "filename"
DATELINE: Final = "dateline"

_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_LONGEST_DATE: Final = 40  # code points after the place that a date may take
_LETTER: Final = r"[^\W\d_]"
_MARKS: Final = "ʻʼ‘’'`´′-"  # within a name: Margʻilon, Nur-Sulton
_WORD: Final = rf"(?:{_LETTER}{{1,4}}\.|{_LETTER}[\w{_MARKS}]{{0,30}})"
_PLACE: Final = re.compile(rf"{_WORD}(?:[ \xa0]{_WORD}){{0,3}}[ \xa0]?[,–—-][ \xa0]*")
_AFTER: Final = re.compile(r"[ \xa0]*(?:[.,:–—(/-]|\n|$)")
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
_ADJECTIVE: Final = re.compile(r"(?:gi|ги|lik|лик)$", re.IGNORECASE)  # "21-dekabrdagi qaror" names a paper by its day
_CONJUNCTION: Final = re.compile(r"(?:ki|ки)[,.–—\s-]*$", re.IGNORECASE)  # "Maʼlumki, 2017-yil 7-fevral – …"
# compared by the keys of the language: which day a text is of is nothing that a site's words decide
_TODAY: Final = key("bugun")
_THIS_DAY: Final = (key("shu"), key("kuni"))

# "bugun" and "shu kuni" in any script, and with letters of the other one: few texts hold them, and most have days
_MAY_SAY_TODAY: Final = re.compile(
    r"[bв6б][uу]g[uу]n|б[уu]г[уu]н|(?:[sѕ][hһ]|ş|ш)[uу]\s+[kк][uу][nн][iи]", re.IGNORECASE
)
_SEARCHED: Final = 4000  # code points: a dateline or a "today" stands near the beginning


def of_release(given: dt.date | None, name: str, title: str, body: str) -> tuple[dt.date | None, str | None]:
    """Return the date of a release and where it was found; (None, None) is undated. `name` is "" in a file of many."""
    if given is not None:
        return given, GIVEN
    if day := in_name(name):
        return day, FILENAME
    if day := in_text(title, body):
        return day, DATELINE
    return None, None


def in_name(name: str) -> dt.date | None:
    """Return the date that a file's name begins with."""
    match = _NAME.match(name)
    return read_day(match[1]) if match else None


def in_text(title: str, body: str) -> dt.date | None:
    """Return the day that the text gives as its own; None when it gives none, or more than one."""
    body = body[:_SEARCHED]
    if day := _dateline_day(body):
        return day
    text = f"{title}\n{body}"
    if not _MAY_SAY_TODAY.search(text):
        return None
    days = {day for sentence in _SENTENCE.split(text) if (day := _day_called_today(sentence))}
    return days.pop() if len(days) == 1 else None


def _dateline_day(body: str) -> dt.date | None:
    """Return the date after a place at the very beginning: "Toshkent, 21-dekabr 2022-yil."."""
    place = _PLACE.match(body)
    if not place or not place[0][0].isupper() or _CONJUNCTION.search(place[0]):
        return None
    for start, end, day in find_days(body[: place.end() + _LONGEST_DATE]):
        if start == place.end() and _AFTER.match(body, end):
            return day
    return None


def _day_called_today(sentence: str) -> dt.date | None:
    days = {day for start, end, day in find_days(sentence) if not _ADJECTIVE.search(sentence[start:end])}
    if len(days) != 1:
        return None
    keys = keys_of(sentence)
    if _TODAY in keys or _THIS_DAY in pairwise(keys):
        return days.pop()
    return None
