import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import Token, tokenize, words


def written(text: str) -> str:
    """Write the words of a text with their positions, those of a whole compound with a star."""
    return " ".join(f"{token.text}{'*' if token.joined else ''}/{token.position}" for token in words(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("— … '", ""),
        ("Sh.Mirziyoyev keldi", "Sh/0 Mirziyoyev/1 keldi/2"),
        ("O‘.Umarov, G'.Aliyev", "O‘/0 Umarov/1 G'/2 Aliyev/3"),
        ("yoʻl-xarita", "yoʻl-xarita*/0 yoʻl/0 xarita/1"),
        ("ming‑yillik", "ming‑yillik*/0 ming/0 yillik/1"),
        ("2022–2023", "2022–2023*/0 2022/0 2023/1"),
        ("PQ-3430 va 445-son", "PQ-3430*/0 PQ/0 3430/1 va/2 445-son*/3 445/3 son/4"),
        ("Toshkent – Samarqand", "Toshkent/0 Samarqand/1"),
        ("1 234,5 soʻm", "1 234,5/0 soʻm/1"),
        ("1\u00a0250\u202f000-son", "1\u00a0250\u202f000-son*/0 1\u00a0250\u202f000/0 son/1"),
        ("2021 100 200", "2021/0 100/1 200/2"),
        ("5 3-bob", "5/0 3-bob*/1 3/1 bob/2"),
        ("12,5 va 10:30", "12,5/0 va/1 10:30/2"),
        ("1.5mln 3.Maqsad", "1.5/0 mln/1 3/2 Maqsad/3"),
        ("BMTning AQSh’da", "BMTning/0 AQSh’da/1"),
        ("2022'da", "2022/0"),
        ("https://gov.uz/a?b=1.", "https://gov.uz/a?b=1*/0 https/0 gov/1 uz/2 a/3 b/4 1/5"),
        ("(info@gov.uz)", "info@gov.uz*/0 info/0 gov/1 uz/2"),
        ("yo`l so＇z", "yo`l/0 so＇z/1"),
    ],
)
def test_text_is_cut_into_words(text: str, expected: str) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"yo\'l xarita"lari tayyor', "yo'l/0 xarita/1 tayyor/2"),
        ("«Yashil makon»ning ichida", "Yashil/0 makon/1 ichida/2"),
        ("“Makon”-da bor", "Makon/0 bor/1"),
        ("(“da” soʻzi)", "da/0 soʻzi/1"),
        ("“Makon” da", "Makon/0 da/1"),
        ("«Мактаб»нинг ҳаёти", "Мактаб/0 ҳаёти/1"),
        ("“Makon”loyihasi", "Makon/0 loyihasi/1"),
    ],
)
def test_an_ending_glued_to_a_quotation_is_no_word(text: str, expected: str) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tog' va mablag’", "tog'/0 va/1 mablag’/2"),
        ("'eng' so'z", "eng/0 so'z/1"),
        ("tog‘ va bog`", "tog‘/0 va/1 bog`/2"),
        ("‘qog‘ dedi", "qog/0 dedi/1"),
        ("‘Salom!’ dedi tog‘", "Salom/0 dedi/1 tog‘/2"),
        ("naf' ko'rdi", "naf'/0 ko'rdi/1"),
        ("salom' dedi", "salom/0 dedi/1"),
    ],
)
def test_a_last_mark_is_a_letter_only_where_it_can_be(text: str, expected: str) -> None:
    assert written(text) == expected


def test_offsets_count_characters_after_emoji() -> None:
    assert words("😀 salom")[0] == Token("salom", 2, 7, 0)


@given(st.text())
def test_a_word_is_a_slice_of_any_text(text: str) -> None:
    for token in words(text):
        assert text[token.start : token.end] == token.text != ""


@given(st.text(alphabet="ago'’‘ʻ -–.,:@/1”“\"»«ning\u00ad😀", max_size=60))
def test_positions_never_go_back(text: str) -> None:
    found = words(text)
    parts = [token.position for token in found if not token.joined]
    assert parts == list(range(len(parts)))
    assert all(text[token.start : token.end] == token.text for token in found)


@pytest.mark.parametrize(
    "unit", ["'", "oʻ", "a", "a-", "a.", "1 ", "1,", "ning", "»ning", "‘a ", "\u00ad", "http://a", "😀a"]
)
def test_a_long_monotonous_text_is_cut_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert all(0 <= token.start < token.end <= len(text) for token in words(text))


@pytest.mark.parametrize(
    ("text", "found"), [("1.1'", "1.1"), ("1 '2", "1 2"), ("a.'", "a"), ("a.'-b", "a b"), ("x@'", "x")]
)
def test_a_mark_alone_in_a_chunk_is_no_word(text: str, found: str) -> None:
    assert " ".join(token.text for token in words(text) if not token.joined) == found


@given(st.from_regex("[A-Za-zöğşА-яўқ]{1,5}(['ʻʼ’][a-zа-я]{1,3}){0,2}", fullmatch=True))
def test_a_single_word_is_what_it_is_among_others(word: str) -> None:
    alone = tokenize(word)
    among = tokenize(f"{word} —")
    assert (alone.tokens, alone.position_count) == (among.tokens, among.position_count)
    assert alone.ends_in_letter_mark == among.ends_in_letter_mark


@pytest.mark.parametrize(
    ("text", "opens_quotation", "ends_in_letter_mark"),
    [("‘Salom dedi", True, False), ("togʻ va bogʻ", False, True), ("yoʻl", False, False), ("‘togʻ", True, True)],
)
def test_a_text_says_what_a_text_around_it_could_change(
    text: str, opens_quotation: bool, ends_in_letter_mark: bool
) -> None:
    tokenized = tokenize(text)
    assert (tokenized.opens_quotation, tokenized.ends_in_letter_mark) == (opens_quotation, ends_in_letter_mark)


@given(st.text("aogА9٣'ʻ’-–−., ") | st.text("кhь5-ʼ") | st.text(), st.sampled_from("a9ъ"))
def test_a_text_of_one_run_has_the_tokens_that_icu_finds(text: str, last: str) -> None:
    # a space is all that keeps a text from being taken for one run without asking ICU
    assert tokenize(f"{text}{last} ") == tokenize(text + last)


def test_a_text_of_many_pieces_and_no_run_is_read_in_one_pass() -> None:
    assert len(words("a-" * 5_000 + "!")) == 5_001
