import gzip
import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis.analyzer import analyze, placed
from search.analysis.chunks import whole
from search.uzbek import key


def test_words_have_positions_and_offsets_of_the_source() -> None:
    text = "Қозоғистонда «yo'l xarita»lari"
    terms = analyze(text)
    assert [text[term.start : term.end] for term in terms] == ["Қозоғистонда", "yo'l", "xarita"]
    assert [term.exact for term in terms] == ["qozoğistonda", "yöl", "xarita"]
    assert [term.position for term in terms] == [0, 1, 2]
    assert terms[0].lemmas == ("qozoğiston",)


def test_a_compound_stands_before_its_parts_at_the_first_ones_position() -> None:
    terms = analyze("chora-tadbirlar koʻrildi")
    assert [(term.exact, term.position, term.joined) for term in terms] == [
        (key("chora-tadbirlar"), 0, True),
        ("çora", 0, False),
        ("tadbirlar", 1, False),
        ("körildi", 2, False),
    ]
    assert terms[0].lemmas == (key("chora-tadbir"),)


def test_a_compound_does_not_say_again_what_a_part_says() -> None:
    joined, number, year = analyze("2022-yil")
    assert (joined.joined, joined.lemmas) == (True, ())
    assert (number.lemmas, year.lemmas) == (("2022",), ("yil",))


@given(st.text())
def test_any_text_has_terms_in_order_within_it(text: str) -> None:
    terms = analyze(text)
    assert [term.position for term in terms] == sorted(term.position for term in terms)
    assert all(0 <= term.start < term.end <= len(text) and term.exact for term in terms)


def test_a_text_of_compounds_is_analysed_in_linear_time() -> None:
    assert len(analyze("chora-tadbir " * 20_000)) == 60_000


def test_figures_that_are_no_digits_are_part_of_a_word() -> None:
    text = "70 m² maydon, ² Ⅷ asr"
    assert [text[term.start : term.end] for term in analyze(text)] == ["70", "m²", "maydon", "²", "Ⅷ", "asr"]


TEXTS = st.text(st.sampled_from("oʻʼ’‘'`\"«»„“ \u00a0\n-–.,:;!@/19²Ⅷ𝟙abgşşqуўҳ\u00ad\u200b()")) | st.text()


@settings(max_examples=400)
@given(TEXTS)
def test_a_text_in_pieces_means_what_it_means_as_a_whole(text: str) -> None:
    terms = whole(text).terms_at(0, 0, len(text))
    assert analyze(text) == terms
    found = placed(text, 7)
    assert list(zip(found.exact, found.exact_at, strict=True)) == [(t.exact, 7 + t.position) for t in terms]
    assert list(zip(found.lemma, found.lemma_at, strict=True)) == [
        (lemma, 7 + t.position) for t in terms for lemma in t.lemmas
    ]


def test_real_texts_in_pieces_mean_what_they_mean_as_a_whole(shared: Path) -> None:
    with gzip.open(shared / "data" / "real_uz.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["body"] for line in islice(lines, 0, 40_000, 40)]
    assert [text for text in texts if analyze(text) != whole(text).terms_at(0, 0, len(text))] == []


@pytest.mark.parametrize("unit", ["ʻ", "a", "ʻa ", "1 ", "lar", "“", "a-", "\u00ad", "1,", "² "])
def test_a_megabyte_of_one_thing_repeated_is_analysed(unit: str) -> None:
    assert analyze(unit * (1_000_000 // len(unit))) is not None
