"""Each of the privileges that docs/SCALING.md lists is needed: ./dev cluster test runs this, CI does not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines import opensearch
from search.engines.opensearch.index import OpenSearchIndex
from search.errors import IndexUnavailable
from search.facets.selection import Choice
from search.query import Query
from search.release import Release
from search.settings import Settings
from tests.analyzers import SAMPLE
from tests.opensearch.nodes import running
from tests.opensearch.privileges import RUN_CLUSTER, RUN_INDICES, SERVICE_CLUSTER, SERVICE_INDICES
from tests.opensearch.secured import PASSWORD, Secured, secured
from tests.search.engine_contract.engines import OpenEngine

PATTERN = "izla*"
RELEASES = [Release(f"r{number}", "Quyosh", "Matn", sectors=("energetika",)) for number in range(5)]


@pytest.fixture(scope="module")
def node() -> Iterator[Secured]:
    with running(secured()) as node:
        yield node


def engine(node: Secured, user: str, folder: Path, prefix: str) -> OpenEngine:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    settings = Settings(
        data=folder,
        engine="opensearch",
        opensearch_url=node.url,
        opensearch_ca=str(node.authority.ca),
        opensearch_user=user,
        opensearch_password_file=str(secret),
        opensearch_prefix=prefix,
    )
    store = opensearch.open_store(settings, SAMPLE, grace=0.0)
    return OpenEngine(store, OpenSearchIndex(store, fresh=0.0))


def run(node: Secured, user: str, folder: Path) -> None:
    """Do all that a run and its other commands do in a cluster."""
    store = engine(node, user, folder, f"izla{folder.name}").store  # its own, as it may leave its lock behind
    for _ in range(2):
        with store.begin(None, samples=False, paths=()) as draft:
            draft.add(RELEASES)
            draft.publish(b"{}")
    with store.begin(store.live(), samples=False, paths=()) as draft:
        draft.add([Release("x", "Suv", "Matn")])
        draft.remove(["r1"])
        draft.publish(b"{}")
    live = store.live()
    assert live is not None
    store.check(live)
    store.roll_back()
    with store.begin(None, samples=False, paths=()) as draft:
        draft.add([Release("z", "Suv", "Matn")])
        draft.remove(["z"])  # what was sent already: the lengths in the formula are put right at the end
        draft.add(RELEASES)
        draft.publish(b"{}")


def serve(node: Secured, user: str, folder: Path) -> None:
    """Do all that a service asks of a cluster."""
    opened = engine(node, user, folder, "izla0")
    opened.store.live()  # a node takes its time for the first question of somebody, whose password it has to check
    service = opened.service()
    service.ready()
    service.answer(Query("quyosh"), acting=True)
    service.answer(Query("quyosh").choosing("sector", Choice("energetika")), acting=True)
    service.read("r1")
    service.suggest("quy", 5)
    assert [*service.export(Query("quyosh")).releases]


@pytest.mark.parametrize(
    ("does", "cluster", "indices"),
    [(run, RUN_CLUSTER, RUN_INDICES), (serve, SERVICE_CLUSTER, SERVICE_INDICES)],
)
def test_no_privilege_can_be_spared(
    node: Secured,
    tmp_path: Path,
    does: Callable[[Secured, str, Path], None],
    cluster: tuple[str, ...],
    indices: tuple[str, ...],
) -> None:
    node.allow("all", RUN_CLUSTER, RUN_INDICES, PATTERN)
    first = tmp_path / "0"
    first.mkdir()
    run(node, "all", first)
    node.allow("all", cluster, indices, PATTERN)
    does(node, "all", first)
    spared, said = [], []
    for at, name in enumerate((*cluster, *indices), 1):
        own = tmp_path / str(at)
        own.mkdir()
        fewer = (tuple(each for each in cluster if each != name), tuple(each for each in indices if each != name))
        node.allow("fewer", *fewer, PATTERN)
        try:
            does(node, "fewer", own)
        except IndexUnavailable as error:
            said.append(f"{does.__name__} without {name}: {error}")
        else:
            spared.append(name)
    print(*said, sep="\n")
    assert not spared
    assert not [line for line in said if "docs/SCALING.md" not in line]
