"""Closed-class words of Russian and English, which a query of such words does not require."""

from functools import cache
from pathlib import Path

from search.foreign.stems import ENGLISH, RUSSIAN

_DATA = Path(__file__).resolve().parent / "data"


@cache
def closed_words(language: str) -> frozenset[str]:
    """Return the closed-class words of a language ("ru" or "en") in small letters."""
    if language not in (RUSSIAN, ENGLISH):
        raise ValueError(f"there are closed-class words of {RUSSIAN} and {ENGLISH}, not of {language!r}")
    lines = (_DATA / f"closed_{language}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.split("#", 1)[0].split())
