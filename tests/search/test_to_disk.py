"""What is kept for long is brought to the disk: its bytes, and the name in its folder."""

import io
import os
import sys
from pathlib import Path

import pytest

from index.cli import main
from index.standard_input import with_standard_input
from search.to_disk import bring_name_to_disk, write_text


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were brought to the disk, in order."""
    paths: list[str] = []
    fsync = os.fsync

    def note(handle: int) -> None:
        paths.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note)
    return paths


def test_a_text_and_its_name(tmp_path: Path, brought: list[str]) -> None:
    write_text(tmp_path / "a", "oʻ")
    bring_name_to_disk(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == "oʻ".encode()
    assert brought == [str(tmp_path / "a"), str(tmp_path)]


def test_a_folder_that_may_not_be_read_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(path)

    monkeypatch.setattr(os, "open", refuse)
    bring_name_to_disk(tmp_path / "a")


def test_the_names_of_a_backup_its_tables_and_standard_input(
    tmp_path: Path, brought: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "site.toml").write_text('contact = "a@example.uz"', encoding="utf-8")
    (tmp_path / "corpus" / "a.txt").write_text("Bojxona xabari\n\nMatn.", encoding="utf-8")
    monkeypatch.setenv("IZLA_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("IZLA_CORPUS", str(tmp_path / "corpus"))
    assert main([str(tmp_path / "corpus" / "a.txt")]) == 0
    assert {str(tmp_path / "var"), str(tmp_path)} <= set(brought)

    brought.clear()
    assert main(["backup", str(tmp_path / "backups.gz")]) == 0
    assert brought[-1] == str(tmp_path)

    brought.clear()
    monkeypatch.setenv("IZLA_CORPUS", str(tmp_path / "new"))
    monkeypatch.setenv("IZLA_DATA", str(tmp_path / "other"))
    assert main(["restore", str(tmp_path / "backups.gz")]) == 0
    assert str(tmp_path / "new") in brought

    brought.clear()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"title\nXabar\n")))
    with_standard_input(("-",), "csv", tmp_path / "var")
    assert brought[-1] == str(tmp_path / "var")
