import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from search.engine import Store
from search.engines import open_service, open_store
from search.engines.whoosh.store import WhooshStore
from search.errors import IndexDamaged, IndexUnavailable, WriterBusy
from search.generation import History
from search.query import Query
from search.release import Release
from search.settings import ROOT, Settings
from tests.analyzers import PLAIN

Publish = Callable[[Iterable[Release]], None]


def release(number: int) -> Release:
    return Release(f"r{number}", f"Xabar {number}", "Quyosh.")


def of_version(settings: Settings, fingerprint: str) -> WhooshStore:
    return WhooshStore(settings.data, fingerprint, PLAIN, memory=64, jobs=1, lock_wait=0.2)


def publish_with(store: Store, *releases: Release, base: bool = False) -> str:
    with store.begin(store.live() if base else None, samples=False, paths=("/a",)) as draft:
        draft.add(releases)
        return draft.publish(b'{"kept": true}').id


def test_a_draft_that_fails_leaves_no_trace(store: Store, settings: Settings) -> None:
    publish_with(store, release(1))
    before = store.live()

    def fail() -> None:
        with store.begin(before, samples=False, paths=()) as draft:
            draft.add([release(2)])
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail()
    assert store.live() == before
    assert list((settings.data / "drafts").iterdir()) == []
    publish_with(store, release(3))


def test_an_update_reuses_the_files_that_did_not_change(store: Store, settings: Settings) -> None:
    first = publish_with(store, *(release(n) for n in range(200)))
    inodes = {path.stat().st_ino for path in (settings.data / "generations" / first / "index").iterdir()}
    second = publish_with(store, release(500), base=True)
    assert inodes & {path.stat().st_ino for path in (settings.data / "generations" / second / "index").iterdir()}
    assert store.live().documents == 201  # type: ignore[union-attr]


def test_versions_index_side_by_side_and_an_open_one_serves_on(settings: Settings) -> None:
    old = of_version(settings, "old")
    publish_with(old, release(1))
    new = of_version(settings, "new")
    assert new.live() is None
    with pytest.raises(IndexUnavailable, match="another version"):
        new.require_live()
    publish_with(new, release(2))
    assert old.live() is not None
    assert {generation.fingerprint for generation in new.list()} == {"old", "new"}


def test_a_version_long_replaced_is_pruned(settings: Settings) -> None:
    for version in ("one", "two", "three"):
        publish_with(of_version(settings, version), release(1))
    left = of_version(settings, "three")
    assert {generation.fingerprint for generation in left.list()} == {"two", "three"}
    assert of_version(settings, "one").live() is None


def test_a_second_writer_waits_and_then_says_so(store: Store, settings: Settings) -> None:
    with store.begin(None, samples=False, paths=()), pytest.raises(WriterBusy, match="IZLA_LOCK_WAIT"):
        open_store(settings).begin(None, samples=False, paths=())


