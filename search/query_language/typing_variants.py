"""Typing variants: terms that a typed word may stand for, without its marks or on a keyboard that lacks its letters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from search.engine import Vocabulary
from search.uzbek import script_of, skeleton

_TUTUQ: Final = "ʼ"
_UNITS: Final = re.compile("ye|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TypingVariant:
    """A way of typing: which letters stand for which others, and whether a tutuq may be left out."""

    name: str
    others: Mapping[str, str]
    tutuq: bool


UNMARKED: Final = TypingVariant("marks", {"o": "ö", "g": "ğ"}, tutuq=True)
_LACKING: Final = {"u": "ö", "k": "q", "g": "ğ", "x": "h"}  # у к г х for ў қ ғ ҳ
# and е for ё, as Russians may
RUSSIAN_KEYBOARD: Final = TypingVariant("keyboard", {**_LACKING, "e": "yo", "ye": "yo"}, tutuq=False)


def variant_of(typed: str, written: str) -> TypingVariant | None:
    """Return how a word with the key `written` may have been typed, None when it says all that it means."""
    if script_of(typed) == "cyrl":
        letters = set(written)
        lacks = RUSSIAN_KEYBOARD.others.keys() & letters and letters.isdisjoint(_LACKING.values())
        return RUSSIAN_KEYBOARD if lacks else None
    return UNMARKED if written and written == skeleton(written) else None


def variant_terms(
    vocabulary: Vocabulary, field: str, typed: str, variant: TypingVariant, *, prefix: bool = False
) -> list[str]:
    """Return the terms of a field that may be typed so, or with `prefix` begin so, in the order of their letters."""
    return sorted(set(_terms(vocabulary, field, typed, variant, prefix)))


def _terms(vocabulary: Vocabulary, field: str, typed: str, variant: TypingVariant, prefix: bool) -> Iterator[str]:
    """Yield terms by trying, letter after letter, only beginnings that some term has."""
    marks = ("", _TUTUQ) if variant.tutuq else ("",)
    starts = [""]
    for letter in _UNITS.findall(typed):
        letters = [written for written in (letter, variant.others.get(letter)) if written]
        grown = (start + mark + written for start in starts for written in letters for mark in marks)
        starts = [start for start in grown if vocabulary.begins(field, start)]
    for start in starts:
        if prefix:
            yield from vocabulary.starting(field, start)
        else:
            yield from (start + mark for mark in marks if vocabulary.frequency(field, start + mark))
