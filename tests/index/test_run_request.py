import datetime as dt
import os
from pathlib import Path

import pytest

from index.entries import Entry, EntryTable
from index.manifest import Manifest, difference
from index.run_request import RunRequest, StoreState, corpus_paths, read_manifest, refuse_removals, store_state
from search.errors import IndexDamaged, RemovalRefused
from search.generation import Generation
from tests.index.fake import FakeStore


def manifest(*numbers: int) -> Manifest:
    return Manifest((), EntryTable.of(Entry(str(n), "/a", n, 0, 0, False, "", 0, 0) for n in numbers))


def refuse(before: Manifest, after: Manifest) -> None:
    refuse_removals(difference(before, after).removed, of=len(before.entries))


def publish(store: FakeStore, fingerprint: str, *paths: str, text: bytes = b"") -> Generation:
    store.fingerprint = fingerprint
    with store.begin(None, samples=False, paths=paths) as draft:
        draft.verify()
        return draft.publish(text or Manifest(paths).to_json())


def test_a_run_may_remove_ten_or_a_tenth() -> None:
    refuse(manifest(*range(10)), manifest())
    refuse(manifest(*range(200)), manifest(*range(20, 200)))


@pytest.mark.parametrize(("before", "after"), [(11, 0), (100, 89), (200, 179)])
def test_more_than_ten_and_more_than_a_tenth_is_refused(before: int, after: int) -> None:
    with pytest.raises(RemovalRefused, match="--allow-removals") as error:
        refuse(manifest(*range(before)), manifest(*range(after)))
    assert len(error.value.ids) == before - after


def test_nothing_stands_in_an_empty_store(fake: FakeStore) -> None:
    assert store_state(fake) == StoreState(None, None)


def test_the_newest_live_generation_of_any_version_is_found(fake: FakeStore) -> None:
    old = publish(fake, "old")
    fake.fingerprint = "new"
    assert store_state(fake) == StoreState(None, old)
    new = publish(fake, "new")
    assert store_state(fake) == StoreState(new, new)
    newer = publish(fake, "old")
    fake.fingerprint = "new"
    assert store_state(fake) == StoreState(new, newer)


def test_after_a_rollback_the_live_generation_counts(fake: FakeStore) -> None:
    first = publish(fake, "one")
    publish(fake, "one")
    fake.roll_back()
    assert store_state(fake) == StoreState(first, first)


def test_a_damaged_live_generation_stops_all_but_a_full_run(fake: FakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        raise IndexDamaged("damaged")

    monkeypatch.setattr(fake, "live", damaged)
    with pytest.raises(IndexDamaged):
        store_state(fake)
    assert store_state(fake, full=True) == StoreState(None, None)


def test_given_paths_go_before_recorded_ones_and_those_before_the_default() -> None:
    newest = Generation("g", "f", dt.datetime.now(dt.UTC), 1, False, ("/recorded",))
    default = Path("/corpus/releases")
    assert corpus_paths(RunRequest(("/a", "/b/../a", "/c")), newest, default) == ("/a", "/c")
    assert corpus_paths(RunRequest(("a",)), None, default) == (os.path.abspath("a"),)  # noqa: PTH100
    assert corpus_paths(RunRequest(), newest, default) == ("/recorded",)
    assert corpus_paths(RunRequest(), None, default) == ("/corpus/releases",)
    assert corpus_paths(RunRequest(add=("/a",)), newest, default) == ("/recorded", "/a")
    assert corpus_paths(RunRequest(add=("/a",)), None, default) == ("/a",)


def test_a_manifest_that_cannot_be_read_stops_all_but_a_full_run_that_may_remove(fake: FakeStore) -> None:
    generation = publish(fake, "one", text=b"?")
    for wish in (RunRequest(), RunRequest(full=True), RunRequest(allow_removals=True)):
        with pytest.raises(IndexDamaged, match="--full --allow-removals"):
            read_manifest(fake, generation, wish)
    assert read_manifest(fake, generation, RunRequest(full=True, allow_removals=True)) == Manifest()
    assert read_manifest(fake, None, RunRequest()) == Manifest()
