"""Alphabets of the pages: names in the order of a language, by the letter that they begin with."""

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import icu

from search import uzbek

OTHERS: Final = "#"  # stands for what begins with no letter of the alphabet: a number, another script
_LOCALES: Final = {"uz": "uz_Latn", "ru": "ru", "en": "en"}
_UZBEK_CYRILLIC: Final = "&Е<ё<<<Ё&Я<ў<<<Ў<қ<<<Қ<ғ<<<Ғ<ҳ<<<Ҳ"  # ICU has Ғ after Г and knows no Ў
_CYRILLIC_LETTERS: Final = "[А-ЯЁЎҚҒҲ]"
_NO_LETTER: Final = re.compile(r"^[^\w]+")  # a quotation mark before a name
_local: Final = threading.local()  # a collator of ICU is of one thread


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The order of a language: a sort key, the places of first letters, their names, and names as it reads them."""

    key: Callable[[str], bytes]
    letters: Any  # ImmutableIndex
    read: Callable[[str], str]

    def letter(self, name: str) -> tuple[int, str]:
        """Return the place of a name's first letter and the letter; OTHERS come last."""
        place = self.letters.getBucketIndex(name)
        if place in (0, self.letters.bucketCount - 1):
            return self.letters.bucketCount, OTHERS
        return place, self.letters.getBucket(place)[0]


def by_letter(names: Sequence[str], lang: str) -> list[tuple[str, list[int]]]:
    """Return (letter, places in `names`) in the order of the alphabet of one of LANGUAGES, letters of no name left out.

    In Uzbek a name is read in either script, whatever mark its letters are typed with.
    """
    alphabet = _alphabet(lang)
    read = [_NO_LETTER.sub("", alphabet.read(name)) for name in names]
    found: dict[tuple[int, str], list[int]] = {}
    for place in sorted(range(len(names)), key=lambda place: (alphabet.key(read[place]), place)):
        found.setdefault(alphabet.letter(read[place]), []).append(place)
    return [(letter, places) for (_, letter), places in sorted(found.items())]


def _alphabet(lang: str) -> _Alphabet:
    made: dict[str, _Alphabet] | None = getattr(_local, "made", None)
    if made is None:
        made = _local.made = {}
    if lang not in made:
        made[lang] = _cyrillic() if lang == "uz-Cyrl" else _of_locale(lang)
    return made[lang]


def _of_locale(lang: str) -> _Alphabet:
    locale = icu.Locale(_LOCALES[lang])
    letters = icu.AlphabeticIndex(locale).buildImmutableIndex()
    return _Alphabet(icu.Collator.createInstance(locale).getSortKey, letters, _latin if lang == "uz" else str)


def _cyrillic() -> _Alphabet:
    index = icu.AlphabeticIndex(icu.RuleBasedCollator(_UZBEK_CYRILLIC))
    index.addLabels(icu.UnicodeSet(_CYRILLIC_LETTERS))
    collator = icu.RuleBasedCollator(_UZBEK_CYRILLIC)
    return _Alphabet(collator.getSortKey, index.buildImmutableIndex(), uzbek.to_cyrillic)


def _latin(name: str) -> str:
    return uzbek.standard_marks(uzbek.to_latin(name))
