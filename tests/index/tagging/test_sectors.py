from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import ReadRelease, read_releases
from index.tagging.sectors import MAX_DERIVED, CategoryNames
from search.facets.taxonomies import read_sectors
from search.release import Release
from search.settings import ROOT
from search.uzbek import to_cyrillic
from tests.index.tagging.reading import sectors, tag

SECTORS = read_sectors(ROOT / "corpus")


@pytest.mark.parametrize(
    ("names", "known", "unknown"),
    [
        (("savdo", "fan"), ("savdo", "fan"), ()),
        (("fan, savdo,fan",), ("fan", "savdo"), ()),
        (("Savdo; ",), ("savdo",), ()),
        (("Таълим ва ёшлар",), ("talim",), ()),
        (("Ta'lim va yoshlar",), ("talim",), ()),
        (("Торговля", "Energy"), ("savdo", "energetika"), ()),
        (("Moliya, bank va soliqlar, fan",), ("moliya", "fan"), ()),
        (("Qishloq va suv xoʻjaligi, ekologiya",), ("qishloq-suv-ekologiya",), ()),
        (("dengiz, savdo",), ("savdo",), ("dengiz",)),
        ((), (), ()),
    ],
)
def test_sectors_are_read_by_slug_or_label(
    names: tuple[str, ...], known: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert CategoryNames(SECTORS).resolve(names) == (known, unknown)


def test_a_release_that_names_sectors_keeps_just_those() -> None:
    release, unknown = tag(Release("a", "Bojxona va savdo", sectors=("fan", "dengiz")))
    assert (release.sectors, release.sectors_derived, unknown.sectors) == (("fan",), False, ("dengiz",))


def test_a_release_that_names_none_gets_what_its_words_earn() -> None:
    release, _ = tag(Release("a", "Bojxona xodimlari"))
    assert (release.sectors, release.sectors_derived) == (("bojxona",), True)
    release, _ = tag(Release("a", "Tabrik"))
    assert (release.sectors, release.sectors_derived) == ((), False)


def test_one_stem_in_the_text_is_too_little_and_two_are_enough() -> None:
    assert sectors("Tadbir", "Unda zavod ham tilga olindi. Zavodlar, zavodda.") == ()
    assert sectors("Tadbir", "Yangi zavod ochildi. Metallurgiya rivojlanadi.") == ("sanoat-kooperatsiyasi",)


def test_one_stem_in_the_title_is_enough() -> None:
    assert sectors("Parlament sammiti") == ("diplomatiya",)


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Hokimligi yigʻilishi", "hududlararo-hamkorlik"),
        ("Viloyat hokimining qarori", "hududlararo-hamkorlik"),
        ("Diplomatik munosabat", "diplomatiya"),
        ("Дипломатияси тарихи", "diplomatiya"),
        ("Elchixonada qabul", "diplomatiya"),
        ("Notariuslar uchrashuvi", "sud-ekspertlik"),
        ("Sud-ekspertlik markazi", "sud-ekspertlik"),
        ("Temir yo'llari qurildi", "transport-kommunikatsiyalari"),
        ("Ilm-fanga eʼtibor", "fan"),
        ("Qishloq xoʻjaligida yangilik", "qishloq-suv-ekologiya"),
        ("Paxtakorlar bayrami", "qishloq-suv-ekologiya"),
        ("Fazoviy tadqiq", "fazo"),
        ("GESlar", "energetika"),
    ],
)
def test_a_stem_reaches_its_inflections_and_derivations(title: str, sector: str) -> None:
    assert sector in sectors(title)


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Konsultatsiya oʻtkazildi", "diplomatiya"),
        ("Auditoriyada suhbat", "moliya"),
        ("Elektron navbat", "energetika"),
        ("Gazetalar haqida", "energetika"),
        ("Olimpiada boshlandi", "fan"),
        ("Konsert boʻldi", "sanoat-kooperatsiyasi"),
        ("Temir va yoʻl", "transport-kommunikatsiyalari"),
        ("Temir. Yoʻl", "transport-kommunikatsiyalari"),
    ],
)
def test_a_stem_does_not_reach_a_word_that_only_begins_like_it(title: str, sector: str) -> None:
    assert sector not in sectors(title)


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Ikki tomonlama aloqalar kengaymoqda", "raqamli"),
        ("Savdo-iqtisodiy aloqalarni rivojlantirish", "raqamli"),
        ("Raketa hujumidan keyin", "fazo"),
        ("Chiqindi poligonlari yopildi", "mudofaa"),
        ("Vazir Olim Karimov keldi", "fan"),
        ("Rais Olimning nutqi", "fan"),
        ("Maldiv orollarida dam olish", "qishloq-suv-ekologiya"),
        ("Kipr oroliga sayohat", "qishloq-suv-ekologiya"),
        ("Bugun “Paxtakor” gʻalaba qozondi", "qishloq-suv-ekologiya"),
        ("“Paxtakor” klubining oʻyini", "qishloq-suv-ekologiya"),
        ("Mehnat yarmarkasi ochildi", "savdo"),
    ],
)
def test_a_stem_with_another_meaning_earns_nothing(title: str, sector: str) -> None:
    assert sector not in sectors(title)
    assert sector not in sectors(to_cyrillic(title))


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Aloqa vositalari va internet", "raqamli"),
        ("Raketa hujumidan keyin", "mudofaa"),
        ("Chiqindi poligonlari yopildi", "qishloq-suv-ekologiya"),
        ("Olimlar yangi usul topdi", "fan"),
        ("Orolboʻyida va Orol dengizida", "qishloq-suv-ekologiya"),
        ("Paxtakorlar va dehqonlar", "qishloq-suv-ekologiya"),
        ("Voleybol boʻyicha musobaqa", "madaniyat-turizm-sport"),
    ],
)
def test_the_meaning_of_the_sector_earns_it(title: str, sector: str) -> None:
    assert sector in sectors(title)
    assert sector in sectors(to_cyrillic(title))


