"""What stands around a place's name decides whether the place is meant, in every form and both scripts."""

import pytest

from search.uzbek import to_cyrillic
from tests.index.tagging.reading import countries, regions


def in_both_scripts(text: str) -> tuple[tuple[str, ...], ...]:
    return regions(text), regions(to_cyrillic(text))


@pytest.mark.parametrize(
    "text",
    [
        "Shoir A.Navoiy haqida suhbat",
        "Kitobxonlar A. Navoiyning hayoti haqida gapirdi",
        "Hazrat Navoiy bizga nimani oʻrgatadi",
        "Mir Alisher Navoiyga bagʻishlangan kecha",
        "Oʻquvchilar Navoiy va Bobur gʻazallarini yod oldi",
        "Dasturda Bobur, Navoiyning sheʼrlari bor",
        "Navoiy teatrida yangi opera",
        "Muhammad al-Xorazmiy nomidagi maktab",
        "Imom Termiziyning merosi",
        "Hakim at-Termiziy majmuasi",
        "Namangan nomli choyxona",
    ],
)
def test_a_person_is_no_region(text: str) -> None:
    assert in_both_scripts(text) == ((), ())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Guliston mahallasida bogʻ barpo etildi", ()),
        ("Guliston MFYda seminar", ()),
        ("Guliston mahalla fuqarolar yigʻini", ()),
        ("Fargʻonadagi Toshkent koʻchasi taʼmirlandi", ("fargona",)),
        ("Fargʻonaning Toshkent shoh koʻchasida", ("fargona",)),
        ("Urganchdagi Guliston qishlogʻi", ("xorazm",)),
        ("Toshkent koʻchalarida bayram", ("toshkent-shahri",)),
        ("Guliston shahrida bayram", ("sirdaryo",)),
        ("Imom Buxoriy va Buxoro viloyati", ("buxoro",)),
        ("Shoir A. Navoiy viloyatida tugʻilmagan", ("navoiy",)),
        ("Navoiy va Buxoro shaharlarida", ("buxoro", "navoiy")),
    ],
)
def test_a_street_or_a_quarter_is_no_region_and_a_town_is_one(text: str, named: tuple[str, ...]) -> None:
    assert in_both_scripts(text) == (named, named)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Samarqand va Toshkent viloyatlarida", ("toshkent-viloyati", "samarqand")),
        ("Toshkent va Samarqand viloyatlarining", ("toshkent-viloyati", "samarqand")),
        ("Toshkent shahri va viloyatida", ("toshkent-shahri", "toshkent-viloyati")),
        ("Toshkent shahar va viloyatidan", ("toshkent-shahri", "toshkent-viloyati")),
        ("Toshkent shahri, Toshkent va Andijon viloyatlarida", ("toshkent-shahri", "toshkent-viloyati", "andijon")),
        ("Toshkent shahri hamda Andijon viloyatlarida", ("toshkent-shahri", "andijon")),
    ],
)
def test_the_head_noun_of_a_list_says_what_its_names_are(text: str, named: tuple[str, ...]) -> None:
    assert in_both_scripts(text) == (named, named)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Qarshida yangi zavod", ("qashqadaryo",)),
        ("Poyezd Qarshidan yoʻlga chiqdi", ("qashqadaryo",)),
        ("Buxoro, Qarshi va Termiz aeroportlari", ("buxoro", "qashqadaryo", "surxondaryo")),
        ("Qarshi davlat texnika universiteti", ("qashqadaryo",)),
        ("Qarshi kurashish yoʻllari", ()),
        ("Korrupsiyaga Qarshi Kurash Agentligi", ()),
        ("KASALLIKKA QARSHI EMLASH", ()),
        ("Qarshilik koʻrsatildi", ()),
        ("Sergeliga metro keldi", ("toshkent-shahri",)),
        ("Chilonzordagi bozor", ("toshkent-shahri",)),
        ("Xonobodda stansiya qurildi", ("andijon",)),
    ],
)
def test_towns_are_found_and_common_words_are_none(text: str, named: tuple[str, ...]) -> None:
    assert in_both_scripts(text) == (named, named)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Oʻsh viloyatida forum", ("kg",)),
        ("Oʻshda forum", ("kg",)),
        ("Oʻsha kuni forum boʻldi", ()),
        ("Londonda koʻrgazma", ("gb",)),
        ("Tokiodagi taqdimot", ("jp",)),
        ("Moʻgʻuliston Prezidenti", ("mn",)),
        ("Narxi 5 million AQSh dollari", ()),
        ("AQSh va uning dollari", ("us",)),
    ],
)
def test_cities_abroad_name_their_country_and_its_money_does_not(text: str, named: tuple[str, ...]) -> None:
    assert (countries(text), countries(to_cyrillic(text))) == (named, named)
