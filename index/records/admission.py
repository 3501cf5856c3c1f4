"""Admission: whether a release is one for the index by its day and its language, by the rules of a site."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.records import release_id
from index.records.field_names import folded
from index.records.language import language_of
from search.facets.languages import LANGUAGES
from search.release import UZBEK, Release
from search.settings import ROOT

FUTURE: Final = "future"
# Words that most Uzbek texts hold, two of which no text in another language does: then nothing more is looked at.
_FREQUENT_WORDS: Final = tuple(
    f" {word} "
    for word in (
        *("va", "bilan", "uchun", "boʻyicha", "билан", "учун", "бўйича", "haqida", "ҳақида", "ва", "ham", "ҳам"),
        *("bo‘yicha", "bo'yicha", "o‘z", "o'z", "oʻz", "ўз", "bo‘lgan", "bo'lgan", "boʻlgan", "бўлган"),
        *("hamda", "ҳамда", "ushbu", "ушбу", "qilish", "қилиш", "uning", "унинг"),
    )
)
_ENOUGH: Final = 2
_FEW_WORDS: Final = 4  # of title and text; fewer keep no release out
_FEW_LETTERS: Final = 200  # code points of a text in which that many words are


class NotForIndex(Exception):  # it is no error
    """A record is no release for the index; its text is the reason in a word or two."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site says of its records.

    A release dated later than the day after `today` waits for its day unless `include_future`. `mapping` are pairs of
    a field of ours and the name of a site's own column; `corpus` is the folder of the site's tables. What has no part
    in Uzbek is no release unless `keep_foreign`.
    """

    today: dt.date = dt.date(9999, 12, 30)
    include_future: bool = False
    mapping: tuple[tuple[str, str], ...] = ()
    corpus: Path = ROOT / "corpus"
    keep_foreign: bool = False

    def waits(self, day: dt.date | None) -> bool:
        """Say whether a release of a day is not to be seen yet."""
        return day is not None and not self.include_future and day.toordinal() > self.today.toordinal() + 1

    def fields(self) -> Mapping[str, str]:
        """Return the field of each column that the site named, by folded name."""
        return {folded(column): name for name, column in self.mapping}


def admitted(release: Release, rules: Rules) -> Release:
    """Return a release as the index takes it, in its language; raises NotForIndex with the reason where it does not."""
    if rules.waits(release.date):
        raise NotForIndex(FUTURE, again=True)
    language = _language(release)
    if language == UZBEK:
        return release
    refuse_foreign(language, rules)
    return release.with_(language=language, id=release_id.in_language(release.id, language))


def _language(release: Release) -> str:
    found = 0
    for word in _FREQUENT_WORDS:
        if word in release.body:
            found += 1
            if found == _ENOUGH:
                return UZBEK
    if len(f"{release.title} {release.body[:_FEW_LETTERS]}".split()) < _FEW_WORDS:
        return UZBEK  # a brand or a name tells nothing of the language that a release is in
    return language_of(release.title, release.body) or UZBEK


def refuse_foreign(language: str, rules: Rules) -> None:
    """Raise NotForIndex for another language than Uzbek, unless those are kept; what is no language's code never is."""
    if language != UZBEK and not (rules.keep_foreign and language in LANGUAGES):
        raise NotForIndex(f"foreign:{language}")
