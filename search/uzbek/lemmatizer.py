"""The lemmatizer: the lemma of a word is the stem that explains it at the least cost, known to the lexicon or guessed.

A word is tried as every stem it may begin with, followed by endings. data/suffixes.txt has what endings cost: an
ordinary one 1, a rare one about 2; costs here are in that unit. They are round figures set by hand, and the words and
paradigms of `tests/search/uzbek/test_lemmatizer.py` hold them.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from search.uzbek.ending_boundaries import boundaries
from search.uzbek.letters import VOWELS
from search.uzbek.lexicon import Lexicon, closed, rare_nominals, rare_verbs, verbs
from search.uzbek.normalizer import Normalizer
from search.uzbek.stem_alternation import NOUN_MEETINGS, VERB_MEETINGS, dropped, stems
from search.uzbek.suffix_automaton import IMPOSSIBLE, NOUN, VERB, cost
from search.uzbek.verb_voice import active, is_voice

_LONGEST: Final = 64  # code points: a longer word is none, and reading it takes the square of its length
_CACHED: Final = 1 << 14  # keys: those that texts have again and again; a chunk table above asks each form once
_CLITICS: Final = frozenset(
    {"ku", "da", "u", "yu", "mi", "çi", "ya", "a"}
)  # after a hyphen they add no meaning: keldi-ku
_ENDED_FIGURE: Final = re.compile(  # g20da, 5gning, 19ga: a word with a figure takes the endings of cases
    r"([^\W_]*\d[^\W\d_]?)(?:lar)?(?:ning|ni|[gkq]a|gaça|da|dan|dagi|niki|dek|day|çi)"
)
_COUNTED: Final = re.compile(r"\d+(?:[.,:]\d+)*")  # 2022-yil, 75-sessiya: the number is a word of its own
_EQUAL: Final = 1e-9  # costs closer than this are the same sum, added in another order

# Reading a word with a stem of the lexicon: what is added to the cost of its endings.
_VERB_COST: Final = 0.15  # a noun before a verb where both explain as much: most words of news are nouns
_SHORT_COST: Final = 0.3  # a nominal stem of two letters with endings: many a word begins like one
_RARE_COST: Final = 0.7  # a stem that running text hardly ever shows, below one more ordinary ending
_USER_GAIN: Final = 0.5  # taken off for a stem of the user dictionary: the site knows that it has the word
_TOLD_COST: Final = 1.0  # a passive as an order, one ending's worth: nobody is told to be written
_IMPERATIVES: Final = frozenset(("", "ing", "ng", "ingiz", "ngiz", "inglar", "nglar"))

# Guessing the stem of an unknown word: the gain is the letters that endings explain, less what the endings cost.
_LETTERS_A_COST: Final = 0.9  # letters that an ending of cost 1 must explain to be worth it
_LEAST_GAIN: Final = 0.9  # letters: below it, a word is its own stem
_SECOND_PERSON: Final = re.compile("i?(?:ng|m)(?!iz)")  # hardly ever with a name or a new word
_SHORTEST_BEFORE_I: Final = 5  # letters of a stem that may lose a mere -i: shorter ones end in it by themselves
_UNLIKELY_BEFORE_I: Final = "lçsndy"  # -li, -çi, -si, -ni, -di and names in -iy are endings or stems of their own
_I_GAIN: Final = 1  # letter: makes up for -i explaining only one
_SOFTENED: Final = ("lig", "ağ", "oğ")  # k and q softened by the -i after them, whatever the length
_UNMADE_COST: Final = 1.5  # letters off for an unknown verb of no known make, as new verbs are made of nouns
_MADE: Final = ("la", "lan", "laş", "laştir", "lantir", "laştiril", "lanil", "lat", "ira")  # the makes of new verbs
_MADE_GAIN: Final = 1.0  # letter more for a verb of one of them
_SHORTEST_GUESSED: Final = 3  # letters of a guessed stem


class StemAnalysis(NamedTuple):
    """The morphological analysis of a key: a stem with endings.

    `surface` is the stem as the word has it, `endings` what follows it, `kind` (NOUN, VERB) whose endings they are.
    """

    lemma: str
    stem: str
    surface: str
    endings: str
    kind: str


class Lemmatizer:
    """The lemmatizer of one lexicon: a word to the keys of its lemmas. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon: Final = lexicon
        normalizer = Normalizer(lexicon)
        self.key: Final = normalizer.key
        self.uncached_key: Final = normalizer.uncached_key
        self._cached_lemmas = lru_cache(maxsize=_CACHED)(self.uncached_lemmas)

    def lemmas(self, word: str) -> tuple[str, ...]:
        """Return the keys of the lemmas of a word: mostly one, two for a true homograph."""
        return self.key_and_lemmas(word)[1]

    def key_and_lemmas(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Return the key of a word and the keys of its lemmas."""
        key = self.key(word)
        return key, self._cached_lemmas(key) if len(word) <= _LONGEST else (key,)

    def known(self, word: str) -> StemAnalysis | None:
        """Return the cheapest analysis of a key with a stem of the lexicon, None when no stem explains it."""
        least, best = IMPOSSIBLE, None
        nominals, verb_stems, shortened = self.lexicon.nominals, verbs(), dropped()
        for end, kinds in boundaries(word):
            if end < 2:
                break
            surface = word[:end]
            meeting = word[end - 1 : end + 1]
            for kind in kinds:
                # most places have no stem before them: what can be told without a call is asked first
                if kind == NOUN:
                    if surface not in nominals and meeting not in NOUN_MEETINGS and surface not in shortened:
                        continue
                elif surface not in verb_stems and meeting not in VERB_MEETINGS and not is_voice(surface):
                    continue
                rest = word[end:]
                price = cost(rest, surface[-1], kind)
                for stem, extra in stems(surface, rest, kind):
                    total = price + extra + self._stem_cost(stem, rest, kind)
                    if total < least - _EQUAL:
                        least, best = total, (stem, surface, rest, kind)
        return _analysis(*best) if best else None

    def _stem_cost(self, stem: str, rest: str, kind: str) -> float:
        """Return what a stem adds to the cost of its endings `rest`, IMPOSSIBLE where the lexicon has no such stem."""
        if kind == NOUN:
            if stem not in self.lexicon.nominals:
                return IMPOSSIBLE
            added = _SHORT_COST if rest and len(stem) < 3 else 0.0
            if rest and stem in rare_nominals():
                added += _RARE_COST
            return added - _USER_GAIN if stem in self.lexicon.user.stems else added
        listed = stem in verbs()
        if not (listed or is_voice(stem)) or (not rest and stem.endswith("ş") and _is_name_of_action(stem)):
            return IMPOSSIBLE
        added = _VERB_COST
        if stem in rare_verbs():
            added += _RARE_COST
        if not listed:
            added += _TOLD_COST if rest in _IMPERATIVES else 0.0
            added += _RARE_COST if active(stem) in rare_verbs() else 0.0
        return added

    def uncached_lemmas(self, word: str) -> tuple[str, ...]:
        """Return the keys of the lemmas of a key of at most 64 code points, for a caller that asks each key once."""
        if lemmas := self.lexicon.forms.get(word):
            return lemmas
        if "-" in word.strip("-"):
            return self._of_compound(word)
        return self._of_simple(word)

    def _of_compound(self, word: str) -> tuple[str, ...]:
        """Return the lemmas of a hyphenated key: no number before it, no clitic after it, its last part lemmatized."""
        head, _, last = word.rpartition("-")
        if last in _CLITICS:
            return self._cached_lemmas(head)
        if head and (ended := _ENDED_FIGURE.fullmatch(last)):
            return (f"{head}-{ended[1]}",)
        if not head or not last or not last.replace("ʼ", "").isalpha():
            return (word,)
        if _COUNTED.fullmatch(head):
            return self._cached_lemmas(last)
        return tuple(f"{head}-{lemma}" for lemma in self._cached_lemmas(last))

    def _of_simple(self, word: str) -> tuple[str, ...]:
        if lemmas := self.lexicon.forms.get(word):
            return lemmas
        if len(word) <= 2 or word in closed():
            return (word,)
        if not word.replace("ʼ", "").isalpha():
            ended = _ENDED_FIGURE.fullmatch(word)
            return (ended[1] if ended else word,)
        analysis = self.known(word) or guessed(word)
        lemma = analysis.lemma if analysis else word
        if word.endswith("ş") and word != lemma and not is_voice(word) and word in verbs():
            return lemma, word  # yopiş: a name of action, of yop, or a verb, yopiş
        return (lemma,)


def guessed(word: str) -> StemAnalysis | None:
    """Return the analysis of an unknown key whose endings explain most letters, None when they explain little."""
    most, best = _LEAST_GAIN, None
    for end, kinds in boundaries(word):
        if end == len(word):
            continue
        surface, rest = word[:end], word[end:]
        if end < _SHORTEST_GUESSED or VOWELS.isdisjoint(surface):
            break
        for kind in kinds:
            if kind == NOUN and _SECOND_PERSON.match(rest):
                continue
            gain = len(rest) - _LETTERS_A_COST * cost(rest, surface[-1], kind)
            if kind == VERB:
                gain += _MADE_GAIN if surface.endswith(_MADE) else -_UNMADE_COST
            elif rest == "i" and (
                surface.endswith(_SOFTENED) or (end >= _SHORTEST_BEFORE_I and surface[-1] not in _UNLIKELY_BEFORE_I)
            ):
                gain += _I_GAIN
            if gain > most:
                most, best = gain, (_hardened(surface, rest) if kind == NOUN else surface, surface, rest, kind)
    return _analysis(*best) if best else None


def _analysis(stem: str, surface: str, rest: str, kind: str) -> StemAnalysis:
    return StemAnalysis(active(stem) if kind == VERB else stem, stem, surface, rest, kind)


def _is_name_of_action(stem: str) -> bool:
    """Say whether a verb stem in -ş is, standing alone, rather the name of another verb's action."""
    return any(base in verbs() and base not in rare_verbs() for base in (stem[:-1], stem[:-1].removesuffix("i")))


def _hardened(surface: str, endings: str) -> str:
    """Return a guessed stem with the k or q that a vowel after it softened: vazirlig-i is vazirlik."""
    if surface.endswith("ğ") and endings[0] in VOWELS:
        return surface[:-1] + "q"
    if surface.endswith("g") and not surface.endswith("ng") and endings[0] in VOWELS:
        return surface[:-1] + "k"
    return surface
