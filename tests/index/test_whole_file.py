import fcntl
from pathlib import Path

import pytest

from index.whole_file import remove_rests, written_whole
from search.errors import BadCorpus


def test_a_file_has_its_name_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.gz"
    target.write_bytes(b"before")
    with written_whole(target) as file:
        file.write(b"after")
        assert target.read_bytes() == b"before"
    assert target.read_bytes() == b"after"
    with pytest.raises(UnicodeEncodeError), written_whole(target) as file:
        file.write("Ў".encode("ascii"))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.gz", b"after")]


def test_what_a_killed_writer_left_goes_and_what_somebody_writes_stays(tmp_path: Path) -> None:
    for name in (".a[1].gz-17", ".a1.gz-17", ".a[1].gz-mine"):
        (tmp_path / name).write_bytes(b"half")
    with (tmp_path / ".a[1].gz-18").open("wb") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        with written_whole(tmp_path / "a[1].gz") as file:
            file.write(b"whole")
        assert {path.name for path in tmp_path.iterdir()} == {".a[1].gz-18", ".a1.gz-17", ".a[1].gz-mine", "a[1].gz"}
    remove_rests(tmp_path, "a*")
    assert {path.name for path in tmp_path.iterdir()} == {".a[1].gz-mine", "a[1].gz"}


def test_a_draft_that_another_run_took_for_a_rest_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, taken = fcntl.flock, list[Path]()

    def flock(file: object, how: int) -> None:
        if not taken:
            taken.extend(tmp_path.glob(".a-*"))
            taken[0].unlink()
        lock(file, how)  # type: ignore[arg-type]

    monkeypatch.setattr(fcntl, "flock", flock)
    with written_whole(tmp_path / "a") as file:
        file.write(b"whole")
    assert taken
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = r"no/a cannot be written \(No such file or directory\); nothing was changed"
    with pytest.raises(BadCorpus, match=said), written_whole(tmp_path / "no" / "a"):
        pass
