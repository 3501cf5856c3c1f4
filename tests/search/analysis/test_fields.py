from search.analysis.analyzer import Analyzer
from search.analysis.fields import BODY_START, indexed
from search.ranking import TITLE_WEIGHT
from search.release import Release
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import Lexicon, UserDictionary
from tests.analyzers import PLAIN


def test_title_and_text_share_the_fields_with_a_gap_between() -> None:
    held = indexed(Release("a", "Yangi bogʻlar", "Bogʻlar koʻp"), PLAIN)
    exact, lemma = held.exact, held.lemma
    assert list(zip(exact.terms, exact.positions, exact.weights, strict=True)) == [
        ("yangi", 0, TITLE_WEIGHT),
        ("boğlar", 1, TITLE_WEIGHT),
        ("boğlar", BODY_START, 1.0),
        ("köp", BODY_START + 1, 1.0),
    ]
    assert lemma.terms[lemma.positions.index(BODY_START)] == "boğ"


def test_a_title_of_more_words_than_the_gap_pushes_the_text_on() -> None:
    exact = indexed(Release("a", "soʻz " * (BODY_START + 5), "matn"), PLAIN).exact
    assert exact.positions[-1] > exact.positions[-2] + 1


def test_a_release_is_indexed_by_the_analyzer_that_is_given() -> None:
    analyzer = Analyzer(Lemmatizer(Lexicon(UserDictionary(forms={"bog": ("chaman",)}))))
    assert indexed(Release("a", "bog", "matn"), analyzer).lemma.terms[0] == "chaman"
