"""The lemmas of a word: the stem that explains it at the least cost, known to the lexicon or guessed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search.uzbek import apostrophes, lexicon, normalizer
from search.uzbek.letters import VOWELS
from search.uzbek.normalizer import key
from search.uzbek.stem_alternation import changed, stems
from search.uzbek.suffix_automaton import IMPOSSIBLE, NOUN, VERB, cost
from search.uzbek.verb_voice import active

_LONGEST: Final = 64
_CLITICS: Final = frozenset({"ku", "da", "u", "yu", "mi", "çi", "ya", "a"})
_COUNTED: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_VERB_COST: Final = 0.15
_SHORT_COST: Final = 0.3
_RARE_COST: Final = 0.7
_SITE_GAIN: Final = 0.5
_TOLD_COST: Final = 1.0
_IMPERATIVES: Final = frozenset(("", "ing", "ng", "ingiz", "ngiz", "inglar", "nglar"))
_GAIN: Final = 0.9
_SECOND_PERSON: Final = re.compile("i?(?:ng|m)(?!iz)")  # hardly ever with a name or a new word
_LEAST_GAIN: Final = 0.9
_LONG_ENOUGH: Final = 5
_UNLIKELY: Final = "lçsndy"  # -li, -çi, -si, -ni, -di and names in -iy are endings or stems of their own
_SOFT: Final = ("lig", "ağ", "oğ")
_UNMADE_COST: Final = 1.5
_MADE: Final = ("la", "lan", "laş", "laştir", "lantir", "laştiril", "lanil", "lat", "ira")
_MADE_GAIN: Final = 1.0


def lemmas(word: str) -> tuple[str, ...]:
    """Return the keys of the lemmas of a word: mostly one, two for a true homograph."""
    return _of_key(key(word)) if len(word) <= _LONGEST else (key(word),)


@lru_cache(maxsize=1 << 16)
def _of_key(word: str) -> tuple[str, ...]:
    if found := lexicon.whole().get(word):
        return found
    if "-" in word.strip("-"):
        return _compound(word)
    return _simple(word)


def _compound(word: str) -> tuple[str, ...]:
    """Return the lemmas of a hyphenated word: no number before it, no clitic after it, its last part brought home."""
    head, _, last = word.rpartition("-")
    if last in _CLITICS:
        return _of_key(head)
    if not head or not last or not last.replace("ʼ", "").isalpha():
        return (word,)
    if _COUNTED.fullmatch(head):
        return _of_key(last)
    return tuple(f"{head}-{lemma}" for lemma in _simple(last))


def _simple(word: str) -> tuple[str, ...]:
    if found := lexicon.whole().get(word):
        return found
    if len(word) <= 2 or word in lexicon.closed() or not word.replace("ʼ", "").isalpha():
        return (word,)
    reading = known(word) or guessed(word)
    lemma = reading.lemma if reading else word
    if word.endswith("ş") and word != lemma and active(word) == word and word in lexicon.verbs():
        return lemma, word  # yopiş: a name of action, of yop, or a verb, yopiş
    return (lemma,)


@dataclass(frozen=True, slots=True)
class Reading:
    """A word as a stem with endings: `seen` is the stem as the word has it, `rest` the endings, `kind` of which."""

    lemma: str
    stem: str
    seen: str
    rest: str
    kind: str


def known(word: str) -> Reading | None:
    """Return the cheapest reading of a key with a stem of the lexicon."""
    best, found = IMPOSSIBLE, None
    own = lexicon.site().stems
    lists = (
        (NOUN, lexicon.nominals(), lexicon.rare_nominals()),
        (VERB, lexicon.verbs(), lexicon.rare_verbs()),
    )
    for end in range(len(word), 1, -1):
        seen, rest = word[:end], word[end:]
        for kind, entries, rare in lists:
            if seen not in entries and not changed(seen, kind) and not (kind == VERB and active(seen) != seen):
                continue
            price = -1.0
            for stem, extra in stems(seen, rest, kind):
                if stem not in entries and not (kind == VERB and active(stem) != stem):
                    continue
                if price < 0:
                    price = cost(rest, seen[-1], kind)
                total = price + extra
                if kind == VERB:
                    total += _VERB_COST
                    if not rest and stem.endswith("ş") and _is_name_of_action(stem):
                        continue
                elif rest and len(stem) < 3:
                    total += _SHORT_COST
                if stem in rare and (rest or kind == VERB):
                    total += _RARE_COST
                if kind == VERB and stem not in entries:
                    # a passive is hardly ever told to do something
                    total += _TOLD_COST if rest in _IMPERATIVES else 0.0
                    total += _RARE_COST if active(stem) in rare else 0.0
                if stem in own and kind == NOUN:
                    total -= _SITE_GAIN
                if total < best - 1e-9:
                    best = total
                    found = Reading(active(stem) if kind == VERB else stem, stem, seen, rest, kind)
    return found


def _is_name_of_action(stem: str) -> bool:
    """Say whether a verb stem in -ş is, standing alone, rather the name of another verb's action."""
    for base in (stem[:-1], stem[:-1].removesuffix("i")):
        if base in lexicon.verbs() and base not in lexicon.rare_verbs():
            return True
    return False


def guessed(word: str) -> Reading | None:
    """Return the reading of an unknown word whose endings explain the most letters, None when they explain little."""
    best, found = _LEAST_GAIN, None
    for end in range(len(word) - 1, 2, -1):
        seen, rest = word[:end], word[end:]
        if VOWELS.isdisjoint(seen):
            continue
        for kind in (NOUN, VERB):
            price = cost(rest, seen[-1], kind)
            if price >= IMPOSSIBLE or (kind == NOUN and _SECOND_PERSON.match(rest)):
                continue
            gain = len(rest) - _GAIN * price
            if kind == VERB:
                # new verbs are made of nouns: an unknown stem of another make is hardly one
                gain += _MADE_GAIN if seen.endswith(_MADE) else -_UNMADE_COST
            elif rest == "i" and (seen.endswith(_SOFT) or (end >= _LONG_ENOUGH and seen[-1] not in _UNLIKELY)):
                gain += 1
            if gain > best:
                stem = _restored(seen, rest) if kind == NOUN else seen
                best, found = gain, Reading(active(stem) if kind == VERB else stem, stem, seen, rest, kind)
    return found


def _restored(seen: str, rest: str) -> str:
    if seen.endswith("ğ") and rest[0] in VOWELS:
        return seen[:-1] + "q"
    if seen.endswith("g") and not seen.endswith("ng") and rest[0] in VOWELS:
        return seen[:-1] + "k"
    return seen


def forget() -> None:
    """Read every word anew from now on: the lexicon has changed."""
    for kept in (_of_key, normalizer.kept_key, apostrophes.marked, apostrophes.beginnings):
        kept.cache_clear()
