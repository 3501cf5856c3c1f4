"""Which language a text is in, and which part of a message in several languages is Uzbek.

Letters that only some languages have, closed-class words, endings and beginnings speak for languages; the one with most
points is it. Marks are folded away before a word is looked up, so that boʻyicha, bo`yicha, boyicha and böyicha are one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from index.records.language_words import BEGINNINGS, ENDINGS, LETTERS, NEEDED, WORDS
from search.uzbek import to_cyrillic

UZBEK: Final = "uz"
LANGUAGES: Final = tuple(WORDS)

_SEARCHED: Final = 1500  # code points of title and text that are looked at
_FIRST: Final = 300  # code points after which a text may be found to be Uzbek
_OF_WORD, _OF_BEGINNING, _OF_ENDING, _OF_SHORT_ENDING = 2.0, 1.0, 1.0, 0.5
_HEAD_START: Final = 0.5  # points of Uzbek before all others, since nearly all texts are in it
_PER_MISSING: Final = 0.04  # taken off for each code point of a text that has none of a group of letters
_MOST_MISSING: Final = 4.0
_LEAST: Final = 1.0  # below it a text has too little to tell
_CLEAR: Final = 8.0  # by so much Uzbek leads where the rest need not be looked at
_SURE: Final = 3.0  # by so much another language leads Uzbek in a paragraph among others
_FEWEST_WORDS: Final = 2  # one word alone may be a name
_LONG: Final = 5  # letters of a word that is looked at for its beginning and ending
_RULE: Final = "rule"

_APOSTROPHES: Final = "`´ʹʻʼʽʾʿˈˊˋ‘’‛′‵Ꞌꞌ＇｀"
_FOLDS: Final = (
    ("i'", "ı"),  # ı and ü, which Uzbek has not, stay
    ("ş", "sh"),
    ("ç", "ch"),
    *zip("öğáǵńóúîâ", "ogagnouia", strict=True),
    *zip("ўқғҳёӣӯќѓћ", "укгхеиукгх", strict=True),  # the last three are those of old Uzbek fonts
    ("'", ""),
)
_KARAKALPAK: Final = (
    ("sh", "ш"),
    ("ch", "ч"),
    *zip("aábdefgǵhijklmnńoópqrstuúvwxyzıc", "аәбдефгғҳижклмнңоөпқрстуүвўхйзыц", strict=True),
)
_BARE: Final = str.maketrans("ıü", "iu")
_WORD: Final = re.compile("[a-zß-\u024f\u0400-\u052f]+")  # small letters; quicker than a class of every script's
# what a company or a project is called, and initials, may be of another language
_NAMES: Final = re.compile(
    r"«[^«»]{1,40}»|“[^“”]{1,40}”|„[^„“”]{1,40}[“”]|\"[^\"]{1,40}\"|\b[^\W\d_]\.(?=[ \xa0]?[^\W\d_])|\b[^\W\d_]\.$"
)


def language_of(title: str, text: str) -> str:
    """Return the language of a title and a text, one of `LANGUAGES`, or "" where they have too little to tell.

    What is mostly Uzbek, or clearly so in its first 300 code points, is "uz" in any alphabet and spelling; more than
    the first 1,500 are not looked at. Any strings have an answer; a text in none of `LANGUAGES` gets the one that it is
    most like, or "".
    """
    beginning = f"{title}\n{text[:_SEARCHED]}"[:_SEARCHED]
    if len(beginning) <= _FIRST:
        return _best(_points(_NAMES.sub(" ", beginning))) or _best(_points(beginning))
    points = _points(beginning[:_FIRST])
    if points and points.pop(UZBEK) - max(points.values(), default=0.0) >= _CLEAR:
        return UZBEK
    return _best(_points(beginning))


def uzbek_part(paragraphs: Sequence[str]) -> list[str]:
    """Return those paragraphs of a message in several languages that are Uzbek, in their order; all, where all are.

    A rule (➖➖➖, ---, any paragraph without a letter or a digit) begins a part. A paragraph that tells nothing goes
    with the one before it in its part, the first ones with the one after them, a part that tells nothing with the part
    before it. The one paragraph of a message that is foreign, with Uzbek before and after it and no rule between, is a
    quotation and stays. A rule beside what is left out is left out. Where nothing tells anything, all are returned.
    """
    own = _told(paragraphs)
    told = own
    for across in (False, True):
        told = _filled(_filled(told, across)[::-1], across)[::-1]
    foreign = [i for i, language in enumerate(told) if language not in (UZBEK, _RULE, "")]
    if not foreign or (_within_uzbek(foreign, told) and sum(bool(own[i]) for i in foreign) == 1):
        return list(paragraphs)
    out = set(foreign)
    for order, step in ((range(len(told)), 1), (range(len(told) - 1, -1, -1), -1)):
        out.update(i for i in order if told[i] == _RULE and i - step in out)
    return [paragraph for i, paragraph in enumerate(paragraphs) if i not in out]


def _within_uzbek(foreign: Sequence[int], told: Sequence[str]) -> bool:
    """Say whether the foreign paragraphs are one run with Uzbek right before and right after it."""
    first, last = foreign[0], foreign[-1]
    one_run = last - first + 1 == len(foreign)
    return one_run and first > 0 and last < len(told) - 1 and told[first - 1] == told[last + 1] == UZBEK


def _told(paragraphs: Sequence[str]) -> list[str]:
    """Return what each paragraph is taken for by itself: a language, `_RULE`, or "" where it tells nothing."""
    told: list[str] = []
    after = ""
    for paragraph in reversed(paragraphs):
        after = _told_of(paragraph, after)
        told.append(after)
    return told[::-1]


def _told_of(paragraph: str, after: str) -> str:
    """Return what a paragraph is taken for by its own words; what only leans to a language is in it if the next is."""
    if not any(map(str.isalnum, paragraph)):
        return _RULE
    points = _points(paragraph[:_SEARCHED])
    language = _best(points)
    if language in ("", UZBEK, after) or points[language] - points[UZBEK] >= _SURE:
        return language
    return ""


def _filled(told: Iterable[str], across: bool) -> list[str]:
    """Return for each paragraph that tells nothing what the one before it is taken for, across rules or not."""
    filled: list[str] = []
    before = ""
    for language in told:
        if language != _RULE:
            before = language or before
        elif not across:
            before = ""
        filled.append(_RULE if language == _RULE else before)
    return filled


def _best(points: Mapping[str, float]) -> str:
    language = max(points, key=lambda language: points[language] + _HEAD_START * (language == UZBEK), default="")
    return language if language and points[language] >= _LEAST else ""


def _points(text: str) -> dict[str, float]:
    """Return the points of Uzbek and of each language that anything speaks for; none for less than two words."""
    text = _small(text)
    words = set(_WORD.findall(_folded(text)))
    if len(words) < _FEWEST_WORDS:
        return {}
    weights: dict[str, float] = {}  # by the languages that something speaks for, as the tables have them
    others = [word for word in words if len(word) >= _LONG and word not in _BY_WORD]
    for weight, found in (
        (_OF_WORD, [_BY_WORD[word] for word in words & _BY_WORD.keys()]),
        (_OF_BEGINNING, [_BY_BEGINNING.get(word[:_LONG], "") for word in others]),
        (_OF_ENDING, [_BY_ENDING.get(word[-4:]) or _BY_ENDING.get(word[-3:], "") for word in others]),
        (_OF_SHORT_ENDING, [_BY_ENDING.get(word[-2:], "") for word in others]),
    ):
        for languages, count in Counter(found).items():
            weights[languages] = weights.get(languages, 0.0) + weight * count
    for letter, (weight, languages) in LETTERS.items():
        if letter in text:
            weights[languages] = weights.get(languages, 0.0) + weight * text.count(letter)
    points = {UZBEK: 0.0}
    for languages, weight in weights.items():
        for language in languages.split():
            points[language] = points.get(language, 0.0) + weight
    missing = min(len(text) * _PER_MISSING, _MOST_MISSING)
    for language in NEEDED.keys() & points.keys():
        points[language] -= missing * sum(not any(map(text.__contains__, group)) for group in NEEDED[language])
    return points


def _small(text: str) -> str:
    """Return a text in small letters, each composed, with one and the same sign for any apostrophe."""
    text = unicodedata.normalize("NFC", text).lower().replace("i\u0307", "i").replace("\u00ad", "")
    for apostrophe in _APOSTROPHES:
        if apostrophe in text:
            text = text.replace(apostrophe, "'")
    return text


def _folded(text: str) -> str:
    for letter, plain in _FOLDS:
        if letter in text:
            text = text.replace(letter, plain)
    return text


def _karakalpak_cyrillic(text: str) -> str:
    for latin, cyrillic in _KARAKALPAK:
        text = text.replace(latin, cyrillic)
    return text


def _table(entries: Mapping[str, str], longest: int) -> dict[str, str]:
    """Return the languages of each entry, in both alphabets and without marks; of an entry its first letters."""
    languages: dict[str, list[str]] = {}
    for language, listed in entries.items():
        alphabets = [listed]
        if language == UZBEK:
            alphabets.append(to_cyrillic(listed))
        elif language == "kaa":
            alphabets.append(_karakalpak_cyrillic(listed))
        alphabets.append(listed.translate(_BARE))
        for entry in {_folded(_small(word))[:longest] for text in alphabets for word in text.split()}:
            languages.setdefault(entry, []).append(language)
    return {entry: " ".join(own) for entry, own in languages.items()}


_BY_WORD: Final = _table(WORDS, longest=20)
_BY_ENDING: Final = _table(ENDINGS, longest=20)
_BY_BEGINNING: Final = _table(BEGINNINGS, longest=_LONG)
