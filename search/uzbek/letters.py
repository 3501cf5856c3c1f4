"""The letters: every mark, case, accent and 2026 letter brought to one small Latin alphabet with ö ğ ş ç and ʼ."""

import re
import unicodedata
from typing import Final

TURNED_COMMA: Final = "ʻ"
TUTUQ: Final = "ʼ"
VOWELS: Final = frozenset("aeiouö")

# every apostrophe met in print, on keyboards or in packages; U+02BB and U+02BC are the standard's own
MARKS: Final = "'`´ʹʻʼʽʾʿˈˊˋˮ‘’‛′‵Ꞌꞌ＇｀"
HYPHENS: Final = "-‐‑‒–−"

_MARK: Final = f"[{re.escape(MARKS)}]"
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_COMPATIBLE: Final = re.compile("[\u2160-\u217f\ufb00-\ufb06]")  # signs that are letters: Ⅳ, ﬁ
_OWN: Final = {
    "ș": "ş",
    "õ": "ö",
    "ŏ": "ö",
    "ǧ": "ğ",
    "ǵ": "ğ",
    "ı": "i",
    **dict.fromkeys(HYPHENS, "-"),
    **dict.fromkeys("öğşç", ""),
}
_OWN.update({letter: letter for letter in "öğşç"})
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_LETTER_O_G: Final = re.compile(f"([og]){_MARK}+|([öğ]){_MARK}+")
_OTHER_MARK: Final = re.compile(f"{_MARK}+")
_STANDARD: Final = re.compile(f"([oOgG]){_MARK}+")
_DIGRAPHS: Final = str.maketrans(
    {"ş": "sh", "ș": "sh", "ç": "ch", "ö": "oʻ", "ğ": "gʻ", "ǧ": "gʻ"}
    | {"Ş": "Sh", "Ș": "Sh", "Ç": "Ch", "Ö": "Oʻ", "Ğ": "Gʻ", "Ǧ": "Gʻ"}
)


class _Table(dict[int, str]):
    """A translation table filled on demand, so that any character of Unicode has its letter."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = _letter(chr(code))
        return letter


def _letter(char: str) -> str:
    while True:
        again = "".join(map(_step, unicodedata.normalize("NFC", char.lower())))
        if again == char:
            return char
        char = again


def _step(char: str) -> str:
    if char in _OWN:
        return _OWN[char]
    if char in MARKS or _CYRILLIC.match(char):
        return char
    if _COMPATIBLE.match(char):
        return unicodedata.normalize("NFKC", char).lower()
    base = unicodedata.normalize("NFD", char)
    return "".join(part for part in base if unicodedata.category(part) not in ("Mn", "Me", "Mc", "Cf", "Cs"))


_TABLE: Final = _Table()


def composed(text: str) -> str:
    """Return the text without invisible characters and with letter and accent in one."""
    return text if text.isascii() else unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def small(text: str) -> str:
    """Return the composed text in small letters, foreign accents dropped, hyphens made one."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def one_letter(text: str) -> str:
    """Return small Latin text in the one-letter alphabet: oʻ gʻ sh ch become ö ğ ş ç, other marks ʼ or nothing."""
    found = _OTHER_MARK.search(text)
    if found:
        # most words have one kind of mark, and only after o and g
        text = text.replace("o" + found[0], "ö").replace("g" + found[0], "ğ")
        found = _OTHER_MARK.search(text)
    if found:
        text = _LETTER_O_G.sub(_joined, text)
        text = _OTHER_MARK.sub(_tutuq, text)
    return digraphs_joined(text)


def digraphs_joined(text: str) -> str:
    """Return small Latin text without marks in the one-letter alphabet: sh ch become ş ç."""
    return text.replace("sh", "ş").replace("ch", "ç")


def _tutuq(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    between = start > 0 and end < len(text) and text[start - 1].isalpha() and text[end].isalpha()
    return TUTUQ if between else ""


def _joined(match: re.Match[str]) -> str:
    return {"o": "ö", "g": "ğ"}.get(match[1], match[2])


def standard_marks(text: str) -> str:
    """Return Latin text with its 2026 letters as digraphs and the standard's own mark after o and g."""
    text = composed(text).translate(_DIGRAPHS)
    return _STANDARD.sub("\\1" + TURNED_COMMA, text)
