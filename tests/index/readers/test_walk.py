import os
from pathlib import Path

import pytest

from index.readers.walk import CorpusFile, find_files
from search.errors import BadCorpus


def write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Sarlavha", encoding="utf-8")


def names(files: tuple[CorpusFile, ...], folder: Path) -> list[str]:
    return [str(Path(file.path).relative_to(folder)) for file in files]


def test_a_folder_is_walked_in_order_and_only_releases_are_taken(tmp_path: Path) -> None:
    write(
        *(tmp_path / name for name in ("b/2.txt", "b/1.JSONL.gz", "a.ndjson", "c.txt.gz", "c.pdf", "d.gz")),
        *(
            tmp_path / name
            for name in ("README.txt", "sectors.toml", "withdrawn.txt", "NAMUNA", ".hidden/x.txt", ".x.txt")
        ),
    )
    found = find_files([str(tmp_path)])
    assert names(found.files, tmp_path) == ["a.ndjson", "b/1.JSONL.gz", "b/2.txt", "c.txt.gz"]
    assert len(found.ignored) == 2


def test_a_file_comes_once_however_often_it_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a/1.txt", tmp_path / "a/2.txt")
    found = find_files([str(tmp_path / "a/2.txt"), str(tmp_path), str(tmp_path / "a")])
    assert names(found.files, tmp_path) == ["a/2.txt", "a/1.txt"]


def test_what_lies_below_a_namuna_is_a_sample(tmp_path: Path) -> None:
    write(tmp_path / "a/NAMUNA", tmp_path / "a/b/1.txt", tmp_path / "c/2.txt")
    assert [file.sample for file in find_files([str(tmp_path)]).files] == [True, False]
    assert [file.sample for file in find_files([str(tmp_path / "a/b/1.txt")]).files] == [True]


@pytest.mark.parametrize("name", ["gone", "a.pdf", "a\0b"])
def test_a_path_that_cannot_be_used_is_an_error(tmp_path: Path, name: str) -> None:
    write(tmp_path / "a.pdf")
    with pytest.raises(BadCorpus, match=r"nothing was changed|neither a folder"):
        find_files([str(tmp_path / name)])


@pytest.mark.parametrize("name", ["a", "a/b"])
def test_a_folder_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write(tmp_path / "a/b/1.txt")
    listdir = os.listdir

    def closed(folder: Path) -> list[str]:
        if folder == tmp_path / name:
            raise PermissionError(13, "Permission denied")
        return listdir(folder)

    monkeypatch.setattr(os, "listdir", closed)
    with pytest.raises(BadCorpus, match="Permission denied"):
        find_files([str(tmp_path)])


def test_a_file_that_is_named_and_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "1.txt")

    def closed(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert find_files([str(tmp_path)]).files  # of a folder's files the reader says so, and the rest is read
    with pytest.raises(BadCorpus, match="Permission denied"):
        find_files([str(tmp_path / "1.txt")])


def test_links_are_followed_once(tmp_path: Path) -> None:
    write(tmp_path / "real/1.txt")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/back").symlink_to(tmp_path / "a")
    (tmp_path / "a/real").symlink_to(tmp_path / "real")
    (tmp_path / "a/nowhere.txt").symlink_to(tmp_path / "nowhere")
    assert names(find_files([str(tmp_path / "a")]).files, tmp_path) == ["a/nowhere.txt", "a/real/1.txt"]


def test_a_name_that_is_not_utf8_is_told_apart(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("A", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    found = find_files([str(tmp_path)])
    assert found.files == ()
    assert [Path(name).name for name in found.undecodable] == ["\\xff.txt"]
