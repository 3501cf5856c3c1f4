"""Closed-class words of Russian and English, which a query of such words does not require."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from search.foreign.stems import ENGLISH, RUSSIAN

_DATA: Final = Path(__file__).resolve().parent / "data"


@cache
def closed_words(language: str) -> frozenset[str]:
    """Return the closed-class words of a language ("ru" or "en") in small letters."""
    if language not in (RUSSIAN, ENGLISH):
        raise ValueError(f"there are closed-class words of {RUSSIAN} and {ENGLISH}, not of {language!r}")
    return frozenset(word for row in _rows(f"closed_{language}.txt") for word in row)


@cache
def telling_words(language: str) -> frozenset[str]:
    """Return the closed-class words of a language that no Uzbek query has, in small letters."""
    return frozenset(word for name, *row in _rows("telling.txt") if name == language for word in row)


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if row := line.split("#", 1)[0].split():
            yield row
