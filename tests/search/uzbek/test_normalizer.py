import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.uzbek import key, readable, skeleton
from search.uzbek.letters import MARKS
from search.uzbek.normalizer import letters

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ"
UZBEK = st.text(alphabet="abehiklmnostuyzcgö ğşç'ʻʼ’‘`-аеъщцяёҳўшч0159OGSH\u00ad\u0306\u0327", max_size=24)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Oʻzbekiston", "özbekiston"),
        ("shahar", "şahar"),
        ("Исҳоқ", "isʼhoq"),
        ("Ishoq", "isʼhoq"),
        ("ashob", "asʼhob"),
        ("маъно", "maʼno"),
        ("ma’no", "maʼno"),
        ("мўъжиза", "möjiza"),
        ("moʻʼjiza", "möjiza"),
        ("объект", "obyekt"),
        ("obʼyekt", "obyekt"),
        ("сентябрь", "sentabr"),
        ("sentyabr", "sentabr"),
        ("kel\u00addi", "keldi"),
        ("g\u0306oya", "ğoya"),
        ("Șahar", "şahar"),
        ("İSTANBUL", "istanbul"),
        ("2022–2023", "2022-2023"),
        ("1\u00a0234,5", "1234.5"),
        ("5,000,000", "5000000"),
        ("19.133.800", "19133800"),
        ("7 500 000,25", "7500000.25"),
        ("05.03.2026", "05.03.2026"),
        ("14:30", "14:30"),
        ("289²", "289²"),
        ("ﬁlm", "film"),
        ("Ⅷ", "viii"),
        ("ӯқувчӣ", "öquvçi"),
        ("Тоҷикистон", "tojikiston"),
        ("NATO'ning", "natoning"),
        ("Tokio’da", "tokioda"),
        ("Peterburg'da", "peterburgda"),
        ("videoʻlar", "videolar"),
        ("5Gʼning", "5gning"),
        ("togʻning", "toğning"),
        ("obro'ni", "obröni"),
        ("qishlogʻida", "qişloğida"),
        ("bogʻlar", "boğlar"),
    ],
)
def test_a_word_has_the_key(word: str, expected: str) -> None:
    assert key(word) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ("konstitutsiya", "konstitusiya", "конституция"),
        ("Mirziyoyev", "Mirziyoev", "Мирзиёев"),
        ("aksiya", "aktsiya", "акция"),
        ("obyekt", "obekt", "объект"),
        ("Isʼhoq", "Isxoq", "Исхок", "Ishoq"),
        ("2.5", "2,5"),
        ("5 000 000", "5,000,000", "5.000.000"),
        ("budjet", "byudjet", "бюджет"),
        ("taʼlim", "ta'lim", "talim", "таълим"),
        ("eʼlon", "elon", "ELON"),
        ("Toshkent", "Tоshkеnt", "Тошкент", "Toşkent"),
        ("izolyatsiya", "izolatsiya"),
    ],
)
def test_doubles_of_a_word_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({key(word) for word in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("kop", "koʻp"), ("davo", "daʼvo"), ("sher", "sheʼr"), ("esa", "etsa"), ("bogʻ", "bog")]
)
def test_two_words_keep_two_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_the_skeleton_is_the_key_without_marks() -> None:
    assert skeleton(key("Gʻoʻzaning maʼnosi")) == "gozaning manosi"


@given(st.text())
def test_a_key_is_its_own_key_for_any_text(text: str) -> None:
    assert key(key(text)) == key(text)


@given(UZBEK)
def test_a_key_is_its_own_key_for_uzbek_letters(text: str) -> None:
    assert key(key(text)) == key(text)


@given(st.sampled_from(["taʼlim", "elon", "azolar", "subʼyekt", "AQSh’da", "shaʼni", "qalʼa"]), UZBEK)
def test_a_key_is_its_own_key_where_the_tutuq_is_settled(start: str, rest: str) -> None:
    assert key(key(start + rest)) == key(start + rest)


def test_titles_of_acts_have_one_key_in_both_scripts(shared: Path) -> None:
    word = re.compile(r"[^\W\d_]+(?:['ʻʼ‘’`]+[^\W\d_]*)*")
    same = total = 0
    with gzip.open(shared / "data" / "translit_dev.tsv.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 5:
                continue
            _, latin, cyrillic = line.rstrip("\n").split("\t")
            pairs = list(zip(word.findall(latin), word.findall(cyrillic), strict=False))
            if len(word.findall(latin)) == len(word.findall(cyrillic)):
                total += len(pairs)
                same += sum(key(a) == key(b) for a, b in pairs)
    assert same >= 0.9985 * total


@given(st.text())
def test_a_readable_key_has_the_same_key(text: str) -> None:
    assert key(readable(key(text))) == key(text)


@pytest.mark.parametrize(
    "names",
    [
        "Toʻqayev Toqayev Toqaev Tokayev Tokaev Тоқаев Тўқаев",
        "Qosim-Joʻmart Qosim-Jomart Qasim-Jomart Kassim-Jomart Қасим-Жомарт",
        "Mirziyoyev Mirziyoev Mirziyaev Мирзиёев",
        "Erdoʻgʻan Erdoʻgʻon Erdogan Эрдоған",
        "Japarov Joparov Жапаров",
        "Toshkent Tashkent Тошкент",
        "litsenziya lisenziya лицензия",
        "vaksina vaktsina вакцина",
        "parashut parashyut",
    ],
)
def test_a_name_or_loan_has_one_key_however_it_is_spelt(names: str) -> None:
    assert len(set(map(key, names.split()))) == 1


@pytest.mark.parametrize("char", [*map(chr, range(128)), *"öğşçÖĞŞÇ", *MARKS, *CYRILLIC, *CYRILLIC.upper()])
def test_a_letter_that_is_read_the_short_way_is_the_same_the_long_way(char: str) -> None:
    # an invisible character, which goes at once, is all that keeps a word from the short way
    assert letters(char) == letters(char + "\u2060")


@given(
    UZBEK
    | st.text(CYRILLIC + CYRILLIC.upper())
    | st.text(CYRILLIC[:9] + MARKS + "ўҳъ-1 ")
    | st.text("oOgGsSchHаё" + MARKS)
)
def test_the_short_way_gives_the_letters_of_the_long_one(word: str) -> None:
    assert letters(word) == letters(word + "\u2060")
