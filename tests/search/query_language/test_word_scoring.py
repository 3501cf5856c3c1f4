from collections.abc import Mapping, Sequence

import pytest

from search import plan
from search.analysis.fields import EXACT, LEMMA, SOURCE
from search.query_language.names import Name
from search.query_language.term_expansion import Expansion
from search.query_language.word_scoring import WordScorer
from search.ranking import EXACT_BONUS, REACHED_WEIGHT, SOURCE_WEIGHT, idf

DOCUMENTS = 100


class Counted:
    """A vocabulary of terms with their frequencies."""

    documents = DOCUMENTS

    def __init__(self, counts: Mapping[tuple[str, str], int]) -> None:
        self._counts = counts

    def frequency(self, field: str, term: str) -> int:
        return self._counts.get((field, term), 0)

    def starting(self, field: str, prefix: str) -> Sequence[str]:
        return sorted(term for name, term in self._counts if name == field and term.startswith(prefix))

    def begins(self, field: str, prefix: str) -> bool:
        return bool(self.starting(field, prefix))


SCORER = WordScorer(Counted({(LEMMA, "yol"): 10, (EXACT, "yolni"): 2, (SOURCE, "yol"): 5, (LEMMA, "yöl"): 40}))


def terms(scored: plan.Plan) -> dict[tuple[str, str], float]:
    """The weights of the terms of a word's plan."""
    assert isinstance(scored, plan.Any)
    found = {}
    for part in scored.parts:
        for term in part.parts if isinstance(part, plan.Best) else (part,):
            assert isinstance(term, plan.Term)
            found[term.field, term.text] = term.weight
    return found


def test_a_word_scores_by_its_lemma_its_written_form_and_the_name_of_the_source() -> None:
    rarity = idf(DOCUMENTS, 10)
    assert terms(SCORER.scored(Expansion("yolni", ("yol",)), 0.5)) == pytest.approx(
        {
            (LEMMA, "yol"): rarity * 0.5,
            (EXACT, "yolni"): EXACT_BONUS * rarity * 0.5,
            (SOURCE, "yol"): rarity * 0.5 * SOURCE_WEIGHT,
        }
    )


def test_what_is_reached_by_a_variant_weighs_less_and_the_best_counts() -> None:
    scored = SCORER.scored(Expansion("yol", ("yol",), ("yöl",), (), "marks"), 1.0)
    assert isinstance(scored, plan.Any)
    assert [type(part) for part in scored.parts] == [plan.Best, plan.Term]
    weights = terms(scored)
    assert weights[LEMMA, "yöl"] == pytest.approx(idf(DOCUMENTS, 40) * REACHED_WEIGHT)
    assert weights[LEMMA, "yol"] == idf(DOCUMENTS, 10)


def test_a_written_form_without_a_lemma_of_its_own_scores_by_its_own_rarity() -> None:
    assert SCORER.scored(Expansion("yolni", ()), 1.0) == plan.Any((plan.Term(EXACT, "yolni", idf(DOCUMENTS, 2)),))


def test_a_word_that_no_release_has_matches_nothing() -> None:
    assert SCORER.scored(Expansion("xyz", ("xyz",)), 1.0) == plan.Any(())


def test_a_name_is_as_rare_as_the_most_common_meanings_of_its_words_together() -> None:
    name = Name("yol yöl", (("yol", "yöl"), ("yol", "xyz")))
    assert SCORER.rarity(name) == pytest.approx(idf(DOCUMENTS, 40) + idf(DOCUMENTS, 10))
    assert SCORER.holds(name)
    assert not SCORER.holds(Name("xyz", (("xyz",),)))