def test_a_killed_writer_leaves_the_live_generation_and_the_next_run_tidies(settings: Settings) -> None:
    store = open_store(settings)
    generation_id = publish_with(store, release(1))
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from search.engines import open_store
        from search.release import Release
        from search.settings import Settings
        store = open_store(Settings(data=Path(sys.argv[1])))
        with store.begin(None, samples=False, paths=()) as draft:
            draft.add(Release(f"x{n}", "Quyosh", "gaz " * 50) for n in range(100))
            print("writing", flush=True)
            draft.add(Release(f"y{n}", "Quyosh", "gaz " * 50) for n in range(10**9))
        """
    )
    writer = subprocess.Popen([sys.executable, "-c", script, str(settings.data)], cwd=ROOT, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"writing\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert list((settings.data / "drafts").iterdir())
    assert open_service(settings).generation().id == generation_id
    store.check(store.live())  # type: ignore[arg-type]
    publish_with(store, release(2))
    assert list((settings.data / "drafts").iterdir()) == []


def test_what_a_killed_run_did_not_prune_goes_with_the_next_run_whatever_that_publishes(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    first = publish_with(store, release(1))
    shutil.copytree(settings.data / "generations" / first, tmp_path / "first")
    second, third = publish_with(store, release(2)), publish_with(store, release(3))
    shutil.copytree(tmp_path / "first", settings.data / "generations" / first)
    with store.begin(store.live(), samples=False, paths=()):
        pass
    assert {path.name for path in (settings.data / "generations").iterdir()} == {second, third}
    store.roll_back()
    with store.begin(store.live(), samples=False, paths=()):
        pass
    assert {generation.id for generation in store.list()} == {second, third}


def test_a_generation_that_is_pruned_is_never_there_in_part(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish_with(store, release(1))
    publish_with(store, release(2))
    removed = []
    monkeypatch.setattr(shutil, "rmtree", lambda folder, **_: removed.append(folder))
    publish_with(store, release(3))
    assert first in {folder.name for folder in removed}
    assert not (settings.data / "generations" / first).exists()
    monkeypatch.undo()
    publish_with(store, release(4))
    assert list((settings.data / "drafts").iterdir()) == []


def damage(folder: Path, how: str) -> None:
    target = max((folder / "index").iterdir(), key=lambda path: path.stat().st_size)
    data = target.read_bytes()
    target.unlink()  # a hard link must not carry the damage on
    if how == "truncated":
        target.write_bytes(data[:-1])
    elif how == "changed":
        target.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


@pytest.mark.parametrize("how", ["missing", "truncated", "changed"])
def test_damaged_files_are_found_and_named(settings: Settings, store: Store, how: str) -> None:
    generation_id = publish_with(store, release(1))
    damage(settings.data / "generations" / generation_id, how)
    live = store.live()
    assert live is not None
    with pytest.raises(IndexDamaged, match=r"reindex --full"):
        store.check(live)
    if how != "changed":
        with pytest.raises(IndexDamaged, match=generation_id):
            open_service(settings).answer(Query())


@pytest.mark.parametrize("name", ["manifest.json", "history.json"])
def test_a_note_changed_in_place_is_found_and_named(settings: Settings, store: Store, name: str) -> None:
    path = settings.data / "generations" / publish_with(store, release(1)) / name
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    live = store.live()
    assert live is not None
    with pytest.raises(IndexDamaged, match=rf"{name} is not what was published"):
        store.check(live)


def test_an_update_does_not_go_on_from_a_base_that_is_cut_and_lets_go_of_the_lock(
    settings: Settings, store: Store
) -> None:
    damage(settings.data / "generations" / publish_with(store, release(1)), "truncated")
    live = store.live()
    with pytest.raises(IndexDamaged, match="of the size it was published with"):
        store.begin(live, samples=False, paths=())
    assert publish_with(store, release(2))


def test_what_happened_before_is_kept_beside_a_generation(store: Store, settings: Settings) -> None:
    history = History({"20260101T0000Z-0000": 1_767_000_000})
    with store.begin(None, samples=False, paths=()) as draft:
        draft.add([release(1)])
        published = draft.publish(b"{}", history, 1_768_000_000)
    assert store.history(published).to_json() == history.to_json()
    (settings.data / "generations" / published.id / "history.json").unlink()
    assert store.history(published) == History()


def test_damage_done_to_a_file_is_not_signed_by_the_next_update(settings: Settings, store: Store) -> None:
    folder = settings.data / "generations" / publish_with(store, *map(release, range(30)))
    target = max((folder / "index").iterdir(), key=lambda path: path.stat().st_size)
    with store.begin(store.live(), samples=False, paths=()) as draft:
        draft.add([release(31)])
        draft.verify()
        with target.open("r+b") as file:  # the file of both generations
            file.seek(-1, os.SEEK_END)
            last = file.read(1)
            file.seek(-1, os.SEEK_END)
            file.write(bytes([last[0] ^ 1]))
        updated = draft.publish(b"{}")
    with pytest.raises(IndexDamaged, match=target.name):
        store.check(updated)


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json"])
def test_a_damaged_description_is_named(settings: Settings, store: Store, text: str) -> None:
    generation_id = publish_with(store, release(1))
    (settings.data / "generations" / generation_id / "generation.json").write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged, match=r"generation\.json"):
        store.live()


def test_the_pointer_is_one_line_and_the_description_lists_every_file(settings: Settings, store: Store) -> None:
    generation_id = publish_with(store, release(1))
    pointers = list((settings.data / "live").iterdir())
    assert [pointer.read_text(encoding="ascii") for pointer in pointers] == [f"{generation_id}\n"]
    folder = settings.data / "generations" / generation_id
    listed = json.loads((folder / "generation.json").read_text(encoding="utf-8"))["files"]
    there = {os.path.relpath(path, folder) for path in folder.rglob("*") if path.is_file()}
    assert there == {*listed, "generation.json"}
