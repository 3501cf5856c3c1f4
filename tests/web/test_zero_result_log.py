import datetime as dt
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.facets.selection import read_selections
from search.query import Query
from search.service import SearchService
from search.settings import Settings
from tests.web.library import library, publish
from web import create_app, zero_result_log
from web.cli import main
from web.zero_result_log import KEPT, ZeroResultLog, cause

Watched = tuple[FlaskClient, ZeroResultLog, Path]


@pytest.fixture
def watched(tmp_path: Path, published: Settings, engine: SearchService) -> Watched:
    app = create_app(published, engine)
    app.extensions["izla"].zero_results = ZeroResultLog(tmp_path)
    return app.test_client(), ZeroResultLog(tmp_path), tmp_path / "misses"


def test_what_found_nothing_is_kept_without_who_asked(watched: Watched) -> None:
    client, kept, folder = watched
    for _ in range(2):
        client.get("/?q=qwzx", headers={"User-Agent": "Brauzer", "Cookie": "lang=ru"})
    client.get("/api/search?q=qwzx&sector=savdo&page=1")
    client.get("/?q=quyosh")
    client.get("/?sector=bojxona")
    assert [(each.query, each.count) for each in kept.read()] == [("q=qwzx", 2), ("q=qwzx&sector=savdo", 1)]
    (file,) = folder.iterdir()
    assert {key for line in file.read_text().splitlines() for key in json.loads(line)} == {"query"}
    assert file.stat().st_mode & 0o077 == 0


def test_thirty_days_are_kept(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    _, kept, folder = watched
    start = dt.date(2026, 1, 1)
    for day in range(KEPT + 5):
        monkeypatch.setattr(zero_result_log, "today", lambda day=day: start + dt.timedelta(day))
        kept.tend()
        kept.note(Query(f"q{day}"))
    assert len(list(folder.iterdir())) == KEPT
    assert {each.query for each in kept.read()} == {f"q=q{day}" for day in range(5, KEPT + 5)}


def test_a_site_without_misses_forgets_the_old_ones_too(watched: Watched) -> None:
    client, kept, folder = watched
    folder.mkdir()
    (folder / "2020-01-01.jsonl").write_text('{"query": "q=eski"}\n')
    assert kept.read() == ()
    client.get("/?q=quyosh")
    assert list(folder.iterdir()) == []


def test_a_full_day_is_said_and_kept_to(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, kept, _ = watched
    monkeypatch.setattr(zero_result_log, "_MOST", 50)
    for _ in range(9):
        kept.note(Query("uzoq soʻrov"))
    assert 0 < kept.read()[0].count < 9
    assert caplog.text.count("is full") == 1


def test_an_answer_goes_out_when_nothing_can_be_kept(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    client, _, folder = watched
    folder.write_text("a file where a folder should be")
    assert client.get("/?q=qwzx").status_code == 200
    assert "could not be kept" in caplog.text


def test_an_old_day_that_cannot_be_removed_is_said_and_nothing_breaks(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    client, _, folder = watched
    (folder / "2020-01-01.jsonl").mkdir(parents=True)
    assert client.get("/?q=quyosh").status_code == 200
    assert "cannot be removed" in caplog.text


def test_a_line_that_is_none_of_ours_is_named_and_left(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    _, kept, folder = watched
    kept.note(Query("a"))
    (file,) = folder.iterdir()
    with file.open("a") as lines:
        lines.write("buzilgan\n[]\n")
    assert [each.query for each in kept.read()] == ["q=a"]
    assert caplog.text.count("none of ours") == 2


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (Query("quyosh"), "found-now"),
        (Query("quyosh", read_selections({"sector": ("bojxona",)})), "filters"),
        (Query("hisobott"), "typo"),
        (Query("qwzx"), "unknown-word"),
        (Query("“stansiyasi quyosh”"), "syntax"),
        (Query("“mashq hisobot”", sort="date"), "words-apart"),
        (Query("futbol", sort="date"), "unknown-word"),
        (Query("bitim hisobot", sort="date"), "words-apart"),
    ],
)
def test_each_cause_is_named(engine: SearchService, query: Query, name: str) -> None:
    assert cause(query, engine) == name


def test_the_command_tells_what_was_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published = publish(tmp_path, library())
    monkeypatch.setenv("IZLA_DATA", str(published.data))
    ZeroResultLog(published.data).note(Query("qwzx", read_selections({"sector": ("savdo",)})))
    assert main(["--misses"]) == 0
    assert capsys.readouterr().out.split() == ["1", "unknown-word", "qwzx", "[sector=savdo]"]
    assert main(["--misses", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == [{"q": "qwzx", "filters": [["sector", "savdo"]], "count": 1, "cause": "unknown-word"}]


def test_what_the_command_itself_asks_is_no_miss(
    published: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IZLA_DATA", str(published.data))
    before = ZeroResultLog(published.data).read()
    assert main(["yoqnarsa"]) == 0
    assert ZeroResultLog(published.data).read() == before
