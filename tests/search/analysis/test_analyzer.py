import gzip
import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.analysis.analyzer import Analyzer
from search.analysis.chunks import AnalyzedToken, analyze_as_one
from search.uzbek import key, lemmas
from search.uzbek.lemmatizer import Lemmatizer
from search.uzbek.lexicon import Lexicon, UserDictionary
from tests.analyzers import PLAIN


def as_one(text: str) -> list[AnalyzedToken]:
    """Return the tokens of a text that was analysed as one chunk."""
    return analyze_as_one(text, PLAIN.lemmatizer).tokens_at(0, 0, len(text))


def test_words_have_positions_and_offsets_of_the_source() -> None:
    text = "Қозоғистонда «yo'l xarita»lari"
    tokens = PLAIN.analyze(text)
    assert [text[token.start : token.end] for token in tokens] == ["Қозоғистонда", "yo'l", "xarita"]
    assert [token.exact for token in tokens] == ["qozoğistonda", "yöl", "xarita"]
    assert [token.position for token in tokens] == [0, 1, 2]
    assert tokens[0].lemmas == ("qozoğiston",)


def test_a_compound_stands_before_its_parts_at_the_first_ones_position() -> None:
    tokens = PLAIN.analyze("chora-tadbirlar koʻrildi")
    assert [(token.exact, token.position, token.joined) for token in tokens] == [
        (key("chora-tadbirlar"), 0, True),
        ("çora", 0, False),
        ("tadbirlar", 1, False),
        ("körildi", 2, False),
    ]
    assert tokens[0].lemmas == (key("chora-tadbir"),)


def test_a_compound_does_not_say_again_what_a_part_says() -> None:
    joined, number, year = PLAIN.analyze("2022-yil")
    assert (joined.joined, joined.lemmas) == (True, ())
    assert (number.lemmas, year.lemmas) == (("2022",), ("yil",))


@given(st.text())
def test_any_text_has_tokens_in_order_within_it(text: str) -> None:
    tokens = PLAIN.analyze(text)
    assert [token.position for token in tokens] == sorted(token.position for token in tokens)
    assert all(0 <= token.start < token.end <= len(text) and token.exact for token in tokens)


def test_a_text_of_compounds_is_analysed_in_linear_time() -> None:
    assert len(PLAIN.analyze("chora-tadbir " * 20_000)) == 60_000


def test_figures_that_are_no_digits_are_part_of_a_word() -> None:
    text = "70 m² maydon, ² Ⅷ asr"
    assert [text[token.start : token.end] for token in PLAIN.analyze(text)] == ["70", "m²", "maydon", "²", "Ⅷ", "asr"]


TEXTS = st.text(st.sampled_from("oʻʼ’‘'`\"«»„“ \u00a0\n-–.,:;!@/19²Ⅷ𝟙abgşşqуўҳ\u00ad\u200b()")) | st.text()


@settings(max_examples=400)
@given(TEXTS)
@example(":‘ga")
@example("(“„'da, »:ʼga")
@example("“Makon!”-da, «Gul»’ning")
def test_a_text_in_chunks_means_what_it_means_as_a_whole(text: str) -> None:
    tokens = as_one(text)
    assert PLAIN.analyze(text) == tokens
    terms = PLAIN.field_terms(text, 7)
    assert list(zip(terms.exact, terms.exact_positions, strict=True)) == [(t.exact, 7 + t.position) for t in tokens]
    assert list(zip(terms.lemmas, terms.lemma_positions, strict=True)) == [
        (lemma, 7 + t.position) for t in tokens for lemma in t.lemmas
    ]


def test_real_texts_in_chunks_mean_what_they_mean_as_a_whole(shared: Path) -> None:
    with gzip.open(shared / "data" / "real_uz.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["body"] for line in islice(lines, 0, 40_000, 40)]
    assert [text for text in texts if PLAIN.analyze(text) != as_one(text)] == []


def test_two_analyzers_of_different_dictionaries_live_side_by_side() -> None:
    user = UserDictionary(forms={"ayiq": ("qöngir",)}, lines={"ayiq": 1})
    analyzer = Analyzer(Lemmatizer(Lexicon(user)))
    text = "Ayiq keldi, ayiqlar ketdi"
    PLAIN.field_terms(text)
    assert analyzer.field_terms(text).lemmas[0] == analyzer.analyze(text)[0].lemmas[0] == "qöngir"
    assert PLAIN.field_terms(text).lemmas[0] == PLAIN.analyze(text)[0].lemmas[0] == "ayiq"
    assert analyzer.why("ayiq") == ("words.txt:1: ayiq → qöngir",)
    assert analyzer.user_dictionary == user


@given(st.text(max_size=20))
def test_an_analyzer_without_a_sites_words_has_the_keys_and_lemmas_of_the_language(word: str) -> None:
    assert PLAIN.key(word) == key(word)
    assert PLAIN.lemmas(word) == lemmas(word)


@pytest.mark.parametrize("unit", ["ʻ", "a", "ʻa ", "1 ", "lar", "“", "a-", "\u00ad", "1,", "² "])
def test_a_megabyte_of_one_thing_repeated_is_analysed(unit: str) -> None:
    assert PLAIN.analyze(unit * (1_000_000 // len(unit))) is not None
