import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from gunicorn.config import Config  # type: ignore[import-untyped]

from search.service import SearchService
from search.settings import Settings
from tests.web.library import Failing
from web import create_app
from web.middleware.access_log import Lines, Logger


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.INFO)
    form = Lines()
    return lambda: [json.loads(form.format(record)) for record in caplog.records]


def test_a_request_is_one_line_without_what_was_typed(client: FlaskClient, lines: Any, engine: SearchService) -> None:
    client.get("/api/search?q=maxfiy", headers={"X-Request-Id": "abc", "User-Agent": "Brauzer"}).close()
    (line,) = lines()
    assert line["path"] == "/api/search"
    assert (line["request_id"], line["method"], line["door"], line["status"]) == ("abc", "GET", "api.search", 200)
    assert line["generation"] == engine.generation().id
    assert line["took_ms"] > 0
    assert line["bytes"] > 0
    assert line["time"].endswith("+05:00")
    for private in ("maxfiy", "Brauzer", "127.0.0.1"):
        assert private not in json.dumps(line)


def test_a_stream_is_told_of_when_it_is_through(client: FlaskClient, lines: Any) -> None:
    response = client.get("/search.ndjson", buffered=False)
    assert lines() == []
    _ = response.data
    response.close()
    assert [(line["door"], line["bytes"]) for line in lines()] == [("exports.lines", None)]


def test_an_error_is_told_with_its_trace_and_not_with_the_query(
    published: Settings, engine: SearchService, lines: Any
) -> None:
    failing = create_app(published, Failing(engine, KeyError("maxfiy"))).test_client()
    failing.get("/?q=maxfiy").close()
    error, request = lines()
    assert "KeyError" in error["traceback"]
    assert (error["level"], request["status"]) == ("error", 500)
    assert "maxfiy" not in json.dumps([error, request])


def test_who_falls_silent_is_told_of_without_a_trace_and_an_error_without_its_request(
    capfd: pytest.CaptureFixture[str],
) -> None:
    log = Logger(Config())
    try:
        log.warning("Invalid request from ip=%s: %s", "192.0.2.1", "maxfiy")
        for error in (BlockingIOError("no byte came"), ValueError("broken")):
            try:
                raise error
            except (BlockingIOError, ValueError):
                log.exception("Error handling request %s", "/?q=maxfiy")
    finally:
        log.error_log.handlers.clear()
    refused, silent, broken = map(json.loads, capfd.readouterr().err.splitlines())
    assert (refused["level"], refused["message"]) == ("warning", "a request that is not HTTP was refused")
    assert (silent["level"], silent["message"]) == ("info", "a client that sent or took nothing for long was let go")
    assert (broken["level"], broken["message"]) == ("error", "a request ended in an error")
    assert "raise error" in json.dumps(broken)
    assert "raise error" not in json.dumps(silent)
    assert "maxfiy" not in json.dumps([refused, silent, broken])
