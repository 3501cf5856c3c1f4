import contextlib
import gc
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import weakref
from pathlib import Path

import pytest

from search.settings import ROOT, Settings
from web import create_app
from web.connections import MOST, Worker
from web.server import Server, _parser, gunicorn_options, main


def test_options_come_from_the_settings_unless_given() -> None:
    options = _parser(Settings(host="0.0.0.0", port=9000)).parse_args([])
    assert gunicorn_options(options)["bind"] == "0.0.0.0:9000"
    given = _parser(Settings()).parse_args(["--bind", "unix:/run/x", "-w", "3", "--threads", "1"])
    assert [gunicorn_options(given)[name] for name in ("bind", "workers", "threads")] == ["unix:/run/x", 3, 1]


def test_gunicorn_takes_every_option_and_the_application(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    server = Server(lambda: app, gunicorn_options(_parser(Settings()).parse_args([])))
    assert server.load() is app
    assert (server.cfg.worker_class, server.cfg.threads, server.cfg.preload_app) == (Worker, 4, True)
    assert server.cfg.worker_connections == MOST


def test_an_application_that_another_takes_the_place_of_is_let_go_though_workers_were_forked(tmp_path: Path) -> None:
    options = gunicorn_options(_parser(Settings()).parse_args([]))
    server = Server(lambda: create_app(Settings(data=tmp_path)), options)
    before = weakref.ref(server.wsgi())
    options["pre_fork"](None, None)
    assert gc.get_freeze_count()
    server.reload()
    assert before() is None
    assert server.wsgi() is not None


def test_a_worker_looks_for_garbage_seldom() -> None:
    options = gunicorn_options(_parser(Settings()).parse_args([]))
    usual = gc.get_threshold()
    try:
        options["post_fork"](None, None)
        first, *further = gc.get_threshold()
        assert first > 10 * usual[0]
        assert further == [*usual[1:]]
    finally:
        gc.set_threshold(*usual)


def test_a_bad_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("IZLA_TIME_LIMIT", "-1")
    assert main([]) == 2
    assert "IZLA_TIME_LIMIT" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="gunicorn needs POSIX")
def test_the_server_answers_and_stops_when_told(published: Settings) -> None:
    environ = {**os.environ, "IZLA_DATA": str(published.data), "IZLA_PORT": "1"}
    command = [sys.executable, "-m", "web.server", "--bind", "127.0.0.1:0", "-w", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        try:
            address = next(found[0] for line in server.stderr if (found := re.search(r"http://[\d.:]+", line)))
            deadline = time.monotonic() + 30
            while True:
                try:
                    with urllib.request.urlopen(f"{address}/readyz", timeout=30) as response:
                        assert b'"documents":50' in response.read().replace(b" ", b"")
                    break
                except ConnectionError:
                    assert time.monotonic() < deadline
            with urllib.request.urlopen(f"{address}/?q={'%F0%9F%98%80' * 400}", timeout=30) as response:
                assert response.status == 200
        finally:
            server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)
    assert server.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
def test_on_a_terminal_the_first_start_says_the_address_in_one_plain_line(published: Settings) -> None:
    screen, terminal = os.openpty()
    environ = {**os.environ, "IZLA_DATA": str(published.data)}
    command = [sys.executable, "-m", "web.server", "--bind", "127.0.0.1:0", "-w", "1"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=terminal) as server:
        os.close(terminal)
        with os.fdopen(screen, encoding="utf-8") as lines:
            said = lines.readline().strip()
            assert re.fullmatch(r"Izla: http://127\.0\.0\.1:\d+ \(Ctrl\+C toʻxtatadi\)", said), said
            server.send_signal(signal.SIGTERM)
            with contextlib.suppress(OSError):  # EIO is how a terminal ends
                assert all(line.startswith("{") for line in lines)
        server.wait(timeout=30)
    assert server.returncode == 0
