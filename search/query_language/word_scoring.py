"""Word scoring: the plan of one word, or how rare a name is, by a generation's vocabulary and `search.ranking`."""

from search import plan
from search.analysis.fields import EXACT, LEMMA, SOURCE
from search.engine import Vocabulary
from search.plan import Plan
from search.query_language.names import Name
from search.query_language.term_expansion import Expansion
from search.ranking import REACHED_WEIGHT, SOURCE_WEIGHT, bonus, idf


class WordScorer:
    """Makes the plans of words over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def scored(self, word: Expansion, weight: float) -> Plan:
        """Compile a word by the formula of search.ranking; it matches what holds its lemmas or its written form."""
        frequency, idf_of = self._vocabulary.frequency, self.idf
        meanings = [(meaning, idf_of(LEMMA, meaning), 1.0) for meaning in word.lemmas if frequency(LEMMA, meaning)]
        meanings += [(meaning, idf_of(LEMMA, meaning), REACHED_WEIGHT) for meaning in word.variant_lemmas]
        terms = tuple(plan.Term(LEMMA, meaning, rarity * (weight * share)) for meaning, rarity, share in meanings)
        parts: list[Plan] = [_best(terms)] if terms else []
        forms = [(word.exact, bonus(word.exact, word.lemmas))]
        forms += [(form, REACHED_WEIGHT * bonus(form, word.variant_lemmas)) for form in word.variant_forms]
        held = [(form, share) for form, share in forms if frequency(EXACT, form)]
        if held:
            least = min((rarity for _, rarity, _ in meanings), default=None)
            parts.append(
                _best(
                    tuple(
                        # a joined compound may have no lemma of its own
                        plan.Term(EXACT, form, weight * (idf_of(EXACT, form) if least is None else share * least))
                        for form, share in held
                    )
                )
            )
        named = [(meaning, 1.0) for meaning in word.lemmas if frequency(SOURCE, meaning)]
        named += [(meaning, REACHED_WEIGHT) for meaning in word.variant_lemmas if frequency(SOURCE, meaning)]
        if named:
            parts.append(_best(tuple(self._in_source(meaning, weight * share) for meaning, share in named)))
        return plan.Any(tuple(parts))

    def _in_source(self, meaning: str, weight: float) -> plan.Term:
        """Return the term for a word of a source's name; no rarer than the word is in texts."""
        rarity = self.idf(SOURCE, meaning)
        if self._vocabulary.frequency(LEMMA, meaning):
            rarity = min(rarity, self.idf(LEMMA, meaning))
        return plan.Term(SOURCE, meaning, rarity * weight * SOURCE_WEIGHT)

    def idf(self, name: str, term: str) -> float:
        """Return the inverse document frequency of a term of a field."""
        return idf(self._vocabulary.documents, self._vocabulary.frequency(name, term))

    def rarity(self, name: Name) -> float:
        """Return how rare a name is: the inverse document frequencies of its words, added up."""
        rarities = [
            [self.idf(LEMMA, meaning) for meaning in meanings if self._vocabulary.frequency(LEMMA, meaning)]
            for meanings in name.words
        ]
        return sum(map(min, filter(None, rarities)))

    def holds(self, name: Name) -> bool:
        """Say whether each word of a name is in some release."""
        return all(any(self._vocabulary.frequency(LEMMA, meaning) for meaning in meanings) for meanings in name.words)


def _best(terms: tuple[plan.Term, ...]) -> Plan:
    return plan.Best(terms) if len(terms) > 1 else terms[0]
