import datetime as dt
import os
from pathlib import Path

import pytest

from index.manifest import Entry, Manifest
from index.run_request import Standing, Wish, read_manifest, refuse_removals, standing, whole_corpus
from search.errors import IndexDamaged, RemovalRefused
from search.generation import Generation
from tests.index.fake import FakeStore


def manifest(*numbers: int) -> Manifest:
    return Manifest((), {str(n): Entry(str(n), "/a", n, 0, 0, False, "", 0, 0) for n in numbers})


def publish(store: FakeStore, fingerprint: str, *paths: str, text: str = "") -> Generation:
    store.fingerprint = fingerprint
    with store.begin(None, samples=False, paths=paths) as draft:
        draft.verify()
        return draft.publish(text or Manifest(paths).to_json())


def test_a_run_may_remove_ten_or_a_tenth() -> None:
    refuse_removals(manifest(*range(10)), manifest())
    refuse_removals(manifest(*range(200)), manifest(*range(20, 200)))


@pytest.mark.parametrize(("before", "after"), [(11, 0), (100, 89), (200, 179)])
def test_more_than_ten_and_more_than_a_tenth_is_refused(before: int, after: int) -> None:
    with pytest.raises(RemovalRefused, match="--allow-removals") as error:
        refuse_removals(manifest(*range(before)), manifest(*range(after)))
    assert len(error.value.ids) == before - after


def test_nothing_stands_in_an_empty_store(fake: FakeStore) -> None:
    assert standing(fake) == Standing(None, None)


def test_the_newest_live_generation_of_any_version_is_found(fake: FakeStore) -> None:
    old = publish(fake, "old")
    fake.fingerprint = "new"
    assert standing(fake) == Standing(None, old)
    new = publish(fake, "new")
    assert standing(fake) == Standing(new, new)
    newer = publish(fake, "old")
    fake.fingerprint = "new"
    assert standing(fake) == Standing(new, newer)


def test_after_a_rollback_the_live_generation_counts(fake: FakeStore) -> None:
    first = publish(fake, "one")
    publish(fake, "one")
    fake.roll_back()
    assert standing(fake) == Standing(first, first)


def test_a_damaged_live_generation_stops_all_but_a_full_run(fake: FakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        raise IndexDamaged("damaged")

    monkeypatch.setattr(fake, "live", damaged)
    with pytest.raises(IndexDamaged):
        standing(fake)
    assert standing(fake, full=True) == Standing(None, None)


def test_given_paths_go_before_recorded_ones_and_those_before_the_default() -> None:
    newest = Generation("g", "f", dt.datetime.now(dt.UTC), 1, False, ("/recorded",))
    default = Path("/corpus/releases")
    assert whole_corpus(Wish(("/a", "/b/../a", "/c")), newest, default) == ("/a", "/c")
    assert whole_corpus(Wish(("a",)), None, default) == (os.path.abspath("a"),)  # noqa: PTH100
    assert whole_corpus(Wish(), newest, default) == ("/recorded",)
    assert whole_corpus(Wish(), None, default) == ("/corpus/releases",)
    assert whole_corpus(Wish(add=("/a",)), newest, default) == ("/recorded", "/a")
    assert whole_corpus(Wish(add=("/a",)), None, default) == ("/a",)


def test_a_manifest_that_cannot_be_read_stops_all_but_a_full_run_that_may_remove(fake: FakeStore) -> None:
    generation = publish(fake, "one", text="?")
    for wish in (Wish(), Wish(full=True), Wish(allow_removals=True)):
        with pytest.raises(IndexDamaged, match="--full --allow-removals"):
            read_manifest(fake, generation, wish)
    assert read_manifest(fake, generation, Wish(full=True, allow_removals=True)) == Manifest()
    assert read_manifest(fake, None, Wish()) == Manifest()
