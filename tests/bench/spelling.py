"""Words of any letters as words of [a-z0-9], so that every engine's plain tokenizer sees the same words.

No code is the beginning of another, so one spelled word begins with another exactly when the words themselves do, and
a prefix means the same for every engine.
"""

import functools
import re
from typing import Final

ESCAPE: Final = "w"  # the rarest letter of lemma keys
_SHORT: Final = {"ö": "wo", "ğ": "wg", "ş": "ws", "ç": "wc", "ʼ": "wt", "-": "wh", "w": "ww"}
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_UNIT: Final = re.compile("wz....|w[^z]|[^w]")
_PLAIN: Final = re.compile("[a-vx-z0-9]")


@functools.lru_cache(maxsize=200_000)
def spell(word: str) -> str:
    """Return a word in [a-z0-9]+, another one for every word."""
    return "".join(map(_code, word))


def unspell(spelled: str) -> str:
    """Return the word that `spell` wrote."""
    return "".join(map(_letter, units(spelled)))


def units(spelled: str) -> list[str]:
    """Return the codes of a spelled word, one for each of its letters."""
    return _UNIT.findall(spelled)


def _code(letter: str) -> str:
    if _PLAIN.fullmatch(letter):
        return letter
    if letter in _SHORT:
        return _SHORT[letter]
    number, digits = ord(letter), ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return f"{ESCAPE}z{digits}"


_LONG_FORM: Final = {code: letter for letter, code in _SHORT.items()}


def _letter(unit: str) -> str:
    if len(unit) == 1:
        return unit
    return _LONG_FORM[unit] if unit in _LONG_FORM else chr(int(unit[2:], 36))
