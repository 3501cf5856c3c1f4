import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.settings import Settings
from search.withdrawn import FILE
from tests.web.library import library, publish
from web.cli import lines, main


@pytest.fixture
def ask(published: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run izla-search over the library: (exit code, what it printed, what it complained)."""
    monkeypatch.setenv("IZLA_DATA", str(published.data))
    monkeypatch.setenv("COLUMNS", "90")

    def ask(*arguments: Any) -> Any:
        code = main(arguments)
        return (code, *capsys.readouterr())

    return ask


def test_an_answer_is_printed_for_reading(ask: Any) -> None:
    code, out, err = ask("quyosh energetikasi", "--sort=date")
    assert (code, err) == (0, "")
    assert out.startswith("1 ta xabar: quyosh energetikasi\n")
    assert "1. Oʻzbekistonda quyosh energetikasi <ikki> barobar oshdi\n" in out
    assert "2026-03-05 · Energetika vazirligi · Energetika · Investitsiyalar\n" in out
    assert "\n   /release/2026-03-05-quyosh\n" in out
    assert max(map(len, out.splitlines())) <= 90


def test_json_is_the_body_of_the_api(ask: Any, client: FlaskClient) -> None:
    code, out, _ = ask("quyosh", "--json", "--sort", "date")
    printed, answered = json.loads(out), client.get("/api/search?q=quyosh&sort=date").get_json()
    del printed["took_ms"], answered["took_ms"]
    assert (code, printed) == (0, answered)


def test_options_are_the_parameters(ask: Any) -> None:
    code, out, _ = ask(
        "hisobot", "--sector", "savdo", "--from", "2023", "--per-page", "1", "--page", "2", "--lang", "en"
    )
    assert code == 0
    assert out.startswith("17 releases: hisobot; sector: Trade; from 1 January 2023\n")
    assert "\n2. " in out
    assert out.endswith("Page 2 of 17\n")


def test_no_hits_are_an_answer_with_ways_out(ask: Any) -> None:
    code, out, _ = ask("quyosh", "--sector", "bojxona")
    assert code == 0
    assert out.startswith("0 ta xabar")
    assert "→ “Bojxona” filtrisiz: 2 ta xabar" in out


def test_everything_is_listed_when_nothing_is_asked(ask: Any) -> None:
    assert ask()[1].startswith("50 ta xabar\n")


def test_bad_parameters_are_all_named(ask: Any) -> None:
    code, out, err = ask("x", "--sector", "svado", "--page", "0", "--page", "1")
    assert (code, out) == (2, "")
    assert "sector: Bunday qiymat yoʻq. (savdo)" in err
    assert "page: Bu parametr faqat bir marta beriladi." in err


def test_a_text_is_shown_as_the_analyzer_reads_it(ask: Any) -> None:
    code, out, err = ask("--analyze", "BMTning 2022-yil")
    assert (code, err) == (0, "")
    assert "0–7  BMTning  at 0\n    key bmtning, lemma bmt\n" in out
    assert "8–16  2022-yil  at 1  (joined)\n    key 2022-yil, lemma –\n" in out
    _, out, _ = ask("--analyze", "kitobi", "--json")
    (term,) = json.loads(out)
    assert {name: term[name] for name in ("text", "start", "end", "position", "joined", "key", "lemmas")} == {
        "text": "kitobi",
        "start": 0,
        "end": 6,
        "position": 0,
        "joined": False,
        "key": "kitobi",
        "lemmas": ["kitob"],
    }
    assert term["why"][-1].endswith("kitob noun + i→own")


def test_a_text_is_analysed_without_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IZLA_DATA", str(tmp_path))
    assert main(["--analyze", "salom"]) == 0
    assert capsys.readouterr().out.startswith("0–5  salom")


def test_the_shares_of_a_score_add_up(ask: Any) -> None:
    code, out, _ = ask("quyosh", "energetikasi", "--explain", "2026-03-05-quyosh", "--json")
    told = json.loads(out)
    assert (code, told["found"], told["lacking"], told["filters"]) == (0, True, [], [])
    assert [row["term"] for row in told["shares"]] == ["quyosh", "energetikasi"]
    assert told["score"] == pytest.approx(sum(row["share"] for row in told["shares"]))
    _, listed, _ = ask("quyosh", "energetikasi", "--json")
    hit = next(hit for hit in json.loads(listed)["results"] if hit["id"] == told["id"])
    assert hit["score"] == pytest.approx(told["score"], abs=1e-4)


def test_what_a_release_lacks_is_named(ask: Any) -> None:
    _, out, _ = ask("quyosh", "banklar", "--sector", "savdo", "--explain", "2026-03-05-quyosh")
    assert out.startswith("2026-03-05-quyosh: topilmaydi\n")
    assert "  banklar: xabarda yoʻq\n" in out
    assert "  Soha: xabar tanlangan qiymatlarga kirmaydi\n" in out
    _, out, _ = ask("EMAS", "quyosh", "--explain", "2026-03-05-quyosh", "--lang", "en")
    assert out.endswith("it has the words, but not as asked (EMAS, title or sequence)\n")


def test_explaining_an_unknown_release_or_badly_is_refused(ask: Any) -> None:
    assert ask("quyosh", "--explain", "yoq")[0::2] == (1, "izla-search: there is no release 'yoq' in the index\n")
    code, _, err = ask("quyosh", "--explain", "2026-03-05-quyosh", "--page", "0")
    assert (code, "page" in err) == (2, True)


def test_a_withdrawn_release_is_neither_found_nor_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IZLA_DATA", str(publish(tmp_path / "data", library()).data))
    monkeypatch.setenv("IZLA_CORPUS", str(tmp_path))
    (tmp_path / FILE).write_text("2026-03-05-quyosh\n")
    assert main(["quyosh", "energetikasi", "--partial", "0"]) == 0
    assert "2026-03-05-quyosh" not in capsys.readouterr().out
    assert main(["quyosh", "--explain", "2026-03-05-quyosh"]) == 1
    assert "'2026-03-05-quyosh' was withdrawn; withdrawn.txt" in capsys.readouterr().err


def test_an_unknown_option_is_refused(ask: Any) -> None:
    with pytest.raises(SystemExit) as stopped:
        ask("x", "--secotr", "savdo")
    assert stopped.value.code == 2


def test_without_an_index_the_command_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IZLA_DATA", str(tmp_path))
    assert main(["x"]) == 1
    assert "./dev reindex" in capsys.readouterr().err


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("IZLA_PORT", "x")
    assert main(["x"]) == 2
    assert "IZLA_PORT" in capsys.readouterr().err


def test_matches_are_marked_on_a_terminal_and_relaxing_is_said(client: FlaskClient) -> None:
    body = client.get("/api/search?q=hisobot+iqtisodiyot+qwzx").get_json()
    text = "\n".join(lines(body, "uz", 80, ("[", "]")))
    assert "[hisobot]" in text
    assert "3 ta soʻzdan kamida 2 tasi" in text


def test_samples_are_called_so(sample_client: FlaskClient) -> None:
    assert "(namuna maʼlumotlar)" in list(lines(sample_client.get("/api/search").get_json(), "uz", 80, ("", "")))
