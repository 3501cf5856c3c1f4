import json
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

from index.cli import Stopped, main
from search.engine import Store
from search.engines import open_store
from search.settings import ROOT, Settings

Put = Callable[..., Path]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("DATA", tmp_path / "var"), ("CORPUS", ROOT / "corpus"), ("LOCK_WAIT", "0.2")):
        monkeypatch.setenv(f"IZLA_{name}", str(value))


@pytest.fixture
def made() -> Store:
    """The store that the command line writes to."""
    return open_store(Settings.read())


def documents(store: Store) -> int:
    live = store.live()
    return live.documents if live else 0


def summary(captured: Captured) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(captured.readouterr().out)
    return values


def test_all_indexed_ends_with_0(put: Put, made: Store, capsys: Captured) -> None:
    corpus = put(a_txt="A")
    assert main([str(corpus)]) == 0
    assert documents(made) == 1
    out, err = capsys.readouterr()
    assert "1 release: 1 added" in out
    assert "\r" not in err
    assert main([]) == 0
    assert "Nothing changed" in capsys.readouterr().out


def test_some_skipped_ends_with_3_and_names_them(put: Put, made: Store, capsys: Captured) -> None:
    corpus = put(a_txt="A", b_txt=b"\xff")
    assert main([str(corpus), "--json"]) == 3
    values = summary(capsys)
    live = made.live()
    assert live is not None
    assert (values["generation"], values["published"], values["documents"]) == (live.id, True, 1)
    (skipped,) = values["skipped"]
    assert (skipped["path"], skipped["line"]) == (str(corpus / "b.txt"), 0)
    assert "UTF-8" in skipped["reason"]


def test_the_summary_says_how_many_withdrawn_releases_stay_and_of_which_file(
    put: Put, made: Store, capsys: Captured
) -> None:
    good = [json.dumps({"id": name, "title": f"Sarlavha {name}"}) for name in "abcde"]
    corpus = put(x_jsonl="\n".join(good))
    assert main([str(corpus)]) == 0
    put(x_jsonl="\n".join([good[0], '{"title"', good[4]]))
    capsys.readouterr()
    assert main([]) == 3
    out = capsys.readouterr().out
    assert f"kept: {corpus / 'x.jsonl'}: 1 release that what is broken there may stand for\n" in out
    assert "2 removed, 3 the same; 1 skipped, 1 kept; " in out
    assert documents(made) == 3
    assert main(["--json"]) == 3
    values = summary(capsys)
    assert values["kept"] == [{"path": str(corpus / "x.jsonl"), "count": 1, "ids": ["b"]}]
    assert (values["documents"], values["removed"]) == (3, 0)
    put(x_jsonl="\n".join([good[0], good[4]]))
    assert main(["--json"]) == 0
    values = summary(capsys)
    assert (values["kept"], values["documents"], values["removed"]) == ([], 2, 1)
    assert documents(made) == 2


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_same_releases_are_kept_whatever_the_number_of_processes(
    put: Put, made: Store, capsys: Captured, jobs: str
) -> None:
    good = {name: json.dumps({"id": name, "title": f"Sarlavha {name}"}) for name in "abcdefghij"}
    corpus = put(x_jsonl="\n".join(good.values()), y_txt="Savdo")
    assert main([str(corpus), "--jobs", jobs]) == 0
    put(x_jsonl="\n".join([good["c"], "{", good["f"], "{{", good["j"]]), y_txt="Bojxona")
    capsys.readouterr()
    assert main(["--jobs", jobs, "--json", "--allow-removals"]) == 3
    assert summary(capsys)["kept"] == [{"path": str(corpus / "x.jsonl"), "count": 2, "ids": ["d", "g"]}]
    assert documents(made) == 6


def test_nothing_usable_ends_with_2_and_what_is_live_stays(put: Put, made: Store, tmp_path: Path) -> None:
    assert main([str(put(a_txt="A"))]) == 0
    (tmp_path / "empty").mkdir()
    assert main([str(tmp_path / "empty")]) == 2
    assert documents(made) == 1


