import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek.letters import MARKS, composed, one_letter, small, standard_marks


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_after_o_and_g_makes_the_same_letter(mark: str) -> None:
    assert one_letter(f"o{mark}zbek") == "özbek"
    assert one_letter(f"tog{mark}") == "toğ"


@pytest.mark.parametrize("mark", MARKS)
def test_every_other_mark_between_letters_is_the_tutuq(mark: str) -> None:
    assert one_letter(f"ma{mark}no") == "maʼno"


def test_a_mark_that_stands_beside_no_letter_is_dropped() -> None:
    assert one_letter("'salom'") == "salom"
    assert one_letter("5'x") == "5x"


def test_digraphs_are_one_letter_unless_the_tutuq_keeps_them_apart() -> None:
    assert one_letter("shahar") == "şahar"
    assert one_letter("isʼhoq") == "isʼhoq"


def test_accents_are_composed_and_foreign_ones_dropped() -> None:
    assert small(composed("Éclair")) == "eclair"
    assert small(composed("g\u0306oya")) == "ğoya"
    assert small("İIı") == "iii"


def test_invisible_characters_go() -> None:
    assert composed("kel\u00addi\u200b") == "keldi"


def test_standard_marks_are_the_standards_own() -> None:
    assert standard_marks("O'zbek, Ğalaba, G’oya") == "Oʻzbek, Gʻalaba, Gʻoya"


@given(st.text())
def test_letters_brought_home_stay_home(text: str) -> None:
    once = one_letter(small(composed(text)))
    assert one_letter(small(composed(once))) == once
