"""Every test of this folder runs on every engine."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from search.engine import Store
from search.release import Release
from search.service import SearchService
from tests.search.engine_contract.engines import ENGINES, OpenEngine


@pytest.fixture
def open_engine(tmp_path: Path) -> Iterator[Callable[[str], OpenEngine]]:
    """Return what opens an engine by name; what any of them keeps is taken away afterwards."""
    opened: list[OpenEngine] = []

    def open_engine(name: str) -> OpenEngine:
        opened.append(ENGINES[name](tmp_path / f"{name}{len(opened)}"))
        return opened[-1]

    yield open_engine
    for engine in opened:
        engine.forget()


@pytest.fixture(params=ENGINES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenEngine]:
    engine = ENGINES[request.param](tmp_path / "var")
    yield engine
    engine.forget()


@pytest.fixture
def store(opened: OpenEngine) -> Store:
    return opened.store


@pytest.fixture
def engine_over(
    opened: OpenEngine, publish: Callable[[Iterable[Release]], None]
) -> Callable[[Iterable[Release]], SearchService]:
    """Return a service over releases, published as a generation of their own."""

    def engine_over(releases: Iterable[Release]) -> SearchService:
        publish(releases)
        return opened.service()

    return engine_over
