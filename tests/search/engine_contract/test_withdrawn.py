"""Withdrawn releases: every engine answers as if they had been removed, in whatever generation is live."""

import datetime as dt
import random
from collections.abc import Callable, Sequence

import pytest

from search.engine import Store
from search.errors import NotFound, ReleaseWithdrawn
from search.query import Query
from search.release import Release
from search.service import SearchService
from search.withdrawn import Reading, Withdrawn
from tests.search.engine_contract.engines import ENGINES, OpenEngine
from tests.search.engine_contract.test_generated import (
    check_answers,
    check_explanations,
    check_the_rest,
    publish_steps,
    random_query,
)

QUERIES = 60  # a corpus


class Office:
    """Says what is withdrawn; may say something else at any time."""

    def __init__(self) -> None:
        self.ids: frozenset[str] = frozenset()

    def withdraw(self, *ids: str) -> None:
        self.ids = frozenset(ids)

    def reading(self) -> Reading:
        return Reading(Withdrawn(self.ids))


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def service(opened: OpenEngine, office: Office) -> SearchService:
    return opened.service(withdrawn=office.reading)


@pytest.fixture
def publish(store: Store) -> Callable[..., str]:
    def publish(*releases: Release, base: bool = False, gone: Sequence[str] = ()) -> str:
        live = store.live() if base else None
        with store.begin(live, samples=False, paths=()) as draft:
            draft.add(releases)
            draft.remove(gone)
            history = store.history(live).after(live, gone, 20) if live else None
            return (draft.publish(b"{}", history, 20) if history else draft.publish(b"{}", begun=10)).id

    return publish


def release(release_id: str, title: str = "Quyosh paneli", source: str = "Energetika vazirligi") -> Release:
    return Release(release_id, title, "Navoiyda ishga tushdi.", dt.date(2026, 3, 5), source=source, first_seen=10)


def found(service: SearchService, q: str = "") -> list[str]:
    return [each.id for each in service.export(Query(q, sort="date")).releases]


@pytest.mark.parametrize("share", [0.05, 0.4, 1.0])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ENGINES)
def test_it_is_as_if_they_had_been_removed(
    name: str, seed: int, share: float, open_engine: Callable[[str], OpenEngine]
) -> None:
    rng = random.Random(seed)
    whole, without, office = open_engine(name), open_engine(name), Office()
    if 3 * seed >= whole.corpora:
        pytest.skip(f"{whole.corpora} corpora are generated for this engine")
    near = whole.near_without
    publish_steps(rng, (whole.store, without.store))
    held = found(whole.service())
    office.withdraw(*rng.sample(held, max(round(len(held) * share), 1)), "of another generation")
    with without.store.begin(without.store.live(), samples=False, paths=()) as draft:
        draft.remove(office.ids)
        draft.publish(b"{}")
    ours, theirs = whole.service(withdrawn=office.reading), without.service()
    assert ours.generation().documents == theirs.generation().documents
    left = found(theirs)
    for number in range(min(QUERIES, 6 * whole.corpora)):
        query = random_query(rng)
        where = f"corpus {seed}, query {number}: {query}"
        check_answers(ours.answer(query), theirs.answer(query), where, near)
        check_answers(ours.answer(query, acting=True), theirs.answer(query, acting=True), where, near)
        if left and number % 5 == 0:
            release_id = rng.choice(left)
            check_explanations(ours.explain(release_id, query), theirs.explain(release_id, query), where, near)
            check_the_rest(ours, theirs, query, release_id, where)


