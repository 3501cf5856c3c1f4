"""Mojibake: text that was read in a wrong encoding, turned back where it turns back whole and refused where not."""

import re
from typing import Final

REMEDY: Final = "export the file anew in UTF-8"

_SAMPLE: Final = 4000  # code points that are looked at
_BEGINNING: Final = 800  # code points in which one of the signs below is frequent in any mojibake
_LEAST: Final = 8  # signs of it before anything is said: a few may stand in any text
_SHARE: Final = 0.12  # of the sample's letters
# UTF-8 shown in windows-1251: Р or С and the sign of a second byte; in windows-1252: Ð Ñ, or Ê of ʻ and ʼ, or â of ’
_UTF8_AS_1251: Final = re.compile("[РСТ][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u0490\u0491\u2018-\u203a°µ№]|К[»ј]")
_UTF8_AS_1252: Final = re.compile(
    "[ÐÑÒÓ][\u0080-\u00bfŒœŠšŸŽžƒ\u02c6\u02dc\u2013-\u2122]|Ê[»¼]|â€[\u02dc\u2122œ\u009d“”]"
)
# at least one of these is frequent in any such text, and hardly one of them in any other
_FREQUENT: Final = ("Р", "С", "Ð", "Ñ", "Ê", "â", "à", "è", "î", "å", "ò")
_HIGH_LATIN: Final = re.compile("[À-ÖØ-öø-ÿ]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CYRILLIC: Final = re.compile("[А-Яа-яЁёЎўҚқҒғҲҳ]")
_NOT_UZBEK: Final = re.compile("[ІіЇїЄєЂђЃѓЉљЊњЋћЌќЏџЅѕЈј]|(?<=\\w)[^\\w\\s'’ʻʼ‘`´.,:;!?()«»“”\"/–—-](?=\\w)")


def repaired(text: str) -> str | None:
    """Return a text as it was meant, None where it is not mojibake.

    Raises ValueError with the reason and the remedy where it is, and does not turn back whole.
    """
    sample = text[:_SAMPLE]
    beginning = text[:_BEGINNING]
    for sign in _FREQUENT:
        if beginning.count(sign) >= _LEAST:
            break
    else:
        return None
    letters = len(_LETTER.findall(sample))
    for signs, wrong, right, name in (
        (_UTF8_AS_1251, "cp1251", "utf-8", "UTF-8 read as windows-1251"),
        (_UTF8_AS_1252, "cp1252", "utf-8", "UTF-8 read as windows-1252"),
    ):
        if _many(len(signs.findall(sample)), letters):
            try:
                return text.encode(wrong).decode(right)
            except UnicodeError:
                raise ValueError(f"mojibake: {name}, and some of it is lost; {REMEDY}") from None
    if _many(len(_HIGH_LATIN.findall(sample)), letters, share=0.5):
        name = "windows-1251 read as windows-1252"
        try:
            meant = text.encode("cp1252").decode("cp1251")
        except UnicodeError:
            raise ValueError(f"mojibake: {name}, and some of it is lost; {REMEDY}") from None
        if _NOT_UZBEK.search(meant) or len(_CYRILLIC.findall(meant[:_SAMPLE])) < letters / 2:
            raise ValueError(f"mojibake: {name}, with a font of its own for the Uzbek letters; {REMEDY}")
        return meant
    return None


def _many(signs: int, letters: int, share: float = _SHARE) -> bool:
    return signs >= _LEAST and signs > share * letters
