"""The tutuq (ʼ) settled by the lexicon: put back where a word left it out, dropped where no word has it."""

import re
from functools import cache
from typing import Final

from search.uzbek import data_files
from search.uzbek.letters import TUTUQ, VOWELS, one_letter
from search.uzbek.lexicon import SHORTEST_RESTORED, Lexicon

_LONGEST: Final = 64  # code points: what is longer is no word, and trying every beginning of it takes its square
_UNMARKED: Final = {"ö": "o", "ğ": "g"}
_SHORTEST_FOREIGN: Final = 3  # letters before the o of a foreign name: NATO, Tokio; yoʻ, boʻ are typed so by mistake
_WORD: Final = re.compile(f"[^\\W\\d_]{{{SHORTEST_RESTORED},}}")


def settled(word: str, lexicon: Lexicon) -> str:
    """Return the word with its tutuq as the lexicon has it: talim is taʼlim, subʼyekt is subyekt, davo is itself."""
    if len(word) > _LONGEST:
        return word
    if "ö" in word or "ğ" in word:
        word = _unmarked_before_ending(word, lexicon)
    if TUTUQ in word:
        return _dropped(word, lexicon)
    return _restored(word, lexicon) if word.isalpha() else _WORD.sub(lambda part: _restored(part[0], lexicon), word)


def _unmarked_before_ending(word: str, lexicon: Lexicon) -> str:
    """Return a word whose o or g was marked only to set its ending off: NATO'ning, Tokio’da, Peterburg'da, 5Gʼning.

    An o is taken for one unless a word ends in oʻ so, since hardly any does; a g where the word is known without the
    mark and not with it, and no q was softened to gʻ by a vowel.
    """
    at = max(word.rfind("ö"), word.rfind("ğ"))
    ending = word[at + 1 :]
    if ending not in data_files.entries("glued.txt") or (word[at] == "ğ" and ending[0] in VOWELS):
        return word
    marked, bare = word[: at + 1], word[:at] + _UNMARKED[word[at]]
    if lexicon.knows(marked) or marked in _words_with_final_mark():
        return word
    sure = any(map(str.isdigit, bare)) or lexicon.knows(bare) or (word[at] == "ö" and at >= _SHORTEST_FOREIGN)
    return bare + ending if sure else word


@cache
def _words_with_final_mark() -> frozenset[str]:
    return frozenset(one_letter(entry) for entry in data_files.entries("finalmarks.txt"))


def _restored(word: str, lexicon: Lexicon) -> str:
    if word[:SHORTEST_RESTORED] not in lexicon.beginnings_without_tutuq:
        return word
    without_tutuq = lexicon.without_tutuq
    stem_known = False
    for end in range(len(word), SHORTEST_RESTORED - 1, -1):
        start = word[:end]
        if not stem_known and lexicon.knows(start):
            stem_known = True
            # a known word that covers as much of it leaves nothing to restore
            if _ENDINGS.fullmatch(word, end):
                return word
        if (full := without_tutuq.get(start)) and _ENDINGS.fullmatch(word, end):
            return full + word[end:]
    return word


def _dropped(word: str, lexicon: Lexicon) -> str:
    at = word.index(TUTUQ)
    while at >= 0:
        if not _has_tutuq(word, at, lexicon):
            bare = word[:at] + word[at + 1 :]
            if _is_ended_name(word, at) or any(
                lexicon.knows(bare[:end]) and _ENDINGS.fullmatch(bare, end)
                for end in range(len(bare), max(at, SHORTEST_RESTORED), -1)
            ):
                word = bare
                at -= 1
        at = word.find(TUTUQ, at + 1)
    return word


def _has_tutuq(word: str, at: int, lexicon: Lexicon) -> bool:
    """Say whether some word of the lexicon has a tutuq just there."""
    if word[at - 1 : at + 2] == f"s{TUTUQ}h":
        return True
    return any(word[: at + length] in lexicon.tutuq_beginnings for length in (1, 2, 3))


def _is_ended_name(word: str, at: int) -> bool:
    """Say whether the mark merely sets an ending off from a foreign name or an acronym: Facebook’da."""
    return at > 1 and word[at + 1 :] in data_files.entries("glued.txt")


def _compiled_endings() -> re.Pattern[str]:
    """Return the pattern of what may follow a word; anything else shows another word."""
    forms = {"nominal": "", "verbal": ""}
    for form, presence, *endings in data_files.rows("tutuq_endings.txt"):
        choices = "|".join(re.sub(r"(\w)\+", r"(?<=\1)", ending) for ending in endings)
        forms[form] += f"(?:{choices})" + ("?" if presence == "?" else "")
    return re.compile(f"{forms['nominal']}|{forms['verbal']}.*")


_ENDINGS: Final = _compiled_endings()
