"""Letters that look alike in Latin and Cyrillic, typed from the wrong keyboard in the middle of a word."""

import re
from typing import Final

_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_LATIN: Final = re.compile("[A-Za-z]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_TO_LATIN: Final = str.maketrans("аеорсухіјѕАВЕКМНОРСТУХІЈЅ", "aeopcyxijsABEKMHOPCTYXIJS")
_TO_CYRILLIC: Final = str.maketrans("aeopcyxABEKMHOPCTYX", "аеорсухАВЕКМНОРСТУХ")


def one_script(text: str) -> str:
    """Return the text with every word that mixes the scripts by look-alike letters only brought to one of them."""
    if _CYRILLIC.search(text) and _LATIN.search(text):
        return _WORD.sub(_repaired, text)
    return text


def _repaired(match: re.Match[str]) -> str:
    word = match[0]
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    latin = word.translate(_TO_LATIN)
    cyrillic = word.translate(_TO_CYRILLIC)
    all_latin = not _CYRILLIC.search(latin)
    if all_latin and not _LATIN.search(cyrillic):
        return latin if len(_LATIN.findall(word)) >= len(_CYRILLIC.findall(word)) else cyrillic
    return latin if all_latin else cyrillic
