import json
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cli import main
from index.manifest import Difference
from index.publish_hook import hook_words, lines_of, run_hook
from search.engines import open_store
from search.errors import HookFailed
from search.settings import ROOT, Settings

Put = Callable[..., Path]
Captured = pytest.CaptureFixture[str]
KEEPS = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read()); print('kept')"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("DATA", tmp_path / "var"), ("CORPUS", ROOT / "corpus")):
        monkeypatch.setenv(f"IZLA_{name}", str(value))


def keeping(path: Path) -> str:
    return f"""{sys.executable} -c "{KEEPS}" '{path}'"""


def events(path: Path) -> list[tuple[str, str]]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(row["id"], row["event"]) for row in rows]


def test_the_command_reads_what_is_new_changed_and_gone(put: Put, tmp_path: Path, capfd: Captured) -> None:
    told = tmp_path / "koʻrilgan.ndjson"
    corpus = put(a_txt="A", b_txt="B")
    assert main([str(corpus), "--on-publish", keeping(told), "--json"]) == 0
    assert events(told) == [("a", "added"), ("b", "added")]
    out, err = capfd.readouterr()
    assert json.loads(out)["added"] == 2
    assert "kept" in err
    put(b_txt="B\n\nYangi matn.", c_txt="C")
    (corpus / "a.txt").unlink()
    assert main(["--on-publish", keeping(told)]) == 0
    assert events(told) == [("c", "added"), ("b", "changed"), ("a", "removed")]


def test_nothing_published_runs_nothing(put: Put, tmp_path: Path) -> None:
    told = tmp_path / "told"
    assert main([str(put(a_txt="A"))]) == 0
    assert main(["--on-publish", keeping(told)]) == 0
    assert not told.exists()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("false", "it ended with exit code 1"),
        (f"{sys.executable} -c 'import os; os.kill(os.getpid(), 9)'", "it was stopped by signal 9"),
        ("no-such-command-here --now", "it cannot be run (No such file or directory)"),
    ],
)
def test_a_failed_command_is_told_and_what_was_published_stays(
    put: Put, capsys: Captured, command: str, reason: str
) -> None:
    assert main([str(put(a_txt="A")), "--on-publish", command]) == 1
    out, err = capsys.readouterr()
    assert "1 release: 1 added" in out
    assert "what was published is live, but --on-publish failed: " in err
    assert reason in err
    live = open_store(Settings.read()).live()
    assert live is not None
    assert live.documents == 1


@pytest.mark.parametrize("command", ["", "  ", "xabar 'ochiq"])
def test_what_is_no_command_is_refused_before_anything_is_read(put: Put, capsys: Captured, command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(put(a_txt="A")), "--on-publish", command])
    assert ended.value.code == 2
    assert "--on-publish takes a command" in capsys.readouterr().err
    assert open_store(Settings.read()).live() is None


def test_a_command_need_not_read_what_it_is_told() -> None:
    run_hook(("true",), Difference(tuple(f"yangilik-{number}" for number in range(20_000)), (), (), ()))


def test_a_nul_in_a_command_is_told() -> None:
    with pytest.raises(HookFailed, match="cannot be run"):
        run_hook(("a\0b",), Difference((), (), (), ()))


IDS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5).map(tuple)


@given(IDS, IDS, IDS)
def test_each_release_is_a_line_of_json(
    added: tuple[str, ...], changed: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    lines = list(lines_of(Difference(added, changed, gone, ("same",))))
    assert all(line.count(b"\n") == 1 and line.endswith(b"\n") for line in lines)
    assert [orjson.loads(line)["id"] for line in lines] == [*added, *changed, *gone]


@given(st.text())
def test_any_command_has_words_or_is_refused(command: str) -> None:
    try:
        words = hook_words(command)
    except ValueError:
        return
    assert words
