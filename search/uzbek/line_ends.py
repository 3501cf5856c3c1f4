"""Words broken at the end of a line: vazir- and lik are one word again, yoʻl- and xarita stay a compound."""

import re
from typing import Final

from search.uzbek import data_files
from search.uzbek.plain import PLAIN

_BROKEN: Final = re.compile(r"([^\W\d_]{2,})[-‐\u00ad][ \t]*\n[ \t]*([^\W\d_]+)")
_HYPHENS: Final = ("-", "‐", "\u00ad")  # at the end of no line: then no word is broken, which is seen much sooner
_SOFT: Final = re.compile("(\\w*)\u00ad+(\\w*)")
_SHORTEST: Final = 3  # letters of a half that may be a word of its own


def joined_line_ends(text: str) -> str:
    """Return a text without the hyphens that only break a word over two lines.

    Two halves are one word where the whole is a known word in any form, and not both halves are.
    """
    if any(line.rstrip(" \t").endswith(_HYPHENS) for line in text.split("\n")[:-1]):
        return _BROKEN.sub(_joined, text)
    return text


def joined_soft_hyphens(text: str) -> str:
    """Return a text without soft hyphens: a hyphen stands where both halves are words and the whole is none."""
    return _SOFT.sub(_told_apart, text) if "\u00ad" in text else text


def _told_apart(match: re.Match[str]) -> str:
    first, second = match.groups()
    if not first or not second:
        return first + second
    if first[-1].isdigit():
        return f"{first}-{second}"
    apart = _is_word(first) and _is_word(second) and not _is_word(first + second)
    return f"{first}-{second}" if apart else first + second


def _joined(match: re.Match[str]) -> str:
    first, second = match.groups()
    whole = first + second
    return whole if _is_word(whole) and not (_is_word(first) and _is_word(second)) else match[0]


def _is_word(text: str) -> bool:
    key = PLAIN.key(text)
    if len(key) < _SHORTEST or key in data_files.entries("glued.txt"):
        return False
    return PLAIN.lexicon.knows(key) or PLAIN.known(key) is not None
