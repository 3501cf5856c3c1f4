import datetime as dt
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from search.engines.whoosh.codec.segment_files import TERMS
from search.engines.whoosh.generation_files import (
    FILES,
    check_files,
    probe_index,
    read_generation,
    read_note,
    write_description,
)
from search.errors import IndexDamaged
from search.generation import Generation
from search.release import Release
from tests.search.engines.whoosh.arrays import document_of, write

GENERATION = Generation(
    "20261126T0138Z-8967",
    "df51f8399b91-w5",
    dt.datetime(2026, 11, 26, 6, 38, tzinfo=dt.timezone(dt.timedelta(hours=5))),
    3,
    True,
    ("/a", "/b"),
    begun=7,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "published"
    (folder / FILES).mkdir(parents=True)
    (folder / FILES / "MAIN_a").write_bytes(b"arrays")
    (folder / FILES / "MAIN_WRITELOCK").touch()
    write_description(folder, GENERATION, {"manifest.json": b"{}"})
    return folder


def test_a_generation_comes_back_from_its_folder(folder: Path) -> None:
    assert read_generation(folder) == GENERATION
    assert (folder / "manifest.json").read_text(encoding="utf-8") == "{}"
    assert not (folder / FILES / "MAIN_WRITELOCK").exists()
    check_files(folder, sums=True)


def test_a_changed_byte_is_found_by_its_sum_and_a_changed_size_at_once(folder: Path) -> None:
    (folder / FILES / "MAIN_a").write_bytes(b"arrayz")
    check_files(folder, sums=False)
    with pytest.raises(IndexDamaged, match=r"MAIN_a is not what was published"):
        check_files(folder, sums=True)
    (folder / FILES / "MAIN_a").write_bytes(b"array")
    with pytest.raises(IndexDamaged, match=r"MAIN_a is missing or not of the size"):
        check_files(folder, sums=False)


def test_a_file_of_the_base_keeps_the_sum_it_was_published_with(folder: Path, tmp_path: Path) -> None:
    (folder / FILES / "MAIN_a").write_bytes(b"ARRAYS")  # damaged since
    following = tmp_path / "following"
    (following / FILES).mkdir(parents=True)
    os.link(folder / FILES / "MAIN_a", following / FILES / "MAIN_a")
    (following / FILES / "MAIN_b").write_bytes(b"new")
    write_description(following, GENERATION, {}, folder)
    with pytest.raises(IndexDamaged, match=r"MAIN_a is not what was published"):
        check_files(following, sums=True)


@pytest.mark.parametrize("text", ["", "{}", '{"id": "a", "fingerprint": "b", "built": "yesterday"}', "[1"])
def test_a_description_that_makes_no_sense_is_damage(folder: Path, text: str) -> None:
    (folder / "generation.json").write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged, match=r"generation published is damaged: generation\.json"):
        read_generation(folder)


def test_a_description_without_a_beginning_takes_the_moment_it_was_built(folder: Path) -> None:
    description = json.loads((folder / "generation.json").read_text(encoding="utf-8"))
    del description["begun"]
    (folder / "generation.json").write_text(json.dumps(description), encoding="utf-8")
    assert read_generation(folder).begun == int(GENERATION.built.timestamp())


def test_a_probe_counts_releases_looks_some_up_and_checks_sums(tmp_path: Path) -> None:
    stored = Release("r1", "Xabar", "Quyosh.").to_json().encode()
    write(tmp_path, [[replace(document_of("r1", "a b"), stored=stored)]])
    probe_index(tmp_path, "g", 1, ["r1"], sums=True)
    with pytest.raises(IndexDamaged, match="it holds 1 of 2 releases"):
        probe_index(tmp_path, "g", 2)
    with pytest.raises(IndexDamaged, match="it lacks the release 'r2'"):
        probe_index(tmp_path, "g", 1, ["r2"])
    path = next(tmp_path.glob(f"*{TERMS}"))
    data = bytearray(path.read_bytes())
    data[data.index(b"r1")] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="has another sum"):
        probe_index(tmp_path, "g", 1, sums=True)


def test_a_note_is_read_as_it_was_published_or_named(folder: Path) -> None:
    assert bytes(read_note(folder, "manifest.json")) == b"{}"
    with pytest.raises(IndexDamaged, match=r"history\.json cannot be read"):
        read_note(folder, "history.json")
    (folder / "history.json").write_text("{}", encoding="utf-8")
    (folder / "manifest.json").write_text("[]", encoding="utf-8")
    for name in ("history.json", "manifest.json"):
        with pytest.raises(IndexDamaged, match=f"{name} is not what was published"):
            read_note(folder, name)


def test_a_probe_reads_a_release_of_each_segment(tmp_path: Path) -> None:
    write(tmp_path, [[replace(document_of("r1", "a b"), stored=b"no release")]])
    with pytest.raises(IndexDamaged, match="the release 'r1' cannot be read"):
        probe_index(tmp_path, "g", 1)
