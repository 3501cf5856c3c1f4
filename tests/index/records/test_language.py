import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records.language import LANGUAGES, language_of, uzbek_part
from search.uzbek.letters import MARKS

UZBEK = "Vazirlik yangi maktab va bogʻchalar qurilishi haqida maʼlumot berdi."
UZBEK_TOO = "Ишлар йил охиригача якунланади, бунинг учун маблағ ажратилди."
RUSSIAN = "Министерство сообщило о строительстве новых школ и детских садов."
RUSSIAN_TOO = "Работы завершат до конца года, средства уже выделены."
ENGLISH = "The ministry said that new schools and kindergartens are being built."
KARAKALPAK = "Ministrlik jańa mektepler hám baqshalar qurılısı haqqında maǵlıwmat berdi."
RULE = "➖➖➖➖"


def lines() -> list[tuple[str, str, str]]:
    """The hand-checked list: language ("" where nothing tells), kind and text."""
    text = Path(__file__).with_name("languages.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [("" if language == "-" else language, kind, line) for language, kind, line in rows]


def documents(shared: Path) -> Iterator[tuple[str, str]]:
    """Titles and texts of real Uzbek documents."""
    with gzip.open(shared / "data" / "real_uz.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in rows:
            document = json.loads(row)
            yield document["title"] or "", document["body"] or ""


def test_the_list_is_told() -> None:
    wrong = [
        f"{language} taken for {told}: {text}"
        for language, _, text in lines()
        if (told := language_of(text, "")) != language
    ]
    assert len(wrong) <= 0.01 * len(lines()), wrong


def test_the_list_holds_enough_of_each_language() -> None:
    counts = Counter(language for language, _, _ in lines())
    assert counts.keys() == {*LANGUAGES, ""}
    assert len({text for _, _, text in lines()}) == counts.total() >= 200
    assert (counts["uz"], counts["ru"], counts["en"], counts["kaa"]) >= (90, 40, 20, 30)


@pytest.mark.parametrize("apostrophe", [*MARKS, ""])
@pytest.mark.parametrize(("language", "text"), [(language, text) for language, _, text in lines() if "ʻ" in text])
def test_any_apostrophe_will_do(language: str, text: str, apostrophe: str) -> None:
    assert language_of(text.replace("ʻ", apostrophe).replace("ʼ", apostrophe), "") == language


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, _, text in lines() if language])
def test_accents_may_be_letters_of_their_own(language: str, text: str) -> None:
    assert language_of("", text.replace("й", "и\u0306").replace("ў", "у\u0306").replace("ń", "n\u0301")) == language_of(
        "", text
    )


def test_a_long_text_is_what_most_of_it_is() -> None:
    assert language_of(UZBEK, " ".join([UZBEK] * 100)) == "uz"
    assert language_of(UZBEK, " ".join([RUSSIAN, RUSSIAN_TOO, ENGLISH, RUSSIAN] * 100)) == "ru"
    assert language_of("", " ".join([RUSSIAN, *[UZBEK, UZBEK_TOO] * 5] * 100)) == "uz"
    assert language_of("2026 – 12 345", "1 234 567 " * 300) == ""


def test_a_name_between_quotation_marks_tells_only_where_nothing_else_does() -> None:
    assert language_of("АО „Ўзбекистон темир йўллари“ перевезло миллион пассажиров", "") == "ru"
    assert language_of("“Yashil makon va toza havo”", "") == "uz"


def test_initials_are_no_words() -> None:
    assert language_of("", "К. С. Каримов ва В. О. Содиқов") == "uz"


@given(st.text(), st.text())
def test_any_text_has_an_answer(title: str, text: str) -> None:
    assert language_of(title, text) in (*LANGUAGES, "")


@given(st.text(st.characters(categories=["L", "Mn", "Lm", "Sk", "Zs"]), min_size=600, max_size=3000))
def test_any_long_text_has_an_answer(text: str) -> None:
    assert language_of("", text) in (*LANGUAGES, "")


