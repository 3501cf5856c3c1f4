"""Term expansion: the terms of one generation that a typed word stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis.analyzer import Analyzer
from search.analysis.fields import EXACT, LEMMA
from search.engine import Vocabulary
from search.query_language.typing_variants import UNMARKED, variant_of, variant_terms
from search.uzbek import skeleton

RARE: Final = 20  # releases; a word in at most so many may have been typed in another way than it is written


@dataclass(frozen=True, slots=True)
class Expansion:
    """The terms of a typed word: its written form and lemmas, and those of the typing variants that it reaches.

    `variant` names the way in which it may have been typed (`TypingVariant.name`), empty when it reaches nothing.
    """

    exact: str
    lemmas: tuple[str, ...]
    variant_lemmas: tuple[str, ...] = ()
    variant_forms: tuple[str, ...] = ()
    variant: str = ""

    @property
    def all_lemmas(self) -> tuple[str, ...]:
        """The lemmas of the word itself, then those of its variants."""
        return (*self.lemmas, *self.variant_lemmas)


def is_common(exact: str, lemmas: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Say whether more than RARE Uzbek releases write a word so; those in other languages have no lemmas."""
    return (
        vocabulary.frequency(EXACT, exact) > RARE
        and max((vocabulary.frequency(LEMMA, lemma) for lemma in lemmas), default=0) > RARE
    )


def expand(typed: str, vocabulary: Vocabulary, analyzer: Analyzer) -> Expansion:
    """Return the terms of a typed word.

    A word that may have been typed without its marks or on a Russian keyboard, and whose written form is rare or
    absent, reaches the indexed forms that may be typed so; when its lemmas are rare as well, it reaches the lemmas too.
    """
    exact, meanings = analyzer.key(typed), analyzer.lemmas(typed)
    variant = variant_of(typed, exact)
    if variant is None or is_common(exact, meanings, vocabulary):
        return Expansion(exact, meanings)
    forms = [form for form in variant_terms(vocabulary, EXACT, exact, variant) if form != exact]
    reached = [meaning for form in forms for meaning in analyzer.lemmas(form)]
    if max((vocabulary.frequency(LEMMA, meaning) for meaning in meanings), default=0) <= RARE:
        for meaning in meanings:
            bare = skeleton(meaning) if variant is UNMARKED else meaning
            reached.extend(variant_terms(vocabulary, LEMMA, bare, variant))
    others = dict.fromkeys(m for m in reached if m not in meanings and vocabulary.frequency(LEMMA, m))
    return Expansion(exact, meanings, tuple(others), tuple(forms), variant.name if others else "")


def beginnings(start: str) -> tuple[str, ...]:
    """Return the keys that a typed beginning may go on as: its last s may be half of a sh, its c of a ch."""
    halves = {"s": "ş", "c": "ç"}
    return (start, start[:-1] + halves[start[-1]]) if start[-1:] in halves else (start,)


def terms_beginning(typed: str, vocabulary: Vocabulary, analyzer: Analyzer) -> list[str]:
    """Return the written forms that begin as typed; where none does, those that may be typed so."""
    start = analyzer.key(typed)
    terms = [term for begin in beginnings(start) for term in vocabulary.starting(EXACT, begin)]
    if not terms and (variant := variant_of(typed, start)):
        terms = variant_terms(vocabulary, EXACT, start, variant, prefix=True)
    return terms
