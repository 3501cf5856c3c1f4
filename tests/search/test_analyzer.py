from hypothesis import given
from hypothesis import strategies as st

from search.analyzer import analyze
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
