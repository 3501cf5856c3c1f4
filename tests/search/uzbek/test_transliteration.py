import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import script_of, to_cyrillic, to_cyrillic_pieces, to_latin, to_latin_pieces
from search.uzbek.transliteration import latin_letters, latin_word

PAIRS = [
    ("Oʻzbekiston Respublikasi", "Ўзбекистон Республикаси"),
    ("SHAHAR, Shahar", "ШАҲАР, Шаҳар"),
    ("Isʼhoq", "Исҳоқ"),
    ("maʼno", "маъно"),
    ("obyekt, syezd", "объект, съезд"),
    ("aksiya, litsey, sirk", "акция, лицей, цирк"),
    ("konstitutsiya", "конституция"),
    ("sentabrdagi oktabr", "сентябрдаги октябрь"),
    ("Yevropa yoʻli", "Европа йўли"),
    ("etsa, eski, poyezd", "этса, эски, поезд"),
    ("YOSHLAR Yoshlar", "ЁШЛАР Ёшлар"),
    ("PQ-3430", "ПҚ-3430"),
    ("SANʼAT, TAʼLIM, Maʼmur", "САНЪАТ, ТАЪЛИМ, Маъмур"),
]


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_cyrillic_is_written_in_latin(latin: str, cyrillic: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_latin_is_written_in_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    "text",
    [
        "https://gov.uz/yangilik",
        "info@gov.uz",
        "kun.uz",
        "XXI",
        "5G",
        "A4",
        "COVID-19",
        "Windows",
        "Google",
        "Yandexda",
        "YouTube’ning",
    ],
)
def test_addresses_numerals_and_codes_stay(text: str) -> None:
    assert to_cyrillic(text) == text


def test_the_2026_letters_are_written_in_cyrillic() -> None:
    assert to_cyrillic("Özbekiston şahar ğoya çora") == "Ўзбекистон шаҳар ғоя чора"


def test_pieces_keep_their_boundaries() -> None:
    assert to_cyrillic_pieces(["s", "hahar ", "yoʻl"]) == ["ш", "аҳар ", "йўл"]
    assert to_latin_pieces(["ш", "аҳар ", "йўл"]) == ["sh", "ahar ", "yoʻl"]


@pytest.mark.parametrize(
    ("text", "script"),
    [("salom", "latn"), ("салом", "cyrl"), ("salom салом", "mixed"), ("12 — 5", "none"), ("", "none")],
)
def test_the_script_of_a_text_is_told(text: str, script: str) -> None:
    assert script_of(text) == script


@given(st.lists(st.text(alphabet="sh oʻgyaetsiʼ’ЁшцъьеЕйи\u0306Shçö.@uz", max_size=6)))
def test_pieces_make_up_the_whole(pieces: list[str]) -> None:
    assert "".join(to_latin_pieces(pieces)) == to_latin("".join(pieces))
    assert "".join(to_cyrillic_pieces(pieces)) == to_cyrillic("".join(pieces))


@given(st.text())
def test_any_text_can_be_written_in_either_script(text: str) -> None:
    assert script_of(to_latin(text)) in {"latn", "none", "mixed", "cyrl"}
    to_cyrillic(text)


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ") | st.text("аеоцшьъҳсЇ\u00ad\u0306"))
def test_a_small_cyrillic_word_in_one_string_is_its_letters_joined(word: str) -> None:
    assert latin_word(word) == "".join(latin_letters(word))


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("2026-yil 26-noyabr", "2026 йил 26 ноябрь"),
        ("1-yanvardan 5-iyulgacha", "1 январдан 5 июлгача"),
        ("2022–2026-yillarda", "2022–2026 йилларда"),
        ("5-sinf", "5-синф"),
    ],
)
def test_days_are_written_in_cyrillic_as_the_state_does(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


def test_look_alikes_of_the_other_script_are_read_as_they_are_searched() -> None:
    assert to_latin("Tоshkеnt shаhri") == "Toshkent shahri"
    assert to_latin("Тoшкент") == "Toshkent"
