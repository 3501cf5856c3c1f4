"""What every test may use: the shared data when it is there, and small indexes built for real."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

import hypothesis
import pytest

from search.engine import Store
from search.engines import open_service, open_store
from search.release import Release
from search.service import SearchService
from search.settings import ROOT, Settings
from tests.analyzers import SAMPLE

SHARED = ROOT.parent / "shared"

# No test is a measurement: a machine may be slow, and the first text loads the lexicon.
hypothesis.settings.register_profile("izla", deadline=None)
hypothesis.settings.load_profile("izla")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data that is beside a builder's checkout, and nowhere else."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return SHARED


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "var", lock_wait=0.3)


@pytest.fixture
def store(settings: Settings) -> Store:
    return open_store(settings, SAMPLE)


@pytest.fixture
def publish(store: Store) -> Callable[[Iterable[Release]], None]:
    """Publish a fresh generation of releases."""

    def publish(releases: Iterable[Release]) -> None:
        with store.begin(None, samples=False, paths=("/releases",)) as draft:
            draft.add(releases)
            draft.publish(b"{}")

    return publish


@pytest.fixture
def engine_over(
    settings: Settings, publish: Callable[[Iterable[Release]], None]
) -> Callable[[Iterable[Release]], SearchService]:
    """Return an engine over releases, published as a generation of their own."""

    def engine_over(releases: Iterable[Release]) -> SearchService:
        publish(releases)
        return open_service(settings, SAMPLE)

    return engine_over


@pytest.fixture(scope="session")
def releases() -> tuple[Release, ...]:
    """A handful of releases that differ in everything a search can tell apart."""
    return (
        Release(
            "2026-03-05-quyosh",
            "Navoiyda quyosh elektr stansiyasi ishga tushdi",
            "Stansiya quvvati 4,8 megavatt.\n\n“Yashil makon”ning yangi bosqichi boshlandi.",
            dt.date(2026, 3, 5),
            "given",
            ("energetika", "investitsiyalar"),
            source="Energetika vazirligi",
        ),
        Release(
            "2025-06-01-yol-xarita",
            "Qozog'iston bilan \"yo'l xarita\"lari qabul qilindi",
            "Ittifoqdosh davlatlar 2022-2023 yillarga mo'ljallangan hujjatlarni imzoladi.",
            dt.date(2025, 6, 1),
            "filename",
            ("diplomatiya",),
            source="Tashqi ishlar vazirligi",
        ),
        Release(
            "2025-06-20-mudofaa",
            "Мудофаа вазирлигида ўқув машғулоти",
            "Ҳарбий хизматчилар тоғда машқ қилди.",
            dt.date(2025, 6, 20),
            "given",
            ("mudofaa",),
            source="Мудофаа вазирлиги",
        ),
        Release(
            "sanasiz-kop",
            "Koʻp qavatli uylar qurildi",
            "Uy-joy dasturi doirasida koʻp oilalar yangi uyga koʻchdi. Quyosh panellari oʻrnatildi.",
            None,
            None,
            (),
            source="Energetika vazirligi",
        ),
        Release("2024-01-10-sport", "Futbol boʻyicha chempionat", "", dt.date(2024, 1, 10), "given", ("fan",)),
    )
