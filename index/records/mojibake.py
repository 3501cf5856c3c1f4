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
# what no text holds that was read right: ʻ, ʼ and quotation marks of UTF-8 in windows-1252, twice so, and in 1251
_SURE: Final = re.compile("Ê[»¼]|â€|ÃŠÂ|Ã¢â‚¬|К»|Кј|вЂ")
_RARE: Final = ("Ê", "â", "Ã", "Ђ", "ј", "К»")  # one of them is in each of these, and in hardly any other text
_TURNED_CASE: Final = re.compile(r"(?<!\w)[а-яё][А-ЯЁ]{2,}(?!\w)")  # of KOI8-R in windows-1251
_USUAL_CASE: Final = re.compile(r"(?<!\w)[А-ЯЁ]?[а-яё]{3,}(?!\w)")
_KOI8_A: Final = "Б"  # what the most frequent letter, а, becomes
_FEWEST_TURNED: Final = 2
_HIGH_LATIN: Final = re.compile("[À-ÖØ-öø-ÿ]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CYRILLIC: Final = re.compile("[А-Яа-яЁёЎўҚқҒғҲҳ]")
_NOT_UZBEK: Final = re.compile("[ІіЇїЄєЂђЃѓЉљЊњЋћЌќЏџЅѕЈј]|(?<=\\w)[^\\w\\s'’ʻʼ‘`´.,:;!?()«»“”\"/–—-](?=\\w)")


def repaired(text: str) -> str | None:
    """Return a text as it was meant, None where it is not mojibake.

    Raises ValueError with the reason and the remedy where it is, and does not turn back whole.
    """
    if text.isascii():
        return None
    for sign in _RARE:
        if text.find(sign, 0, _SAMPLE) >= 0:
            if _SURE.search(text, 0, _SAMPLE) and (meant := _turned_back(text)) is not None:
                return repaired(meant) or meant  # some were read wrong twice
            break
    beginning = text[:_BEGINNING]
    for sign in _FREQUENT:
        if beginning.count(sign) >= _LEAST:
            break
    else:
        return _of_koi8(text)
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    for signs, wrong, right, name in (
        (_UTF8_AS_1251, "cp1251", "utf-8", "UTF-8 read as windows-1251"),
        (_UTF8_AS_1252, "cp1252", "utf-8", "UTF-8 read as windows-1252"),
    ):
        if _many(len(signs.findall(sample)), letters):
            try:
                return _bytes_of(text, wrong).decode(right)
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
    return _of_koi8(text)


def _turned_back(text: str) -> str | None:
    """Return a text that was UTF-8 read as windows-1252 or 1251, None where it does not turn back whole."""
    for wrong in ("cp1252", "cp1251"):
        try:
            return _bytes_of(text, wrong).decode()
        except UnicodeError:
            continue
    return None


def _bytes_of(text: str, encoding: str) -> bytes:
    """Return the bytes that were read in an encoding; those that have no sign in it stand for themselves."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b"".join(sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode(encoding) for sign in text)


def _of_koi8(text: str) -> str | None:
    """Return a text of KOI8-R that was read as windows-1251: its small letters became capitals, and those small."""
    if text.count(_KOI8_A, 0, _SAMPLE) < _LEAST:
        return None
    sample = text[:_SAMPLE]
    if len(_TURNED_CASE.findall(sample)) < _FEWEST_TURNED or _USUAL_CASE.search(sample):
        return None
    try:
        return text.encode("cp1251").decode("koi8-r")
    except UnicodeError:
        raise ValueError(f"mojibake: KOI8-R read as windows-1251, and some of it is lost; {REMEDY}") from None


def _many(signs: int, letters: int, share: float = _SHARE) -> bool:
    return signs >= _LEAST and signs > share * letters
