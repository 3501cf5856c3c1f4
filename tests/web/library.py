"""A small library of releases, how to publish it, and engines that fail or count on purpose."""

import datetime as dt
from pathlib import Path
from typing import Final

from search.answer import Answer, ReleaseView
from search.engines import open_store
from search.facets.taxonomies import read_categories
from search.generation import Generation
from search.query import Query
from search.release import Release
from search.service import SearchService
from search.settings import Settings

BODY = (
    "Navoiy viloyatida quyosh elektr stansiyasi ishga tushdi.\n\n"
    "Energetika vazirligi maʼlumotiga koʻra, stansiya yiliga 4,8 million kilovatt-soat energiya beradi. "
    "Loyiha <b>davlat-xususiy</b> sheriklik & sarmoya asosida amalga oshirildi.\n\n"
    "Keyingi bosqichda saqlash tizimlari quriladi."
)


def library() -> list[Release]:
    """Releases of every shape that a page can meet, and enough of one kind for several pages."""
    monthly = [
        Release(
            f"oylik-{number:02}",
            f"{number}-sonli hisobot eʼlon qilindi",
            f"Hisobot matni, {number}-son. Iqtisodiyot koʻrsatkichlari keltirilgan.",
            dt.date(2022 + number // 12, number % 12 + 1, 10),
            "given",
            ("moliya",) if number % 2 else ("savdo", "moliya"),
            source="Statistika agentligi",
        )
        for number in range(45)
    ]
    return [
        *monthly,
        Release(
            "2026-03-05-quyosh",
            "Oʻzbekistonda quyosh energetikasi <ikki> barobar oshdi",
            BODY,
            dt.date(2026, 3, 5),
            "dateline",
            ("energetika", "investitsiyalar"),
            sectors_derived=True,
            source="Energetika vazirligi",
            url="https://example.uz/quyosh",
        ),
        Release(
            "2026-02-01-qozogiston",
            "Qozogʻiston bilan bitim imzolandi",
            "Mudofaa va energetika sohasida “yoʻl xaritasi” qabul qilindi.",
            dt.date(2026, 2, 1),
            "filename",
            ("diplomatiya",),
            source="Tashqi ishlar vazirligi",
            url="javascript:alert(1)",
        ),
        Release("sarlavhasiz", "", "Faqat matndan iborat quyosh xabari. " * 8, dt.date(2020, 5, 1), "given"),
        Release("sanasiz/1", "Sanasiz energetika xabari", "", None, None, ("energetika",)),
        Release("kirill", "Мудофаа вазирлигида машғулот", "Ҳарбийлар машқ қилди.", dt.date(2021, 6, 20), "given"),
    ]


def offices(count: int = 131) -> list[str]:
    """Names of as many offices, of all letters, in either script and with every mark; one begins with a number."""
    regions = [region.labels["uz"] for region in read_categories(Settings().corpus)["region"].values()]
    kinds = ("hokimligi", "adliya boshqarmasi", "soliq boshqarmasi", "ichki ishlar boshqarmasi", "xalq taʼlimi bo'limi")
    more = ("statistika boshqarmasi", "prokuraturasi", "kengashi", "sogʻliqni saqlash boshqarmasi")
    named = [
        "Oʻzbekiston matbuot agentligi",
        "«Oʻzbekneftgaz» aksiyadorlik jamiyati",
        "Gʻazna vazirligi",
        "Шаҳарсозлик вазирлиги",
        "Chorvachilik qoʻmitasi",
        "103-xizmat markazi",
        "Energetika vazirligi",
    ]
    return [*named, *(f"{region} {kind}" for kind in (*kinds, *more) for region in regions)][:count]


LONG: Final = (  # what titles of acts go on with: more than a card shows
    ": hududlarda amalga oshiriladigan loyihalar, ularning muddatlari, masʼullari va moliyalashtirish manbalari, "
    "shuningdek ularni nazorat qilish tartibi toʻgʻrisida"
)


def large_library() -> list[Release]:
    """Releases of 131 offices about 109 countries, some offices with many; every third is an account (hisobot).

    Every fourth title is longer than a card.
    """
    categories = read_categories(Settings().corpus)
    countries, regions = list(categories["country"])[:109], list(categories["region"])
    sectors = ("energetika", "savdo", "moliya", "bandlik", "mudofaa")
    rows = [office for number, office in enumerate(offices()) for _ in range(1 + 97 % (number + 1) % 12)]
    return [
        Release(
            f"katta-{at:03}",
            f"{office} {at}-sonli {'hisobot' if at % 3 == 0 else 'xabar'} eʼlon qildi{LONG if at % 4 == 0 else ''}",
            f"{office} yangi loyiha boshladi. Iqtisodiyot koʻrsatkichlari {at} ta satrda keltirilgan.",
            dt.date(2015 + at % 11, at % 12 + 1, at % 28 + 1),
            "given",
            (sectors[at % 5],),
            countries=(countries[at % 109],) if at % 7 else (),
            regions=(regions[at % len(regions)],) if at % 3 else (),
            source=office,
        )
        for at, office in enumerate(rows)
    ] + [Release("katta-manbasiz", "Manbasiz hisobot", "Kim yozgani nomaʼlum.", dt.date(2025, 1, 1), "given")]


def publish(folder: Path, releases: list[Release], *, samples: bool = False) -> Settings:
    """Publish releases in a folder of their own and return the settings that find them."""
    settings = Settings(data=folder, rate=0)  # tests ask more often than clients may
    with open_store(settings).begin(None, samples=samples, paths=("/releases",)) as draft:
        draft.add(releases)
        draft.publish(b"{}")
    return settings


class Failing(SearchService):
    """An engine over a real generation whose every answer fails with one error."""

    def __init__(self, engine: SearchService, error: Exception) -> None:
        self._engine = engine
        self._error = error

    def generation(self) -> Generation:
        return self._engine.generation()

    def answer(self, query: Query, *, acting: bool = False, facets_size: int | None = None) -> Answer:
        raise self._error

    def read(self, release_id: str, q: str = "", script: str | None = None) -> ReleaseView:
        raise self._error


class Counting(SearchService):
    """An engine that counts how often it searched."""

    def __init__(self, engine: SearchService) -> None:
        self._engine = engine
        self.searches = 0

    def generation(self) -> Generation:
        return self._engine.generation()

    def answer(self, query: Query, *, acting: bool = False, facets_size: int | None = None) -> Answer:
        self.searches += 1
        return self._engine.answer(query, acting=acting)

    def read(self, release_id: str, q: str = "", script: str | None = None) -> ReleaseView:
        self.searches += 1
        return self._engine.read(release_id, q, script)