def test_a_stem_beside_its_lookalike_still_counts() -> None:
    assert "raqamli" in sectors("Aloqa vazirligi ikki tomonlama aloqalarni kengaytirdi")
    assert "raqamli" in sectors("Mobil aloqa sifati oshdi")


def test_a_weak_stem_of_the_title_needs_a_second_stem() -> None:
    assert sectors("Platforma haqida") == ()
    assert sectors("Platforma haqida", "Unda raqamli xizmatlar bor.") == ("raqamli",)
    assert sectors("Platforma haqida", "Platformalar koʻp.") == ()


def test_stems_far_from_the_beginning_are_mentions_only() -> None:
    about, filler = "Yangi zavod va metallurgiya. ", "Gap shu edi. " * 30
    assert sectors("Tadbir", f"{about}{filler}") == ()
    assert sectors("Tadbir", f"{about}{filler}Zavodlar koʻp.") == ("sanoat-kooperatsiyasi",)
    assert sectors("Tadbir", f"{filler}{about}{about}") == ()
    assert sectors("Yangi korxona", f"{filler}{about}") == ("sanoat-kooperatsiyasi",)


def test_the_first_words_stand_for_a_title_that_is_missing() -> None:
    assert sectors("", "Prezident rasmiy tashrif bilan keldi.") == ("diplomatiya",)
    assert sectors("Xabar", "Prezident rasmiy tashrif bilan keldi.") == ()


def test_a_late_list_of_areas_is_background() -> None:
    areas = "Savdo, energetika va fan sohalarida hamkorlik davom etadi. "
    assert set(sectors("Uchrashuv", areas)) == {"savdo", "energetika", "fan"}
    assert sectors("Uchrashuv", "Gap shu edi. " * 60 + areas) == ()


def test_the_longer_stem_at_a_place_counts_alone() -> None:
    assert sectors("Tadbir", "Markaziy bank maʼlum qildi.") == ()


def test_a_list_of_areas_earns_every_sector_it_names() -> None:
    text = (
        "Ikki mamlakat oʻrtasida savdo, investitsiyalar, energetika, transport kommunikatsiyalari, mudofaa, bandlik va "
        "fan sohalarida hamkorlik kengayadi."
    )
    got = sectors("Uchrashuv", text)
    named = {"savdo", "investitsiyalar", "energetika", "transport-kommunikatsiyalari", "mudofaa", "bandlik", "fan"}
    assert named <= set(got)


def test_an_area_alone_and_a_list_of_something_else_earn_nothing() -> None:
    assert sectors("Uchrashuv", "Mudofaa sohasida ish koʻp.") == ()
    assert sectors("Uchrashuv", "Unda mudofaa, bandlik va fan haqida gapirildi.") == ()


def test_the_most_evident_sector_comes_first_and_there_is_an_end() -> None:
    got = sectors("Yangi shifoxona", "Shifokor, tibbiyot va poliklinika. Soliq va budjet.")
    assert got == ("sogliqni-saqlash", "moliya")
    everything = ", ".join(stem for sector in SECTORS.values() for stem in sector.stems)
    assert len(sectors(everything)) == MAX_DERIVED


@given(st.text() | st.text(alphabet="savdo,. vahmdʻ-"), st.text())
def test_any_text_earns_known_sectors_once(title: str, body: str) -> None:
    got = sectors(title, body)
    assert len(set(got)) == len(got) <= MAX_DERIVED
    assert set(got) <= SECTORS.keys()


def test_most_sectors_of_the_samples_are_found_in_their_own_words() -> None:
    right = derived = named = 0
    for path in sorted((ROOT / "corpus" / "releases").rglob("*.txt")):
        for found in read_releases(path):
            assert isinstance(found, ReadRelease)
            given_sectors, unknown = CategoryNames(SECTORS).resolve(found.release.sectors)
            assert not unknown
            if given_sectors:
                own = set(sectors(found.release.title, found.release.body))
                right, derived, named = (
                    right + len(own & set(given_sectors)),
                    derived + len(own),
                    named + len(given_sectors),
                )
    assert right / derived > 0.9
    assert right / named > 0.5  # a release's own list names areas that its text only touches, too


def test_the_seed_carries_the_sectors_that_it_names(shared: Path) -> None:
    (path,) = (shared / "seed").glob("*.txt")
    (found,) = read_releases(path)
    assert isinstance(found, ReadRelease)
    release, _ = tag(found.release)
    assert release.sectors_derived
    assert set(release.sectors) >= {
        "savdo",
        "investitsiyalar",
        "energetika",
        "transport-kommunikatsiyalari",
        "bojxona",
        "mudofaa",
        "bandlik",
        "fan",
    }
