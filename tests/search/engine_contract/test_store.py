import pytest

from search.engine import Store
from search.errors import IndexUnavailable
from search.query import Query
from search.release import Release
from tests.search.engine_contract.engines import OpenEngine


def release(number: int) -> Release:
    return Release(f"r{number}", f"Xabar {number}", "Quyosh.")


def publish_with(store: Store, *releases: Release, base: bool = False) -> str:
    with store.begin(store.live() if base else None, samples=False, paths=("/a",)) as draft:
        draft.add(releases)
        return draft.publish(b'{"kept": true}').id


def test_a_draft_that_fails_changes_nothing_that_is_live(store: Store) -> None:
    first = publish_with(store, release(1))

    def fail() -> None:
        with store.begin(store.live(), samples=False, paths=()) as draft:
            draft.add([release(2)])
            draft.remove(["r1"])
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail()
    assert [generation.id for generation in store.list()] == [first]
    assert publish_with(store, release(3))


def test_what_is_taken_out_is_gone_and_what_was_never_there_does_no_harm(store: Store, opened: OpenEngine) -> None:
    publish_with(store, release(1), release(2))
    with store.begin(store.live(), samples=False, paths=()) as draft:
        draft.remove(["r1", "never"])
        draft.publish(b"{}")
    answer = opened.service().answer(Query(sort="-date"))
    assert ([hit.release.id for hit in answer.hits], answer.generation.documents) == (["r2"], 1)


def test_what_was_added_may_be_taken_out_and_come_again(store: Store, opened: OpenEngine) -> None:
    publish_with(store, release(1), release(2))
    with store.begin(store.live(), samples=False, paths=()) as draft:
        draft.add([release(3), release(4), release(2).with_(title="Yangi")])
        draft.remove(["r3", "r2", "r1"])
        draft.add([release(3).with_(title="Uchinchi")])
        draft.verify()
        assert draft.publish(b"{}").documents == 2
    answer = opened.service().answer(Query(sort="-date"))
    assert {(hit.release.id, hit.release.title) for hit in answer.hits} == {("r3", "Uchinchi"), ("r4", "Xabar 4")}
    assert opened.service().answer(Query("quyosh")).total == 2


def test_a_generation_without_any_release_finds_nothing(store: Store, opened: OpenEngine) -> None:
    publish_with(store, release(1))
    with store.begin(store.live(), samples=False, paths=()) as draft:
        draft.remove(["r1"])
        draft.publish(b"{}")
    for q in ("", "quyosh", '"quyosh xabar"', "quyo*"):
        answer = opened.service().answer(Query(q))
        assert (answer.total, answer.generation.documents) == (0, 0)


def test_an_empty_folder_has_nothing_live(store: Store) -> None:
    assert store.list() == ()
    assert store.live() is None


def test_a_generation_keeps_what_was_published_with_it(store: Store) -> None:
    generation_id = publish_with(store, release(1))
    live = store.live()
    assert live is not None
    assert (live.id, live.documents, live.samples, live.paths) == (generation_id, 1, False, ("/a",))
    assert store.manifest(live) == b'{"kept": true}'
    assert store.list() == (live,)
    store.check(live)


def test_a_release_of_the_same_id_takes_the_place_of_the_old(store: Store, opened: OpenEngine) -> None:
    publish_with(store, release(1), release(2))
    publish_with(store, release(1).with_(title="Yangi"), base=True)
    answer = opened.service().answer(Query(sort="-date"))
    assert [hit.release.title for hit in answer.hits] == ["Yangi", "Xabar 2"]
    assert answer.generation.documents == 2


def test_an_id_twice_in_a_draft_is_a_mistake(store: Store) -> None:
    with store.begin(None, samples=False, paths=()) as draft, pytest.raises(ValueError, match="r1"):
        draft.add([release(1), release(1)])


def test_two_generations_of_a_fingerprint_are_kept(store: Store) -> None:
    ids = [publish_with(store, release(n)) for n in range(4)]
    assert [generation.id for generation in store.list()] == ids[:1:-1]


def test_rolling_back_goes_one_generation_back_and_no_further(store: Store) -> None:
    first, _ = publish_with(store, release(1)), publish_with(store, release(2))
    assert store.roll_back().id == first
    assert store.live().id == first  # type: ignore[union-attr]
    with pytest.raises(IndexUnavailable, match="no generation before"):
        store.roll_back()


def test_what_was_rolled_back_is_pruned_by_the_next_publishing(store: Store) -> None:
    first, bad = publish_with(store, release(1)), publish_with(store, release(2))
    store.roll_back()
    third = publish_with(store, release(3), base=True)
    assert [generation.id for generation in store.list()] == [third, first]
    assert bad not in {generation.id for generation in store.list()}
