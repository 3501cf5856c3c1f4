import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.facets.taxonomies import read_regions
from search.release import Release
from search.settings import ROOT
from search.uzbek import to_cyrillic
from tests.index.tagging.reading import countries, regions, tag

CORPUS = ROOT / "corpus"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Toshkent shahrida maktab ochildi", ("toshkent-shahri",)),
        ("Toshkentda sammit boʻldi", ("toshkent-shahri",)),
        ("Toshkent viloyatida zavod qurildi", ("toshkent-viloyati",)),
        ("TOSHKENT VILOYATIDA ZAVOD QURILDI", ("toshkent-viloyati",)),
        ("Toshkent, Andijon va Namangan viloyatlarida", ("toshkent-viloyati", "andijon", "namangan")),
        ("Samarqandlik yoshlar Nukusga keldi", ("qoraqalpogiston", "samarqand")),
        ("Navoiyda kombinat ishga tushdi", ("navoiy",)),
        ("Alisher Navoiy haykali ochildi", ()),
        ("Navoiy nomidagi kutubxona", ()),
        ("Bunga qarshi kurash davom etadi. Qarshi kurashamiz", ()),
        ("Qarshi shahrida bogʻ barpo etildi", ("qashqadaryo",)),
        ("Қарши шаҳрида боғ барпо этилди", ("qashqadaryo",)),
        ("Farg'ona vodiysi hosili", ()),
        ("Farg`onada yangi zavod", ("fargona",)),
        ("Fergana", ()),
        ("Bugun yangi maktab ochildi", ()),
    ],
)
def test_regions_are_read_from_words_with_a_capital(text: str, named: tuple[str, ...]) -> None:
    assert regions(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Xitoylik sarmoyadorlar va Rossiya elchisi", ("cn", "ru")),
        ("Қозоғистон билан ҳамкорлик", ("kz",)),
        ("AQSh va BAA vakillari", ("ae", "us")),
        ("Oʻzbekiston va Yaponiya", ("jp",)),
        ("Janubiy Koreyaning KOICA agentligi", ("kr",)),
        ("Shimoliy Koreya", ("kp",)),
        ("Lotin Amerikasi davlatlari", ()),
        ("Yaman ohang. Yaman gap", ()),
        ("Mali ham keldi", ()),
        ("Ekvatorial Gvineyadan", ("gq",)),
        ("Saudiya Arabistoniga tashrif", ("sa",)),
        ("misrni sotdi", ()),
        ("Buyuk Britaniyada", ("gb",)),
    ],
)
def test_countries_are_read_from_words_with_a_capital(text: str, named: tuple[str, ...]) -> None:
    assert countries(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A.Navoiy hayoti haqida", ()),
        ("A. Navoiyning devoni", ()),
        ("Hazrat Navoiy taʼrifi", ()),
        ("Shoir Navoiy va Bobur merosi", ()),
        ("Bobur va Navoiy kunlari", ()),
        ("Navoiy teatrida premyera", ()),
        ("Muhammad al-Xorazmiy nomidagi maktab", ()),
        ("Imom Buxoriy majmuasi", ()),
        ("Termiz koʻchasida yoʻl taʼmirlandi", ()),
        ("Гулистон маҳалласида ҳашар", ()),
        ("Guliston MFYda yigʻin", ()),
        ("Andijon nomli xonadon", ()),
        ("Guliston mahallalari obod boʻlmoqda", ("sirdaryo",)),
        ("Navoiy viloyatida kombinat", ("navoiy",)),
        ("Buxoro va uning mahallasi", ("buxoro",)),
        ("Samarqand va Toshkent viloyatlarida", ("toshkent-viloyati", "samarqand")),
        ("Самарқанд ҳамда Тошкент вилоятларида", ("toshkent-viloyati", "samarqand")),
        ("Toshkent shahri va viloyatida", ("toshkent-shahri", "toshkent-viloyati")),
        ("Toshkent shahri va Buxoro viloyatida", ("toshkent-shahri", "buxoro")),
        ("Sergelida metro ochildi", ("toshkent-shahri",)),
        ("Чилонзордаги мактаб", ("toshkent-shahri",)),
        ("Qarshida bogʻ barpo etildi", ("qashqadaryo",)),
        ("Qarshidan Buxoroga poyezd", ("buxoro", "qashqadaryo")),
    ],
)
def test_the_words_around_a_name_say_what_it_names(text: str, named: tuple[str, ...]) -> None:
    assert regions(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Oʻsh shahrida forum", ("kg",)),
        ("Ўшда учрашув", ("kg",)),
        ("Moskvadagi muzokaralar", ("ru",)),
        ("Istanbulga reys", ("tr",)),
        ("Oʻshanda yigʻilish boʻldi", ()),
    ],
)
def test_a_city_abroad_counts_for_its_country(text: str, named: tuple[str, ...]) -> None:
    assert countries(text) == named


def test_places_of_the_title_come_first() -> None:
    body = "Uchrashuvda Avstriya va Belgiya vakillari ham qatnashdi."
    assert countries("Yaponiya elchisi", body) == ("jp", "at", "be")


def test_a_dateline_is_no_place_that_a_release_is_about() -> None:
    body = "Toshkent, 21-dekabr 2022-yil. Buxoroda zavod ochildi."
    assert regions("Zavod", body) == ("buxoro",)
    assert regions("Zavod", f"{body} Toshkentda ham.") == ("toshkent-shahri", "buxoro")


def test_every_region_is_known_by_its_own_label_in_both_scripts_and_every_language() -> None:
    for slug, region in read_regions(CORPUS).items():
        for text in (region.labels["uz"], to_cyrillic(region.labels["uz"])):
            assert regions(text) == (slug,)
        named, unknown = tag(Release("a", "Xabar", regions=tuple(region.labels.values())))
        assert (named.regions, named.regions_derived, unknown.regions) == ((slug,), False, ())


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    tag(Release("a", text, text))