@pytest.mark.parametrize("arguments", [["--no-such"], ["a", "--add", "b"], ["--if-needed", "a"], ["status", "a"]])
def test_a_wrong_command_ends_with_2(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_missing_path_ends_with_1_and_one_line(made: Store, tmp_path: Path, capsys: Captured) -> None:
    assert main([str(tmp_path / "gone")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"izla-reindex: {tmp_path / 'gone'} cannot be used")
    assert err.count("\n") == 1
    assert made.list() == ()


def test_a_bad_setting_ends_with_1_and_one_line(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("IZLA_MEMORY", "much")
    assert main([]) == 1
    assert "IZLA_MEMORY" in capsys.readouterr().err


def test_strict_ends_with_1_and_publishes_nothing(put: Put, made: Store, capsys: Captured) -> None:
    assert main([str(put(a_txt="A", b_txt=b"\xff")), "--strict"]) == 1
    assert "b.txt" in capsys.readouterr().err
    assert made.list() == ()


def test_too_many_removals_end_with_1_and_say_what_would_go(put: Put, made: Store, capsys: Captured) -> None:
    corpus = put(a__1_txt="A", **{f"b__x{number}_txt": "B" for number in range(30)})
    assert main([str(corpus)]) == 0
    capsys.readouterr()
    assert main([str(corpus / "a")]) == 1
    err = capsys.readouterr().err
    assert "would go: x0" in err
    assert "would go: 10 more" in err
    assert "--allow-removals" in err
    assert documents(made) == 31
    assert main([str(corpus / "a"), "--allow-removals"]) == 0
    assert documents(made) == 1


def test_add_keeps_what_is_there(put: Put, made: Store) -> None:
    corpus = put(a__1_txt="A", b__2_txt="B")
    assert main([str(corpus / "a")]) == 0
    assert main(["--add", str(corpus / "b")]) == 0
    assert documents(made) == 2


def test_if_needed_builds_once(put: Put, made: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = put(releases__a_txt="A", sectors_toml=(ROOT / "corpus" / "sectors.toml").read_bytes())
    monkeypatch.setenv("IZLA_CORPUS", str(corpus))
    made = open_store(Settings.read())
    assert main(["--if-needed"]) == 0
    assert documents(made) == 1
    put(releases__b_txt="B")
    assert main(["--if-needed"]) == 0
    assert documents(made) == 1
    assert main([]) == 0
    assert documents(made) == 2


def test_if_needed_after_a_new_version_builds_what_the_old_one_recorded(
    put: Put, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    corpus = put(c1__sectors_toml=(ROOT / "corpus" / "sectors.toml").read_bytes(), own__a_txt="A")
    monkeypatch.setenv("IZLA_CORPUS", str(corpus / "c1"))
    assert main([str(corpus / "own")]) == 0
    (corpus / "c1" / "sectors.toml").write_text(
        '[fan]\nuz = "Fan"\nru = "Наука"\nen = "Science"\nstems = []\n', encoding="utf-8"
    )
    # the fingerprint of a corpus is kept for the life of a process
    process = run("--if-needed", "--json")
    assert process.returncode == 0
    assert json.loads(process.stdout)["paths"] == [str(corpus / "own")]
    status = run("status", "--json")
    assert [each["live"] for each in json.loads(status.stdout)["generations"]] == [True, False]


def test_status_verify_and_rollback(put: Put, made: Store, capsys: Captured) -> None:
    assert main(["status"]) == main(["verify"]) == main(["rollback"]) == 1
    err = capsys.readouterr().err
    assert err.count("./dev reindex") == 3
    corpus = put(a_txt="A")
    assert main([str(corpus)]) == 0
    first = made.live()
    put(b_txt="B")
    assert main([]) == 0
    second = made.live()
    assert first is not None
    assert second is not None
    capsys.readouterr()
    assert main(["status"]) == 0
    out = capsys.readouterr().out
    assert f"{second.id}  live" in out
    assert f"{first.id}  kept" in out
    assert str(corpus) in out
    assert main(["verify", "--json"]) == 0
    assert summary(capsys)["id"] == second.id
    assert main(["rollback"]) == 0
    assert made.live() == first
    assert main(["verify"]) == 0
    assert main(["rollback"]) == 1


def test_verify_tells_a_damaged_generation(put: Put, made: Store, tmp_path: Path, capsys: Captured) -> None:
    main([str(put(a_txt="A"))])
    (manifest,) = (tmp_path / "var" / "generations").glob("*/manifest.json")
    manifest.write_text("{}", encoding="utf-8")
    assert main(["verify"]) == 1
    assert "damaged" in capsys.readouterr().err


def test_a_folder_called_status_is_given_with_a_dot(put: Put, made: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(put(status__a_txt="A"))
    assert main(["./status"]) == 0
    assert documents(made) == 1


def test_the_seed_is_indexed(made: Store, shared: Path) -> None:
    assert main([str(shared / "seed")]) == 0
    assert documents(made) == 1


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "index", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_command_ends_with_the_code_and_keeps_its_summary_apart(put: Put) -> None:
    process = run(str(put(a_txt="A", b_txt=b"\xff")), "--json", "--verbose")
    assert process.returncode == 3
    assert json.loads(process.stdout)["documents"] == 1
    assert "\r" not in process.stderr
    assert "Traceback" not in process.stderr


def test_a_damaged_generation_is_built_anew_by_the_next_run(
    put: Put, made: Store, tmp_path: Path, capsys: Captured
) -> None:
    assert main([str(put(a_txt="A", b_txt="B"))]) == 0
    (terms,) = (tmp_path / "var" / "generations").glob("*/index/*.terms")
    terms.write_bytes(terms.read_bytes()[:-9])
    assert main([]) == 0
    assert "is damaged" in (said := capsys.readouterr().err)
    assert "everything is built anew" in said
    assert main(["verify"]) == 0
    assert documents(made) == 2


def test_watching_hands_the_later_runs_what_holds_for_all(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    handed = []

    def watched(first: Sequence[str], later: Sequence[str], settle: float) -> NoReturn:
        handed.append((list(first), list(later), settle))
        raise Stopped(signal.SIGTERM)

    monkeypatch.setattr("index.cli.watch", watched)
    corpus = str(put(a_txt="A"))
    first = [corpus, "--full", "--engine", "whoosh", "--jobs", "1", "--json"]
    assert main(["--watch", "--settle", "7", *first]) == 0
    assert handed == [(first, ["--engine", "whoosh", "--jobs", "1", "--json"], 7.0)]
