import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import sort_key
from web.i18n.alphabet import OTHERS, by_letter
from web.i18n.messages import LANGUAGES


def listed(names: list[str], lang: str) -> list[tuple[str, list[str]]]:
    return [(letter, [names[place] for place in places]) for letter, places in by_letter(names, lang)]


def test_uzbek_letters_come_in_the_order_of_its_alphabet_whatever_they_are_typed_with() -> None:
    names = ["Chorvachilik", "O'zbekneft", "«Olmaliq» KMK", "Gʻazna", "shahar", "Savdo", "Gaz", "103-xizmat", "Zar"]
    assert listed(names, "uz") == [
        ("G", ["Gaz"]),
        ("O", ["«Olmaliq» KMK"]),
        ("S", ["Savdo"]),
        ("Z", ["Zar"]),
        ("Oʻ", ["O'zbekneft"]),
        ("Gʻ", ["Gʻazna"]),
        ("Sh", ["shahar"]),
        ("Ch", ["Chorvachilik"]),
        (OTHERS, ["103-xizmat"]),
    ]


def test_names_in_either_script_stand_together() -> None:
    names = ["Шаҳарсозлик вазирлиги", "Adliya vazirligi", "Адлия бошқармаси", "Shifoxona"]
    latin = [("A", ["Адлия бошқармаси", "Adliya vazirligi"]), ("Sh", ["Шаҳарсозлик вазирлиги", "Shifoxona"])]
    assert listed(names, "uz") == latin
    assert listed(names, "uz-Cyrl") == [("А", latin[0][1]), ("Ш", latin[1][1])]


def test_the_cyrillic_alphabet_ends_with_its_own_four_letters() -> None:
    names = ["Ҳаёт", "Ғалла", "Қозоғистон", "Ўзбекистон", "Ялта", "Ёзув", "Ер", "Уй", "Гул", "Кўл", "Хива"]
    assert [letter for letter, _ in listed(names, "uz-Cyrl")] == list("ГЕЁКУХЯЎҚҒҲ")


@pytest.mark.parametrize(
    ("lang", "names", "letters"),
    [("ru", ["Япония", "Ёлка", "Австрия", "елань", "G7"], "АЕЯ#"), ("en", ["Zambia", "åland", "Chad", "Cuba"], "ACZ")],
)
def test_other_languages_have_their_own_alphabet(lang: str, names: list[str], letters: str) -> None:
    assert [letter for letter, _ in listed(names, lang)] == list(letters)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=30), st.sampled_from(LANGUAGES)
)
def test_every_name_is_listed_once_under_one_letter(names: list[str], lang: str) -> None:
    found = by_letter(names, lang)
    assert sorted(place for _, places in found for place in places) == list(range(len(names)))
    assert len({letter for letter, _ in found}) == len(found)
    assert all(places for _, places in found)


@given(st.lists(st.text("AaBOo'ʻShsChc zgG", min_size=1, max_size=8), max_size=20))
def test_the_order_within_a_letter_is_that_of_uzbek_words(names: list[str]) -> None:
    for _, places in by_letter([f"A{name}" for name in names], "uz"):
        keys = [sort_key(f"A{names[place]}") for place in places]
        assert keys == sorted(keys)
