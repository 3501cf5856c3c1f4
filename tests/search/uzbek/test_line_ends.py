import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import joined_line_ends


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Energetika vazir-\nlik vakili", "Energetika vazirlik vakili"),
        ("iqtiso-\n  diyotning oʻsishi", "iqtisodiyotning oʻsishi"),
        ("тадбиркор-\nлик субъектлари", "тадбиркорлик субъектлари"),
        ("tashkilotla-\nrining hisoboti", "tashkilotlarining hisoboti"),
        ("yoʻl-\nxarita", "yoʻl-\nxarita"),
        ("qand-\nshakar", "qand-\nshakar"),
        ("Toshkent-\nSamarqand", "Toshkent-\nSamarqand"),
        ("2022-\nyil", "2022-\nyil"),
        ("xxyy-\nzzww", "xxyy-\nzzww"),
    ],
)
def test_a_word_broken_over_two_lines_is_one_again(text: str, whole: str) -> None:
    assert joined_line_ends(text) == whole


@given(st.text(alphabet="aoshlik-\n \u00ad", max_size=40))
def test_nothing_but_breaks_is_taken_away(text: str) -> None:
    taken = str.maketrans("", "", "-\n \t\u00ad")
    assert joined_line_ends(text).translate(taken) == text.translate(taken)
