"""The commands as an operator gives them: into a file, through a pipe, onto another machine."""

import fcntl
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.backup.resuming import NAME
from index.cli import main
from search.settings import ROOT

Put = Callable[..., Path]
Said = tuple[int, bytes, str]
Captured = pytest.CaptureFixture[str]
TEXTS = {"a_txt": "Maktab ochildi\n\nYangi maktab ochildi.", "b_txt": "Bogʻcha ochildi\n\nYangi bogʻcha ochildi."}


class Machine:
    """A data folder and a corpus folder of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data, self.corpus = folder / "var", folder / "corpus"
        self._monkeypatch = monkeypatch

    def do(self, *arguments: str) -> int:
        self._monkeypatch.setenv("IZLA_DATA", str(self.data))
        self._monkeypatch.setenv("IZLA_CORPUS", str(self.corpus))
        return main(arguments)

    def run(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {"IZLA_DATA": str(self.data), "IZLA_CORPUS": str(self.corpus), "PATH": "/usr/bin:/bin"}
        command = [sys.executable, "-m", "index", *arguments]
        return subprocess.run(command, input=given, capture_output=True, env=environment, cwd=ROOT, check=False)


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put: Put) -> tuple[Machine, Machine]:
    old, new = (Machine(tmp_path / name, monkeypatch) for name in ("old", "new"))
    old.corpus.mkdir(parents=True)
    (old.corpus / "withdrawn.txt").write_text("a\n", encoding="utf-8")
    assert old.do(str(put(**TEXTS))) == 0
    return old, new


def test_a_file_of_one_machine_makes_the_index_of_another(
    machines: tuple[Machine, Machine], tmp_path: Path, capsys: Captured
) -> None:
    old, new = machines
    file = tmp_path / "izla.backup"
    capsys.readouterr()
    assert old.do("backup", str(file)) == 0
    assert capsys.readouterr().err.endswith(": 2 releases and withdrawn.txt\n")
    assert [path.name for path in tmp_path.glob(".*")] == []
    assert new.do("restore", str(file)) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Written into {new.corpus}: withdrawn.txt\nLive: ")
    assert ", 2 releases of " in said
    assert (new.corpus / "withdrawn.txt").read_text(encoding="utf-8") == "a\n"
    assert new.do("verify") == 0

    (new.corpus / "withdrawn.txt").write_text("b\n", encoding="utf-8")
    assert new.do("restore", str(file)) == 0
    assert f"Left as it is: {new.corpus}/withdrawn.txt, not as in the backup; --tables" in capsys.readouterr().out
    assert new.do("restore", str(file), "--tables", "--json") == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["documents"], values["tables"], values["tables_kept"]) == (2, ["withdrawn.txt"], [])


def test_it_goes_through_a_pipe(machines: tuple[Machine, Machine]) -> None:
    old, new = machines
    backup = old.run("backup", "-")
    assert (backup.returncode, backup.stderr.endswith(b"2 releases and withdrawn.txt\n")) == (0, True)
    restored = new.run("restore", "-", given=backup.stdout)
    assert (restored.returncode, restored.stderr) == (0, b"")
    cut = new.run("restore", "-", given=backup.stdout[:-20])
    assert cut.returncode == 1
    assert cut.stderr.startswith(b"izla-reindex: standard input: it was cut after line")
    assert new.run("status").stdout.count(b" live ") == 1
    assert {path.name for path in new.data.iterdir()} <= {"generations", "live", "lock", "drafts", NAME}


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Said]:
    """Do what a machine is told, with bytes on its standard input; return the exit code and what it wrote."""

    def say(machine: Machine, words: str, given: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        capfdbinary.readouterr()
        code = machine.do(*words.split())
        sys.stdout.flush()
        said = capfdbinary.readouterr()
        return code, said.out, said.err.decode()

    return say


def test_a_pipe_that_broke_goes_on_as_its_message_says(
    machines: tuple[Machine, Machine], tmp_path: Path, say: Callable[..., Said]
) -> None:
    old, new = machines
    whole = say(old, "backup -")[1]
    assert say(new, "restore --kept -")[1] == b"0\n"
    cut = say(new, "restore -", whole[:200])
    assert "it was cut after line 0; nothing was changed. 200 bytes came; where it was made, run: " in cut[2]
    words = re.search(r"izla-reindex (backup --skip (\S+) -) \| izla-reindex (restore --resume -)\n", cut[2])
    assert words
    assert say(new, "restore --kept -")[1].decode() == words[2] + "\n"
    rest = say(old, words[1])[1]
    assert rest == whole[200:]
    again = say(new, words[3], rest[:50])
    assert " 250 bytes came; " in again[2]
    assert say(new, words[3])[2] == again[2]
    code, out, _ = say(new, words[3], whole[250:])
    assert (code, b", 2 releases of " in out) == (0, True)
    assert not (new.data / NAME).exists()

    file = tmp_path / "a.gz"
    file.write_bytes(whole[:300])
    words = re.search(r"izla-reindex (backup --skip \S+ -) >>(\S+)\n", say(new, f"restore {file}")[2])
    assert words
    assert words[2] == str(file)
    with file.open("ab") as rest_of_file:
        rest_of_file.write(say(old, words[1])[1])
    assert say(new, f"restore {file}")[0] == 0


def test_a_rest_of_another_backup_is_refused_before_a_byte_of_it(
    machines: tuple[Machine, Machine], say: Callable[..., Said]
) -> None:
    old, new = machines
    whole = say(old, "backup -")[1]
    say(new, "restore -", whole[:-30])
    (old.corpus / "withdrawn.txt").write_text("b\n", encoding="utf-8")
    reached = say(new, "restore --kept -")[1].decode().strip()
    code, out, err = say(old, f"backup --skip {reached} -")
    assert (code, out) == (1, b"")
    assert err.startswith(f"izla-reindex: what came so far ({reached}) is not how this backup begins")
    assert say(old, "backup --skip 9999999-0123456789abcdef -")[:2] == (1, b"")
    assert say(new, "restore --resume -", whole[-30:-1] + bytes([whole[-1] ^ 1]))[0] == 1
    assert not (new.data / NAME).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("backup --skip 12 -", "is not what `restore --kept` says"),
        ("backup --skip 12-0123456789abcdef a.gz", "lead it into a pipe, with -"),
        ("restore --resume a.gz", "name that as -"),
    ],
)
def test_what_does_not_go_together_is_told(words: str, said: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(words.split())
    assert said in capsys.readouterr().err


def test_two_restores_of_standard_input_do_not_mix(machines: tuple[Machine, Machine], say: Callable[..., Said]) -> None:
    _, new = machines
    new.data.mkdir(parents=True)
    with (new.data / NAME).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        code, _, err = say(new, "restore -", b"abc")
    assert (code, "another restore is reading into" in err) == (1, True)


def test_what_comes_on_standard_input_is_kept_until_it_was_read(
    machines: tuple[Machine, Machine], tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = machines
    file = tmp_path / "izla.backup"
    capsys.readouterr()
    assert old.do("backup", str(file), "--json") == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["releases"], values["tables"]) == (2, ["withdrawn.txt"])
    with file.open("rb") as given:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))
        assert new.do("restore", "-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["of"] == values["id"]
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out := io.BytesIO()))
    assert old.do("backup", "-") == 0
    assert out.getvalue() == file.read_bytes()


def test_what_cannot_be_is_said_in_one_line(
    machines: tuple[Machine, Machine], tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = machines
    capsys.readouterr()
    assert old.do("backup", str(tmp_path / "no" / "a")) == 1
    assert "cannot be written (No such file or directory); nothing was changed" in capsys.readouterr().err
    assert new.do("restore", str(tmp_path / "no")) == 1
    assert "cannot be read (No such file or directory); name the file" in capsys.readouterr().err
    assert new.do("backup", str(tmp_path / "a")) == 1
    assert "there is no index yet" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(SystemExit):
        old.do("backup", "-")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True