def test_a_withdrawn_release_is_nowhere_at_the_next_question_and_back_when_it_is_lifted(
    publish: Callable[..., str], service: SearchService, office: Office
) -> None:
    publish(release("a"), release("b", "Quyosh stansiyasi"), release("c", "Suv ombori", "Suv vazirligi"))
    assert found(service, "quyosh") == ["a", "b"]
    assert {hit.release.id for hit in service.read("a").similar} == {"b", "c"}
    assert service.suggest("suv", 5)
    office.withdraw("b", "c")
    answer = service.answer(Query())
    assert ([hit.release.id for hit in answer.hits], answer.total, answer.generation.documents) == (["a"], 1, 1)
    assert found(service, "quyosh") == ["a"]
    assert [value.label for value in answer.facet("source").values] == ["Energetika vazirligi"]  # type: ignore[union-attr]
    assert [bucket.count for bucket in answer.histogram.buckets] == [1]  # type: ignore[union-attr]
    assert service.read("a").similar == ()
    assert service.suggest("suv", 5) == ()
    office.withdraw()
    assert found(service) == ["a", "b", "c"]
    assert service.suggest("suv", 5)


def test_a_withdrawn_release_is_told_apart_from_one_that_never_was(
    publish: Callable[..., str], service: SearchService, office: Office
) -> None:
    publish(release("a"), release("b"))
    office.withdraw("b", "never")
    for release_id in ("b", "never"):
        with pytest.raises(ReleaseWithdrawn, match=release_id):
            service.read(release_id)
        with pytest.raises(ReleaseWithdrawn):
            service.explain(release_id, Query("quyosh"))
    with pytest.raises(NotFound) as error:
        service.read("other")
    assert not isinstance(error.value, ReleaseWithdrawn)


def test_neither_a_new_generation_nor_a_rollback_brings_a_release_back(
    publish: Callable[..., str], service: SearchService, office: Office, store: Store
) -> None:
    publish(release("a"), release("b"))
    office.withdraw("b")
    assert found(service) == ["a"]
    publish(release("b", "Quyosh, tuzatilgan"), release("c"), base=True)
    assert found(service) == ["a", "c"]
    store.roll_back()
    assert found(service) == ["a"]
    office.withdraw()
    assert found(service) == ["a", "b"]


def test_all_releases_of_a_run_may_be_withdrawn(
    publish: Callable[..., str], service: SearchService, office: Office
) -> None:
    publish(release("a"))
    publish(release("b", "Suv ombori"), base=True)
    office.withdraw("b")
    assert (found(service), found(service, "suv")) == (["a"], [])
    office.withdraw("a", "b")
    answer = service.answer(Query("quyosh"))
    assert (answer.total, answer.generation.documents, answer.exits, answer.meant) == (0, 0, (), None)


def test_the_state_of_a_generation_is_another_one_for_other_withdrawn_releases(
    publish: Callable[..., str], service: SearchService, office: Office
) -> None:
    live = publish(release("a"), release("b"))
    states = []
    for ids in ((), ("a",), ("b",), ("a", "b"), ("unknown",)):
        office.withdraw(*ids)
        generation = service.generation()
        assert generation.id == live
        assert service.answer(Query()).generation == generation
        states.append(generation.state)
    assert states[0] == live
    assert len(set(states)) == len(states)


def test_who_keeps_a_copy_is_told_that_it_is_gone(
    publish: Callable[..., str], service: SearchService, office: Office
) -> None:
    first = publish(release("a"), release("b"), release("c"))
    office.withdraw("b")
    assert service.changes(first).gone == ("b",)
    second = publish(base=True, gone=("a",))
    changes = service.changes(first)
    assert (changes.gone, list(changes.releases)) == (("a", "b"), [])
    assert service.changes(second).gone == ("b",)
    office.withdraw()
    assert service.changes(second).gone == ()


def test_how_many_are_withdrawn_is_told(publish: Callable[..., str], opened: OpenEngine) -> None:
    publish(release("a"), release("b"))
    reading = Reading(Withdrawn(frozenset(("b", "of another generation"))), "line 7 is not UTF-8")
    told = opened.service(withdrawn=lambda: reading).withdrawals()
    assert (told.named, told.held, told.fault) == (2, 1, "line 7 is not UTF-8")
