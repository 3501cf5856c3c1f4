import json

import pytest

from web.cli import lines, main


@pytest.fixture
def ask(published, monkeypatch, capsys):
    """Run izla-search over the library: (exit code, what it printed, what it complained)."""
    monkeypatch.setenv("IZLA_DATA", str(published.data))
    monkeypatch.setenv("COLUMNS", "90")

    def ask(*arguments):
        code = main(arguments)
        return (code, *capsys.readouterr())

    return ask


def test_an_answer_is_printed_for_reading(ask):
    code, out, err = ask("quyosh energetikasi", "--sort=date")
    assert (code, err) == (0, "")
    assert out.startswith("1 ta hujjat: quyosh energetikasi\n")
    assert "1. Oʻzbekistonda quyosh energetikasi <ikki> barobar oshdi\n" in out
    assert "2026-03-05 · Energetika vazirligi · Energetika · Investitsiyalar\n" in out
    assert "\n   /release/2026-03-05-quyosh\n" in out
    assert max(map(len, out.splitlines())) <= 90


def test_json_is_the_body_of_the_api(ask, client):
    code, out, _ = ask("quyosh", "--json", "--sort", "date")
    asked, answered = json.loads(out), client.get("/api/search?q=quyosh&sort=date").json
    del asked["took_ms"], answered["took_ms"]
    assert (code, asked) == (0, answered)


def test_options_are_the_parameters(ask):
    code, out, _ = ask(
        "hisobot", "--sector", "savdo", "--from", "2023", "--per-page", "1", "--page", "2", "--lang", "en"
    )
    assert code == 0
    assert out.startswith("17 documents: hisobot; sector: Trade; from 1 January 2023\n")
    assert "\n2. " in out
    assert out.endswith("Page 2 of 17\n")


def test_no_hits_are_an_answer_with_ways_out(ask):
    code, out, _ = ask("quyosh", "--sector", "bojxona")
    assert code == 0
    assert out.startswith("0 ta hujjat")
    assert "→ „Bojxona“ tanlovisiz: 2 ta hujjat" in out


def test_everything_is_listed_when_nothing_is_asked(ask):
    assert ask()[1].startswith("50 ta hujjat\n")


def test_bad_parameters_are_all_named(ask):
    code, out, err = ask("x", "--sector", "svado", "--page", "0", "--page", "1")
    assert (code, out) == (2, "")
    assert "sector: Bunday qiymat yoʻq. (savdo)" in err
    assert "page: Bu parametr faqat bir marta beriladi." in err


def test_an_unknown_option_is_refused(ask):
    with pytest.raises(SystemExit) as stopped:
        ask("x", "--secotr", "savdo")
    assert stopped.value.code == 2


def test_without_an_index_the_command_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IZLA_DATA", str(tmp_path))
    assert main(["x"]) == 1
    assert "./dev reindex" in capsys.readouterr().err


def test_a_bad_setting_is_named(monkeypatch, capsys):
    monkeypatch.setenv("IZLA_PORT", "x")
    assert main(["x"]) == 2
    assert "IZLA_PORT" in capsys.readouterr().err


def test_matches_are_marked_on_a_terminal_and_relaxing_is_said(client):
    body = client.get("/api/search?q=hisobot+iqtisodiyot+qwzx").json
    text = "\n".join(lines(body, "uz", 80, ("[", "]")))
    assert "[hisobot]" in text
    assert "3 ta soʻzdan kamida 2 tasi" in text


def test_samples_are_called_so(sample_client):
    assert "(namuna maʼlumotlar)" in list(lines(sample_client.get("/api/search").json, "uz", 80, ("", "")))
