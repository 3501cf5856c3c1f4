import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records.source_line import is_source_word, source_line

TEXT = "Unda vazirlik rahbarlari va shahar aholisi ham ishtirok etdi."


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("Manba: Adliya vazirligi.", "Adliya vazirligi", ""),
        ("MANBA=OʻzA", "OʻzA", ""),
        ("Источник : пресс-служба Кабинета Министров", "пресс-служба Кабинета Министров", ""),
        ("Source: UzA", "UzA", ""),
        ("Манба", "", ""),
        ("Manba:", "", ""),
        ("Manba: https://uza.uz/123", "", ""),
        (f"Manba: https://uza.uz/123. {TEXT}", "", TEXT),
        (f"Manba: Adliya vazirligi. {TEXT}", "Adliya vazirligi", TEXT),
        ("Manba: Adliya vazirligi. Bugun ochildi.", "Adliya vazirligi. Bugun ochildi", ""),
    ],
)
def test_a_source_line_names_a_source_and_may_go_on_with_text(line: str, name: str, text: str) -> None:
    assert source_line(line) == (name, text)


@pytest.mark.parametrize("line", ["", "Manba suvi toza.", "Manbalar: uchta", "Adliya vazirligi", "Yangi manba: gaz"])
def test_other_lines_are_no_source_lines(line: str) -> None:
    assert source_line(line) is None


@given(st.text().map(str.strip))
def test_whatever_stands_behind_the_word_is_its_name_or_text(named: str) -> None:
    found = source_line(f"Manba: {named}")
    if found is not None:
        assert found.name in named
        assert named.endswith(found.text)


def test_the_word_alone_is_told() -> None:
    assert all(map(is_source_word, ("Manba", "МАНБА :", "Source=")))
    assert not any(map(is_source_word, ("Manba: OʻzA", "")))
