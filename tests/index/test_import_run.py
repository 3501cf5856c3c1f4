"""Runs over the folder of real-shaped exports: what each item becomes in the index."""

import datetime as dt
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.progress import Progress
from index.run import Report, run
from index.run_request import RunRequest
from search.release import Release
from tests.index.conftest import TAGGER
from tests.index.fake import FakeStore

TODAY = dt.date(2026, 11, 26)
# words of an answer's reason → the reason that a run gives
REASONS = {"status future": "future", "not approved": "unpublished", "status 0": "unpublished"}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "ingest"


@pytest.fixture(scope="module")
def answers(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


def reindexed(store: FakeStore, *paths: Path, **switches: Any) -> Report:
    request = RunRequest(tuple(map(str, paths)), **switches)
    return run(store, TAGGER, request, default=Path(), today=TODAY, progress=Progress(io.StringIO()))


@pytest.fixture(scope="module")
def made(folder: Path) -> tuple[FakeStore, Report]:
    store = FakeStore()
    return store, reindexed(store, folder / "files")


@pytest.fixture(scope="module")
def held(made: tuple[FakeStore, Report]) -> dict[str, Release]:
    return made[0].held()


def indexed(answers: list[dict[str, Any]], held: dict[str, Release]) -> Iterator[tuple[dict[str, Any], Release]]:
    """Give each item that is a release with the release that it became."""
    for item in answers:
        if item["action"] != "index":
            continue
        found = [one for one in held.values() if one.title == item["title"] and item.get("id_has", "") in one.id]
        assert len(found) == 1 or item["item"] in ("15", "16"), (item["file"], item["item"], [one.id for one in found])
        yield item, found[0]


def test_every_item_is_in_the_index_as_the_answers_say(answers: list[dict[str, Any]], held: dict[str, Release]) -> None:
    for item, release in indexed(answers, held):
        where = f"{item['file']} {item['item']}"
        said = " ".join(release.body.split()).split()
        if "body_first" in item:
            first, last = item["body_first"].split(), item["body_last"].split()
            assert said[: len(first)] == first, where
            assert said[len(said) - len(last) :] == last, where
        assert release.date == (dt.date.fromisoformat(item["date"]) if "date" in item else None), where
        for name in ("source", "rubric", "url"):
            assert getattr(release, name) == item.get(name, getattr(release, name)), (where, name)
        if "scripts" in item:
            assert {"latn", *(copy.script for copy in release.copies)} == set(item["scripts"]), where


def test_nothing_else_is_in_the_index(answers: list[dict[str, Any]], held: dict[str, Release]) -> None:
    wanted = sum(item["action"] in ("index", "undated_or_refuse", "refuse_or_repair") for item in answers)
    assert len(held) == wanted


def test_bare_numbers_are_no_ids(held: dict[str, Release]) -> None:
    assert not [name for name in held if name.isdigit()]


def test_what_is_skipped_says_why(answers: list[dict[str, Any]], made: tuple[FakeStore, Report]) -> None:
    told = {(Path(one.path).name, one.reason.partition(" (")[0]) for one in made[1].passed}
    files = {name for name, _ in told}
    for item in answers:
        if item["action"] == "skip" and item["file"] != "22_language_columns.csv":
            assert Path(item["file"]).name in files, item
    for name in (
        "draft",
        "trash",
        "private",
        "password",
        "attachment",
        "page",
        "nav_menu_item",
        "future",
        "foreign:ru",
    ):
        assert ("05_wordpress.xml", name) in told
    assert ("17_page_amp.html", "copy") in told
    assert ("18_page_list.html", "list page") in told


def test_what_is_broken_is_named_with_a_remedy_and_costs_nothing_else(made: tuple[FakeStore, Report]) -> None:
    broken = {Path(fault.path).name: fault.reason for fault in made[1].skipped}
    assert broken.keys() == {"25_mojibake_font.txt", "30_concatenated.json", "31_truncated.json"}
    assert "mojibake" in broken["25_mojibake_font.txt"]
    assert "jq -c" in broken["30_concatenated.json"]
    assert "export it anew" in broken["31_truncated.json"]
    assert [Path(path).name for path in made[1].ignored] == ["32_scan.pdf"]


def test_a_second_run_changes_nothing_and_a_full_one_is_the_same(folder: Path, made: tuple[FakeStore, Report]) -> None:
    store, first = made
    before = store.held()
    again = reindexed(store)
    assert (again.published, len(again.difference.same)) == (False, first.documents)
    full = FakeStore()
    reindexed(full, folder / "files", full=True)
    assert {name: one.with_(first_seen=0, changed=0) for name, one in full.held().items()} == {
        name: one.with_(first_seen=0, changed=0) for name, one in before.items()
    }


def test_ids_do_not_hang_on_what_else_lies_in_the_folder(
    folder: Path, held: dict[str, Release], tmp_path: Path
) -> None:
    for path in sorted((folder / "files").iterdir()):
        if path.is_dir() or path.name == "NAMUNA":
            continue
        alone = tmp_path / path.name.replace(".", "-")
        alone.mkdir()
        shutil.copy(path, alone)
        store = FakeStore()
        report = reindexed(store, alone)
        if report.documents:
            assert store.held().keys() <= held.keys(), path.name


def test_columns_that_a_site_names_are_remembered_and_tell_rows_apart(tmp_path: Path) -> None:
    rows = ("Bosh qism;Asosi;Qachon", "Birinchi xabar;Matn shu.;05.03.2026", "Ikkinchi xabar;Yana matn.;06.03.2026")
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    store = FakeStore()
    mapping = (("title", "Bosh qism"), ("body", "Asosi"), ("date", "Qachon"))
    assert reindexed(store, tmp_path, mapping=mapping).documents == 2
    (tmp_path / "a.csv").write_text("\n".join((*rows, "Uchinchi xabar;Matn.;07.03.2026")), encoding="utf-8")
    assert reindexed(store).difference.added == ("a-2026-03-07-uchinchi-xabar",)
    assert sorted(store.held()) == [
        "a-2026-03-05-birinchi-xabar",
        "a-2026-03-06-ikkinchi-xabar",
        "a-2026-03-07-uchinchi-xabar",
    ]
