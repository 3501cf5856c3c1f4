"""Words of the index that a typed word may stand for: without its marks, or on a keyboard that lacks its letters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from search.engines.whoosh.codec.term_dictionary import TermDictionary
from search.engines.whoosh.execution.index_reader import IndexReader
from search.uzbek import script_of, skeleton

_TUTUQ: Final = "ʼ"
_UNITS: Final = re.compile("ye|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of typing words: which letters stand for which others, and whether a tutuq may be left out."""

    name: str
    others: Mapping[str, str]
    tutuq: bool


UNMARKED: Final = Way("marks", {"o": "ö", "g": "ğ"}, tutuq=True)
_LACKING: Final = {"u": "ö", "k": "q", "g": "ğ", "x": "h"}  # у к г х for ў қ ғ ҳ
RUSSIAN: Final = Way("keyboard", {**_LACKING, "e": "yo", "ye": "yo"}, tutuq=False)  # and е for ё, as Russians may


def way_of(typed: str, written: str) -> Way | None:
    """Return the way in which a word with the key `written` may have been typed, None when it says all it means."""
    if script_of(typed) == "cyrl":
        letters = set(written)
        return RUSSIAN if RUSSIAN.others.keys() & letters and letters.isdisjoint(_LACKING.values()) else None
    return UNMARKED if written and written == skeleton(written) else None


def reached(searcher: IndexReader, field: str, typed: str, way: Way, *, prefix: bool = False) -> list[str]:
    """Return the words of a field that may be typed so in that way, or begin so, in the order of their letters."""
    found = {
        word for segment in searcher.segments for word in _words(segment.files.fields[field].words, typed, way, prefix)
    }
    return sorted(found)


def _words(words: TermDictionary, typed: str, way: Way, prefix: bool) -> Iterator[str]:
    """Yield words by trying, letter after letter, only beginnings that some word has."""
    marks = ("", _TUTUQ) if way.tutuq else ("",)
    starts = [""]
    for letter in _UNITS.findall(typed):
        grown = []
        for start in starts:
            for written in (letter, way.others.get(letter)):
                for mark in marks:
                    if written and _begins(words, start + mark + written):
                        grown.append(start + mark + written)
        starts = grown
    for start in starts:
        if prefix:
            yield from (word.decode() for word in words.slice(*words.beginning(start.encode())))
        else:
            yield from (start + mark for mark in marks if words.find((start + mark).encode()) >= 0)


def _begins(words: TermDictionary, start: str) -> bool:
    low, high = words.beginning(start.encode())
    return low < high
