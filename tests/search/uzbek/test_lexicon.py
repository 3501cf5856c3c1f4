from concurrent.futures import ThreadPoolExecutor

from search.uzbek import key, lemmas
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import Lexicon, UserDictionary, closed, rare_nominals, rare_verbs, verbs
from search.uzbek.plain import PLAIN


def of(*stems: str, **forms: str) -> Lemmatizer:
    """Return a lemmatizer that knows these stems, and these forms with their lemma."""
    return Lemmatizer(Lexicon(UserDictionary(frozenset(stems), {form: (lemma,) for form, lemma in forms.items()})))


def test_two_dictionaries_live_side_by_side() -> None:
    one, other = of("maydoni"), of(maydonining="dala")
    assert one.lemmas("Maydonining") == ("maydoni",)
    assert other.lemmas("Maydonining") == ("dala",)
    assert lemmas("Maydonining") == PLAIN.lemmas("Maydonining") == ("maydon",)


def test_a_stem_of_the_user_dictionary_gives_its_tutuq_to_the_word_without_it() -> None:
    assert of("saʼlxon").key("Salxonning") == "saʼlxonning"
    assert key("Salxonning") == "salxonning"


def test_lemmatizers_of_several_dictionaries_do_not_disturb_each_other_in_threads() -> None:
    lemmatizers = [of(**{f"sinov{letter}": f"lemma{letter}" for letter in (chr(ord("a") + i), "z")}) for i in range(8)]

    def meanings(at: int) -> list[tuple[str, ...]]:
        return [lemmatizers[at].lemmas(f"sinov{chr(ord('a') + at)}") for _ in range(200)]

    with ThreadPoolExecutor(8) as pool:
        for at, found in enumerate(pool.map(meanings, range(8))):
            assert set(found) == {(f"lemma{chr(ord('a') + at)}",)}


def test_a_dictionary_without_stems_shares_the_stems_of_the_language() -> None:
    assert Lexicon().nominals is of(a="b").lexicon.nominals


def test_the_lists_do_not_contradict_each_other() -> None:
    lexicon = Lexicon()
    assert not lexicon.nominals & closed()
    assert lexicon.nominals & rare_nominals()
    assert rare_verbs() <= verbs()
    assert all(lexicon.forms.values())
