"""The tutuq (ʼ) settled by the lexicon: put back where a word left it out, dropped where no word has it."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from search.uzbek import data_files, lexicon
from search.uzbek.letters import TUTUQ

_WORD: Final = re.compile("[^\\W\\d_]{3,}")
_SHORTEST: Final = 3
_LONGEST: Final = 64
_MARKED_TAIL: Final = 2
# what may follow a noun or a verb made of it; anything else shows another word
_ENDINGS: Final = re.compile(
    "(?:li|lik|lig|siz|sizlik|çi|çilik|çilig|dor|iy|viy|la|lan|laş|lab|ladi|lagan|laydi|laşgan|liroq)?(?:lar)?"
    "(?:i|si|im|imiz|ing|ingiz|m|miz|ng|ngiz)?(?:ni|ning|ga|(?<=k)ka|(?<=q)qa|da|dan|dagi|gaça|day|dek|niki)?(?:dir|mi|man|siz)?"
    "|la(?:n|ş|t|ştir)?(?:il|in)?(?:ma)?(?:di|gan|b|ş|şi|şga|şni|şda|şning|ydi|nadi|yotgan|ydigan|moqda|sin|nib|ndi|ngan|niş|nişi|nadigan).*"
)


def settled(word: str) -> str:
    """Return the word with its tutuq as the lexicon has it: talim is taʼlim, subʼyekt is subyekt, davo is itself."""
    if len(word) > _LONGEST:
        return word
    if TUTUQ in word:
        return _dropped(word)
    return _WORD.sub(_restored, word)


def _restored(match: re.Match[str]) -> str:
    word = match[0]
    whole = marked()
    known = None
    for end in range(len(word), _SHORTEST - 1, -1):
        start = word[:end]
        if known is None and _is_known(start):
            known = end
            # a known word that covers as much of it leaves nothing to restore
            if _ENDINGS.fullmatch(word, end):
                return word
        if (full := whole.get(start)) and _ENDINGS.fullmatch(word, end):
            return full + word[end:]
    return word


def _dropped(word: str) -> str:
    at = word.index(TUTUQ)
    while at >= 0:
        if not _has_tutuq(word, at):
            bare = word[:at] + word[at + 1 :]
            if _is_ended_name(word, at) or any(
                _is_known(bare[:end]) and _ENDINGS.fullmatch(bare, end)
                for end in range(len(bare), max(at, _SHORTEST), -1)
            ):
                word = bare
                at -= 1
        at = word.find(TUTUQ, at + 1)
    return word


def _has_tutuq(word: str, at: int) -> bool:
    """Say whether some word of the lexicon has a tutuq just there."""
    if word[at - 1 : at + 2] == f"s{TUTUQ}h":
        return True
    return any(word[: at + length] in beginnings() for length in (1, 2, 3))


def _is_ended_name(word: str, at: int) -> bool:
    """Say whether the mark merely sets an ending off from a foreign name or an acronym: Facebook’da."""
    return at > 1 and word[at + 1 :] in data_files.entries("glued.txt")


def _is_known(word: str) -> bool:
    return word in lexicon.nominals() or word in lexicon.verbs() or word in lexicon.closed()


@cache
def marked() -> Mapping[str, str]:
    """Return the words with a tutuq under their spelling without it, but for those that are words themselves."""
    pairs = {word.replace(TUTUQ, ""): word for word in lexicon.common() if TUTUQ in word}
    return {bare: word for bare, word in pairs.items() if len(bare) >= _SHORTEST and not _is_known(bare)}


@cache
def beginnings() -> frozenset[str]:
    """Return how words with a tutuq begin, up to it and a little further."""
    found = set()
    for word in lexicon.nominals() | lexicon.verbs() | lexicon.closed():
        for match in re.finditer(TUTUQ, word):
            found.add(word[: match.end() + _MARKED_TAIL])
    return frozenset(found) | {word for word in data_files.entries("finalmarks.txt") if word.endswith(TUTUQ)}