@pytest.mark.parametrize(
    ("paragraphs", "kept"),
    [
        ([UZBEK, UZBEK_TOO, RULE, RUSSIAN, RUSSIAN_TOO], [0, 1]),
        ([UZBEK, UZBEK_TOO, "---", ENGLISH], [0, 1]),
        ([UZBEK, UZBEK_TOO, RUSSIAN, RUSSIAN_TOO], [0, 1]),
        ([UZBEK, RUSSIAN], [0]),
        ([RUSSIAN, RUSSIAN_TOO, RULE, UZBEK, UZBEK_TOO], [3, 4]),
        ([KARAKALPAK, RULE, UZBEK, RULE, RUSSIAN, RULE, ENGLISH], [2]),
        ([UZBEK, RULE, RUSSIAN, RULE, UZBEK_TOO], [0, 4]),
        ([UZBEK, RUSSIAN, UZBEK_TOO, RUSSIAN_TOO], [0, 2]),
        ([UZBEK, "", RULE, "🇷🇺", RUSSIAN], [0]),
        ([RUSSIAN, RUSSIAN_TOO], []),
        ([RULE, RUSSIAN, RULE], []),
    ],
    ids=str,
)
def test_the_uzbek_part_is_kept(paragraphs: list[str], kept: list[int]) -> None:
    assert uzbek_part(paragraphs) == [paragraphs[i] for i in kept]


@pytest.mark.parametrize(
    ("paragraphs", "kept"),
    [
        ([UZBEK, "1 204", RULE, RUSSIAN, "12.03.2026"], [0, 1]),
        (["12.03.2026", UZBEK, RULE, "№ 5", RUSSIAN], [0, 1]),
        ([UZBEK, RULE, RUSSIAN, RULE, "+998 71 200-00-01"], [0]),
        (["Toshkent", RULE, UZBEK, RUSSIAN, RUSSIAN_TOO], [0, 1, 2]),
        ([UZBEK, "График отключения газа", RUSSIAN], [0]),
    ],
    ids=str,
)
def test_what_tells_nothing_goes_with_what_is_before_it_in_its_part(paragraphs: list[str], kept: list[int]) -> None:
    assert uzbek_part(paragraphs) == [paragraphs[i] for i in kept]


@pytest.mark.parametrize(
    "paragraphs",
    [
        [],
        [UZBEK],
        [UZBEK, RULE, UZBEK_TOO, "", RULE],
        [UZBEK, f"«{RUSSIAN}»", UZBEK_TOO],
        [UZBEK, ENGLISH, "12 345", UZBEK_TOO],
        [UZBEK, "Gollar: Mane 28, Yahyo 87 – Ito 10, Yuto 41, Akixiro 76.", "Foto: Lonely Planet"],
        ["12.03.2026", RULE, "1 204"],
        [RULE, "---"],
    ],
    ids=str,
)
def test_a_text_that_is_all_uzbek_or_tells_nothing_stays_whole(paragraphs: list[str]) -> None:
    assert uzbek_part(paragraphs) == paragraphs


@given(st.lists(st.sampled_from([UZBEK, UZBEK_TOO, RUSSIAN, ENGLISH, KARAKALPAK, RULE, "", "12"]) | st.text()))
def test_the_uzbek_part_is_in_order_and_asked_again_the_same(paragraphs: list[str]) -> None:
    part = uzbek_part(paragraphs)
    rest = iter(paragraphs)
    assert all(paragraph in rest for paragraph in part)
    assert uzbek_part(part) == part


def test_real_documents_are_uzbek(shared: Path) -> None:
    some = random.Random(17).sample(list(documents(shared)), 5_000)
    told = Counter(language_of(title, text) for title, text in some)
    assert told["uz"] >= 0.995 * len(some), told


def test_real_documents_stay_whole(shared: Path) -> None:
    texts = [paragraphs for _, text in documents(shared) if len(paragraphs := text.split("\n")) > 1]
    some = random.Random(17).sample(texts, 2_000)
    assert sum(uzbek_part(paragraphs) == paragraphs for paragraphs in some) >= 0.995 * len(some)


def test_a_row_with_columns_of_languages_is_told(shared: Path) -> None:
    path = shared / "data" / "ingest" / "files" / "22_language_columns.csv"
    with path.open(encoding="utf-8-sig", newline="") as rows:
        row = next(csv.DictReader(rows))
    columns = {"oz": "uz", "uz": "uz", "ru": "ru", "en": "en", "kaa": "kaa"}
    assert {suffix: language_of(row[f"title_{suffix}"], row[f"body_{suffix}"]) for suffix in columns} == columns


def test_a_message_in_two_languages_gives_its_uzbek_part(shared: Path) -> None:
    text = (shared / "data" / "ingest" / "files" / "13_telegram_result.json").read_text(encoding="utf-8")
    message = next(message for message in json.loads(text)["messages"] if message["id"] == 515)
    whole = "".join(piece if isinstance(piece, str) else piece["text"] for piece in message["text"])
    part = uzbek_part(whole.split("\n"))
    assert part[0] == "Urganch yoʻnalishida qoʻshimcha poyezdlar qatnaydi"
    assert part[-1] == "Chiptalar kassalarda va ilovada sotuvga chiqarildi."
