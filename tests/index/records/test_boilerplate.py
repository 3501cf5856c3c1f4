import pytest

from index.records.boilerplate import own_text

TEXT = "Bugun poytaxtda yangi koʻprik ochildi."
MORE = "Unda vazirlik rahbarlari va shahar aholisi ham ishtirok etdi."


@pytest.mark.parametrize(
    ("line", "source", "left"),
    [
        ("Manba: Energetika vazirligi", "Energetika vazirligi", []),
        ("Manba: A. Navoiy nomidagi milliy kutubxona.", "A. Navoiy nomidagi milliy kutubxona", []),
        ("Manba: OʻzA. Foto: A. Karimov", "OʻzA. Foto: A. Karimov", []),
        (f"Manba: Energetika vazirligi. {MORE}", "Energetika vazirligi", [MORE]),
        (f"Манба: «Халқ сўзи». «Ёшлар» клубида {MORE}", "«Халқ сўзи»", [f"«Ёшлар» клубида {MORE}"]),
        (f"Manba: https://uza.uz/123. {MORE}", "", [MORE]),
        ("Manba: OʻzA. Telegram | Facebook | Instagram | YouTube | Twitter | TikTok", "OʻzA", []),
    ],
)
def test_a_line_names_the_source_and_what_stands_behind_the_name_is_text(
    line: str, source: str, left: list[str]
) -> None:
    assert own_text([TEXT, line]) == ([TEXT, *left], source)


def test_text_behind_a_source_stays_on_its_line() -> None:
    assert own_text([f"{TEXT}\nManba: Kun.uz. {MORE}"]) == ([f"{TEXT}\n{MORE}"], "Kun.uz")


def test_the_value_of_a_source_may_stand_below_the_word_and_the_word_alone_names_none() -> None:
    assert own_text([TEXT, "Manba:", "Adliya vazirligi"]) == ([TEXT], "Adliya vazirligi")
    assert own_text([TEXT, "📌 Manba"]) == ([TEXT], "")
