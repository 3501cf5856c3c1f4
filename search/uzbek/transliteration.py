"""Cyrillic to Latin and back: rules letter by letter, and the Russian loans that the rules cannot know.

Every conversion answers a list with one string for each character of its source, so that a boundary in the source
(the edge of a highlighted word) has its place in the result and no digraph is ever split.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Final

from search.uzbek import data_files
from search.uzbek.homoglyphs import one_script
from search.uzbek.letters import MARKS, TURNED_COMMA, TUTUQ

_PLAIN: Final = dict(zip("абвгдежзийклмнопрстуфхқҳэцы", "abvgdejziyklmnoprstufxqhesi", strict=True)) | {
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ғ": "g" + TURNED_COMMA,
    "ў": "o" + TURNED_COMMA,
    "ё": "yo",
    "ю": "yu",
    "я": "ya",
    "ъ": TUTUQ,
    "ь": "",
    # letters of the neighbours' Cyrillic, met in their names
    **dict(zip("әөүұіңґҙҗјҷӣ", "aouuingzjjji", strict=True)),
    "ӯ": "o" + TURNED_COMMA,
    "ї": "yi",
    "є": "ye",
}
_VOWELS: Final = frozenset("аеёиоуўэюяы")
_AFTER_SOFT: Final = {"е": "ye", "ё": "yo", "о": "yo", "ю": "yu", "я": "ya"}
_BACK: Final = {
    **{latin: letter for letter, latin in _PLAIN.items() if letter not in "щцыьъэәөүұіңґҙҗјҷӣӯїє"},
    "w": "в",
    "c": "с",
    "ye": "е",
    "yo" + TURNED_COMMA: "йў",
    TUTUQ: "ъ",
}
_LATIN_VOWELS: Final = frozenset("aeiou" + TURNED_COMMA)
_MODERN: Final = str.maketrans({"ş": "sh", "ș": "sh", "ç": "ch", "ö": "oʻ", "ğ": "gʻ", "ǧ": "gʻ"})

_CYRILLIC_WORD: Final = re.compile("[\u0400-\u052f][\u0400-\u052f\u0300-\u036f\u00ad]*")
_UZBEK_WORD: Final = re.compile("[абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ]+")
_EDGE: Final = "\u00ad"  # a soft hyphen, which is no neighbour of any letter
_LATIN_WORD: Final = re.compile(f"[^\\W\\d_]+(?:[{re.escape(MARKS)}\u00ad\u0300-\u036f]+[^\\W\\d_]*)*")
_UNIT: Final = re.compile("yoʻ|ye|yo|yu|ya|oʻ|gʻ|sh|ch|ts|.", re.DOTALL)
_FOREIGN: Final = re.compile(
    # each run is looked at from its beginning only: a megabyte of one letter takes no longer than any other
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+"
    r"|(?<![\w.-])[a-z0-9-]++(?:\.[a-z0-9-]++)*\.(?:uz|com|org|net|ru|info)\b\S*"
    r"|\b(?=[IVXLC]{2,}\b|[IVX]\b(?!\.))X{0,4}(?:IX|IV|V?I{0,3}|L|C)\b|\b(?:[A-Z]+\d|\d+[A-Z])\w*",
)
_DATE_HYPHEN: Final = re.compile(
    r"(?<=\d)-(?=(?:yil(?:lar)?|yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr)"
    r"(?:i|da|dan|dagi|ga|gacha|idan|ida|idagi|iga|igacha|ning|ni|ining|ini|lik|gi)?\b)",
    re.IGNORECASE,
)
_CASE_ENDING: Final = re.compile(
    "(?:li|lik|siz|chi|chilik|iy|la|lash|dagi|gi)?(?:lar)?(?:i|si|im|imiz|ing|ingiz|m|miz|ng|ngiz)?"
    "(?:ni|ning|ga|ka|qa|da|dan|dagi|gacha|day|dek|niki|cha)?(?:dir|mi)?"
)
_LONG_ENOUGH: Final = 6
_SHORTEST_LOAN: Final = 3


def script_of(text: str) -> str:
    """Say which script a text is in: latn, cyrl, mixed or none."""
    latin = any(("a" <= char <= "z") or (char.isalpha() and "\u00c0" <= char <= "\u02af") for char in text.lower())
    if _CYRILLIC_WORD.search(text):
        return "mixed" if latin else "cyrl"
    return "latn" if latin else "none"


def to_latin(text: str) -> str:
    """Write a text in the official Latin alphabet; look-alikes of the other script in a word are mended."""
    return "".join(_convert(one_script(text), _CYRILLIC_WORD, latin_letters))


def to_cyrillic(text: str) -> str:
    """Write a text in Cyrillic; addresses, Roman numerals, codes and foreign words stay.

    Between a number and its year or month Cyrillic has a space where Latin has a hyphen: 26 ноябрь, 2026 йил.
    """
    return "".join(_convert(_spaced(text), _LATIN_WORD, _cyrillic_letters, _FOREIGN))


def to_latin_pieces(pieces: Sequence[str]) -> list[str]:
    """Write adjacent pieces of one text in Latin, each boundary kept."""
    return _cut(_convert(one_script("".join(pieces)), _CYRILLIC_WORD, latin_letters), pieces)


def to_cyrillic_pieces(pieces: Sequence[str]) -> list[str]:
    """Write adjacent pieces of one text in Cyrillic, each boundary kept."""
    return _cut(_convert(_spaced("".join(pieces)), _LATIN_WORD, _cyrillic_letters, _FOREIGN), pieces)


def _spaced(text: str) -> str:
    return _DATE_HYPHEN.sub(" ", text)


def _cut(letters: Sequence[str], pieces: Iterable[str]) -> list[str]:
    ends = list(accumulate(map(len, pieces)))
    return ["".join(letters[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def _convert(
    text: str,
    word: re.Pattern[str],
    letters: Callable[[str], list[str]],
    keep: re.Pattern[str] | None = None,
) -> list[str]:
    kept = iter(keep.finditer(text)) if keep else iter(())
    fence = next(kept, None)
    result: list[str] = []
    done = 0
    for match in word.finditer(text):
        while fence and fence.end() <= match.start():
            fence = next(kept, None)
        if fence and fence.start() < match.end():
            continue
        result.extend(text[done : match.start()])
        result.extend(letters(match[0]))
        done = match.end()
    result.extend(text[done:])
    return result


def latin_letters(word: str) -> list[str]:
    """Write a Cyrillic word in Latin, one string for each of its characters."""
    letters = _composed(word)
    small = [letter.lower() for letter in letters]
    result = _by_loan("".join(small), small, _cyrillic_loans()) or [_latin(small, i) for i in range(len(small))]
    return [_cased(latin, letters, i) for i, latin in enumerate(result)]


def latin_word(small: str) -> str:
    """Write a Cyrillic word of small letters in Latin, as `latin_letters` does, but in one string and faster."""
    if not _UZBEK_WORD.fullmatch(small):
        return "".join(latin_letters(small))
    if small[:_SHORTEST_LOAN] in _loan_beginnings() and (loan := _by_loan(small, list(small), _cyrillic_loans())):
        return "".join(loan)
    padded = f"{_EDGE}{small}{_EDGE}"
    return "".join([_BETWEEN[padded[i : i + 3]] for i in range(len(small))])


def _latin(small: Sequence[str], i: int) -> str:
    letter = small[i]
    before = _neighbour(small, i, -1)
    after = _neighbour(small, i, 1)
    if letter in "еёюяо" and before in ("ь", "ъ"):
        return _AFTER_SOFT[letter] if letter != "о" or before == "ь" else "o"
    if letter == "е":
        return "ye" if not before or before in _VOWELS else "e"
    if letter == "ц":
        return "ts" if before in _VOWELS and after else "s"
    if letter == "ъ":
        return "" if before == "ў" or (before not in _VOWELS and after in _AFTER_SOFT) or not before else TUTUQ
    if letter == "ҳ" and before == "с":
        return TUTUQ + "h"
    return _PLAIN.get(letter, letter)


class _Between(dict[str, str]):
    """What an Uzbek letter becomes between two others, by all three; filled on demand, at most with 40³ entries."""

    def __missing__(self, around: str) -> str:
        self[around] = latin = _latin(around, 1)
        return latin


_BETWEEN: Final = _Between()


def _neighbour(letters: Sequence[str], i: int, step: int) -> str:
    i += step
    while 0 <= i < len(letters) and letters[i] in ("", _EDGE):
        i += step
    return letters[i] if 0 <= i < len(letters) else ""


def _composed(word: str) -> list[str]:
    """Return the letters of a word, those that a following accent belongs to composed with it and "" in its place."""
    letters = list(word)
    if not word.isascii():
        for i in range(1, len(letters)):
            if unicodedata.combining(letters[i]):
                whole = unicodedata.normalize("NFC", letters[i - 1] + letters[i])
                if len(whole) == 1:
                    letters[i - 1 : i + 1] = [whole, ""]
    return letters


def _cased(result: str, letters: Sequence[str], i: int) -> str:
    if not letters[i].isupper():
        return result
    if len(result) < 2:
        return result.upper()
    around = _neighbour(letters, i, 1) or _neighbour(letters, i, -1)
    return result.upper() if around.isupper() else result[0].upper() + result[1:]


def _cyrillic_letters(word: str) -> list[str]:
    letters = _composed(word)
    small = _marked([letter.lower() for letter in letters])
    if _is_foreign("".join(small)):
        return list(word)
    # the 2026 letters and the digraphs meet in one spelling, each unit knowing which source characters it covers
    spelled = [(char, i) for i, letter in enumerate(small) for char in letter.translate(_MODERN)]
    latin = "".join(char for char, _ in spelled)
    loan = _by_loan(latin, list(latin), _latin_loans())
    capitals = not any(map(str.islower, word))
    result = [""] * len(letters)
    for start, cyrillic in _units(latin, loan):
        source = spelled[start][1]
        upper = letters[source].isupper() or (capitals and latin[start] == TUTUQ)
        result[source] += (
            cyrillic.upper() if upper and capitals else cyrillic[:1].upper() + cyrillic[1:] if upper else cyrillic
        )
    return [new if new or old else old for new, old in zip(result, letters, strict=True)]


def _units(latin: str, loan: Sequence[str] | None) -> Iterable[tuple[int, str]]:
    if loan:
        yield from ((i, cyrillic) for i, cyrillic in enumerate(loan) if cyrillic)
        return
    for match in _UNIT.finditer(latin):
        unit, start = match[0], match.start()
        before = latin[start - 1] if start else ""
        after = latin[match.end() : match.end() + 2]
        if unit == "ts":
            yield start, "ц" if after in ("iy", "io") else "тс"
        elif unit == "e":
            opens = not before or (
                before in _LATIN_VOWELS and not latin.endswith("yo", 0, start)
            )  # Mirziyoev: Мирзиёев
            yield start, "э" if opens else "е"
        elif unit == "ye" and before and before not in _LATIN_VOWELS:
            yield start, "ье"
        elif unit == TUTUQ and before == "s" and latin[start + 1 : start + 2] == "h":
            continue
        else:
            yield start, _BACK.get(unit, unit)


def _marked(small: list[str]) -> list[str]:
    """Return the letters with every apostrophe written as the standard has it."""
    for i, letter in enumerate(small):
        if letter in MARKS and letter:
            before = _neighbour(small, i, -1)
            small[i] = TURNED_COMMA if before in ("o", "g") else TUTUQ
    return small


def _is_foreign(small: str) -> bool:
    return "w" in small or "c" in small.replace("ch", "") or small.startswith(_brands())


@cache
def _brands() -> tuple[str, ...]:
    return tuple(data_files.entries("brands.txt"))


@cache
def _loans() -> tuple[tuple[str, str], ...]:
    return tuple((latin, cyrillic) for latin, cyrillic, *_ in data_files.rows("loanwords.txt"))


@cache
def _longest_loan() -> int:
    return max(max(len(latin), len(cyrillic)) for latin, cyrillic in _loans())


@cache
def _cyrillic_loans() -> Mapping[str, Sequence[str]]:
    loans = {}
    for latin, cyrillic in _loans():
        by_rule = [_latin(cyrillic, i) for i in range(len(cyrillic))]
        if "".join(by_rule) != latin:
            loans[cyrillic] = _aligned(cyrillic, latin)
            # a soft sign at the end is not written before an Uzbek ending: сентябрь, сентябрдаги
            if cyrillic.endswith("ь"):
                loans[cyrillic[:-1]] = loans[cyrillic][:-1]
    return loans


@cache
def _loan_beginnings() -> frozenset[str]:
    return frozenset(cyrillic[:_SHORTEST_LOAN] for cyrillic in _cyrillic_loans())


@cache
def _latin_loans() -> Mapping[str, Sequence[str]]:
    loans = {}
    for latin, cyrillic in _loans():
        by_rule = "".join(new for _, new in _units(latin, None))
        if by_rule != cyrillic:
            letters = [""] * len(latin)
            at = 0
            for letter, part in zip(cyrillic, _aligned(cyrillic, latin), strict=True):
                letters[min(at, len(latin) - 1) if part else max(at - 1, 0)] += letter
                at += len(part)
            loans[latin] = letters
    return loans


def _aligned(cyrillic: str, latin: str) -> list[str]:
    """Share the Latin spelling of a loan out to its Cyrillic letters."""
    parts: list[str] = []
    at = 0
    for i, letter in enumerate(cyrillic):
        choices = (_latin(cyrillic, i), _PLAIN.get(letter, ""), "ts", "yi", _AFTER_SOFT.get(letter, "")[1:])
        part = next((choice for choice in choices if choice and latin.startswith(choice, at)), "")
        parts.append(part)
        at += len(part)
    parts[-1] += latin[at:]
    return parts


def _by_loan(word: str, letters: Sequence[str], loans: Mapping[str, Sequence[str]]) -> list[str] | None:
    """Write a word that begins with a listed loan: the loan as listed, its endings by rule."""
    if "" in letters or len(word) != len(letters):
        return None
    for end in range(min(len(word), _longest_loan()), _SHORTEST_LOAN - 1, -1):
        loan = loans.get(word[:end])
        if loan is None:
            continue
        tail = word[end:]
        if loans is _cyrillic_loans():
            latin_tail = [_latin(letters, i) for i in range(end, len(word))]
            if end >= _LONG_ENOUGH or _CASE_ENDING.fullmatch("".join(latin_tail)):
                return [*loan, *latin_tail]
        elif end >= _LONG_ENOUGH or _CASE_ENDING.fullmatch(tail):
            rest = [""] * len(tail)
            for start, cyrillic in _units("x" + tail, None):
                if start:
                    rest[start - 1] = cyrillic
            return [*loan[:-1], loan[-1].removesuffix("ь") if tail else loan[-1], *rest]
    return None
