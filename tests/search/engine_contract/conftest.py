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
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def opened(engine_name: str, tmp_path: Path) -> Iterator[OpenEngine]:
    """Return an engine that is the test's own."""
    engine = ENGINES[engine_name](tmp_path / "var")
    yield engine
    engine.forget()


@pytest.fixture
def store(opened: OpenEngine) -> Store:
    return opened.store


@pytest.fixture(scope="session")
def published() -> Iterator[dict[tuple[str, tuple[Release, ...]], OpenEngine]]:
    """Return the engines over releases that tests only read: which engine, and which releases."""
    engines: dict[tuple[str, tuple[Release, ...]], OpenEngine] = {}
    yield engines
    for engine in engines.values():
        engine.forget()


@pytest.fixture
def engine_over(
    engine_name: str,
    request: pytest.FixtureRequest,
    published: dict[tuple[str, tuple[Release, ...]], OpenEngine],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Iterable[Release]], SearchService]:
    """Return a service over releases, published as a generation.

    Tests that write nothing else share one for the same releases: on a cluster each takes a second to be made.
    """
    writes = {"opened", "store", "publish"} & set(request.fixturenames)
    own: OpenEngine | None = request.getfixturevalue("opened") if writes else None

    def engine_over(releases: Iterable[Release]) -> SearchService:
        chosen = (engine_name, tuple(releases))
        if own is None and chosen in published:
            return published[chosen].service()
        engine = own or ENGINES[engine_name](tmp_path_factory.mktemp("shared") / "var")
        with engine.store.begin(None, samples=False, paths=("/releases",)) as draft:
            draft.add(chosen[1])
            draft.publish(b"{}")
        if own is None:
            published[chosen] = engine
        return engine.service()

    return engine_over
