import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.cli import main
from index.readers import SUFFIXES
from index.standard_input import FORMATS, with_standard_input
from search.engine import Store
from search.engines import open_store
from search.errors import BadCorpus
from search.settings import ROOT, Settings

Put = Callable[..., Path]
Captured = pytest.CaptureFixture[str]
Say = Callable[[str | bytes], None]
TABLE = "id,title,body\na1,Maktab ochildi,Yangi maktab oʻquvchilar uchun ochildi.\n"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("DATA", tmp_path / "var"), ("CORPUS", ROOT / "corpus")):
        monkeypatch.setenv(f"IZLA_{name}", str(value))


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Put something on standard input."""

    def say(text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return say


@pytest.fixture
def made() -> Store:
    return open_store(Settings.read())


def recorded(store: Store) -> tuple[int, tuple[str, ...]]:
    live = store.live()
    return (live.documents, live.paths) if live else (0, ())


def test_what_came_on_standard_input_is_kept_and_found_again(
    say: Say, made: Store, tmp_path: Path, capsys: Captured
) -> None:
    say(TABLE)
    assert main(["-", "--format", "csv"]) == 0
    kept = tmp_path / "var" / "stdin.csv"
    assert kept.read_text(encoding="utf-8") == TABLE
    assert recorded(made) == (1, (str(kept),))
    capsys.readouterr()
    assert main([]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    say(TABLE.replace("a1", "a2") + "a3,Bogʻcha ochildi,Matn.\n")
    assert main(["-", "--format", "csv"]) == 0
    assert recorded(made) == (2, (str(kept),))
    assert not list(kept.parent.glob(".stdin*"))


def test_standard_input_comes_to_the_recorded_paths(say: Say, made: Store, put: Put, tmp_path: Path) -> None:
    corpus = put(a_txt="A")
    assert main([str(corpus)]) == 0
    say('{"id": "b", "title": "B"}')
    assert main(["--add", "-", "--format", "jsonl"]) == 0
    assert recorded(made) == (2, (str(corpus), str(tmp_path / "var" / "stdin.jsonl")))


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["-"], "--format csv"),
        (["--add", "-"], "--format csv"),
        (["check", "-"], "--format csv"),
        (["corpus", "--format", "csv"], "the path -"),
        (["check", "corpus", "--format", "csv"], "the path -"),
        (["-", "--format", "pdf"], "jsonl"),
    ],
)
def test_a_format_and_standard_input_belong_together(
    say: Say, tmp_path: Path, capsys: Captured, arguments: list[str], hint: str
) -> None:
    say(TABLE)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert hint in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_a_run_that_was_killed_while_it_read_leaves_nothing_after_the_next(
    made: Store, tmp_path: Path, put: Put
) -> None:
    kept = tmp_path / "var"
    command = [sys.executable, "-m", "index", "-", "--format", "csv"]
    environ = {**os.environ, "IZLA_DATA": str(kept), "IZLA_CORPUS": str(ROOT / "corpus")}
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdin=subprocess.PIPE) as reading:
        assert reading.stdin
        reading.stdin.write(TABLE.encode())
        reading.stdin.flush()
        deadline = time.monotonic() + 60
        while not list(kept.glob(".stdin*")):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert main([str(put(a_txt="A"))]) == 0
        assert len(list(kept.glob(".stdin*"))) == 1, "another run took what is still being read"
        reading.kill()
    (kept / ".stdin-4711").write_text("of a version before")
    assert main([]) == 0
    assert list(kept.glob(".stdin*")) == []
    assert recorded(made)[0] == 1


def test_nothing_on_standard_input_changes_nothing(say: Say, made: Store, tmp_path: Path, capsys: Captured) -> None:
    say(TABLE)
    assert main(["-", "--format", "csv"]) == 0
    say("")
    assert main(["-", "--format", "csv"]) == 1
    assert "nothing came on standard input" in capsys.readouterr().err
    assert (tmp_path / "var" / "stdin.csv").read_text(encoding="utf-8") == TABLE
    assert recorded(made)[0] == 1


def test_a_folder_that_cannot_be_written_is_named(say: Say, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    say(TABLE)
    with pytest.raises(BadCorpus, match=r"stdin\.csv cannot be written"):
        with_standard_input(["-"], "csv", tmp_path / "file")


def test_a_check_of_standard_input_keeps_nothing(say: Say, tmp_path: Path, capsys: Captured) -> None:
    say(TABLE)
    assert main(["check", "-", "--format", "csv", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["releases"], values["files"][0]["name"]) == (1, "stdin.csv")
    assert not (tmp_path / "var").exists()


def test_every_format_that_is_read_may_come() -> None:
    assert {f".{name}" for name in FORMATS} == set(SUFFIXES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.binary(min_size=1, max_size=100_000), format_=st.sampled_from(FORMATS))
def test_any_bytes_are_kept_as_they_came(say: Say, tmp_path: Path, data: bytes, format_: str) -> None:
    say(data)
    (kept,) = with_standard_input(["-"], format_, tmp_path)
    assert Path(kept).read_bytes() == data
