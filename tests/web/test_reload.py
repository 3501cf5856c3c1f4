"""A new generation, a reload and a stop under load: no request is dropped."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search.engines import open_store
from search.release import Release
from search.settings import ROOT, Settings
from search.withdrawn import FILE
from tests.web.library import library, publish

pytestmark = pytest.mark.skipif(os.name == "nt", reason="gunicorn needs POSIX")
CLIENTS = 4


@contextmanager
def serving(settings: Settings, rate: int = 0, processes: int = 2) -> Any:
    own = {"IZLA_DATA": str(settings.data), "IZLA_CORPUS": str(settings.corpus), "IZLA_RATE": str(rate)}
    environ = {**os.environ, **own}
    command = [sys.executable, "-m", "web.server", "--bind", "127.0.0.1:0", "-w", str(processes), "--threads", "4"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) as server:
        said: list[str] = []
        found = threading.Event()

        def listen() -> None:
            assert server.stderr
            for line in server.stderr:
                said.append(line)
                if "http://" in line:
                    found.set()

        threading.Thread(target=listen, daemon=True).start()
        assert found.wait(60)
        address = next(match[0] for line in said if (match := re.search(r"http://[\d.]+:\d+", line)))
        wait_until(lambda: ask(f"{address}/readyz"))
        try:
            server.lines = said  # type: ignore[attr-defined]  # what the server wrote, for the test to read
            yield server, address
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def wait_until(holds: Any, seconds: float = 60.0) -> Any:
    deadline = time.monotonic() + seconds
    while True:
        try:
            if found := holds():
                return found
        except OSError:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ask(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=30) as response:
        return response.read()


class Clients:
    """Readers who ask without a pause and write down all that goes wrong."""

    def __init__(self, address: str) -> None:
        self.wrong: list[Any] = []
        self.answered = 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(address, number)) for number in range(CLIENTS)]

    def __enter__(self) -> Any:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _read(self, address: str, number: int) -> None:
        while not self._stop.is_set():
            try:
                ask(f"{address}/api/search?q=xabar&per_page={number + 1}")
                self.answered += 1
            except (OSError, urllib.error.HTTPError) as error:
                self.wrong.append(repr(error))


def again(settings: Settings) -> Any:
    """Publish a second generation, with one release more."""
    store = open_store(settings)
    with store.begin(store.live(), samples=False, paths=("/releases",)) as draft:
        draft.add([Release("yangi", "Yangi xabar", "Bugun eʼlon qilindi.")])
        return draft.publish(b"{}").id


@pytest.mark.parametrize("told", [False, True], ids=["by itself", "on SIGHUP"])
def test_a_new_generation_is_answered_from_without_a_dropped_request(tmp_path: Path, told: bool) -> None:
    settings = publish(tmp_path, library())
    with serving(settings) as (server, address), Clients(address) as clients:
        wait_until(lambda: clients.answered > 20)
        new = again(settings)
        if told:
            server.send_signal(signal.SIGHUP)
        wait_until(lambda: all(new.encode() in ask(f"{address}/readyz") for _ in range(20)))
        before = clients.answered
        wait_until(lambda: clients.answered > before + 20)
    assert clients.wrong == []


def test_a_reload_reads_the_tables_again_and_keeps_the_old_ones_when_they_are_broken(tmp_path: Path) -> None:
    settings = replace(publish(tmp_path, library()), corpus=tmp_path)
    site = tmp_path / "site.toml"
    site.write_text('[title]\nuz = "Birinchi"')
    with serving(settings) as (server, address), Clients(address) as clients:
        assert b"| Birinchi</title>" in ask(f"{address}/?q=xabar")
        site.write_text('[title]\nuz = "Ikkinchi"')
        server.send_signal(signal.SIGHUP)
        wait_until(lambda: all(b"| Ikkinchi</title>" in ask(f"{address}/help?{n}") for n in range(20)))
        site.write_text("buzilgan")
        server.send_signal(signal.SIGHUP)
        before = clients.answered
        wait_until(lambda: clients.answered > before + 100)
        assert all(b"| Ikkinchi</title>" in ask(f"{address}/help?{n}") for n in range(20))
    assert clients.wrong == []


def test_every_process_withdraws_at_its_next_request_without_a_dropped_one(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = replace(publish(tmp_path / "data", library()), corpus=corpus)
    with serving(settings) as (server, address), Clients(address) as clients:
        assert all(ask(f"{address}/release/kirill?{n}") for n in range(10))
        (tmp_path / "new").write_text("kirill\n")
        (tmp_path / "new").replace(corpus / FILE)
        for n in range(20):
            with pytest.raises(urllib.error.HTTPError, match="410"):
                ask(f"{address}/release/kirill?{n}")
        (corpus / FILE).write_bytes(b"kirill \xff\n")
        before = clients.answered
        wait_until(lambda: clients.answered > before + 100)
        with pytest.raises(urllib.error.HTTPError, match="410"):
            ask(f"{address}/release/kirill")
        assert any("cannot be read whole: line 1 is not UTF-8" in line for line in server.lines)
    assert clients.wrong == []


def test_a_stop_finishes_what_was_begun(tmp_path: Path) -> None:
    settings = publish(tmp_path, [Release(f"r{n}", f"Xabar {n}", "Matn " * 2_000) for n in range(2_000)])
    with serving(settings) as (server, address):
        response = urllib.request.urlopen(f"{address}/search.ndjson", timeout=60)
        first = response.readline()
        server.send_signal(signal.SIGTERM)
        rest = response.read()
    assert first.startswith(b"{")
    assert b'"complete":true,"count":2000' in rest.splitlines()[-1]
    assert server.returncode == 0


def test_a_reload_gives_nobody_a_new_allowance_and_forgets_no_count(tmp_path: Path) -> None:
    settings = replace(publish(tmp_path, library()), corpus=tmp_path)
    site = tmp_path / "site.toml"
    site.write_text('[title]\nuz = "Birinchi"')
    with serving(settings, rate=1) as (server, address):
        assert ask(f"{address}/api/sectors")
        site.write_text('[title]\nuz = "Ikkinchi"')
        server.send_signal(signal.SIGHUP)
        wait_until(lambda: all(b"| Ikkinchi</title>" in ask(f"{address}/help?{n}") for n in range(20)))
        with pytest.raises(urllib.error.HTTPError, match="429"):
            ask(f"{address}/api/sectors")
        assert b'izla_requests_total{door="api.sectors",status="2xx"} 1' in ask(f"{address}/metrics")


def test_a_request_that_is_no_http_is_told_of_without_its_text_or_sender(tmp_path: Path) -> None:
    settings = publish(tmp_path, library())
    with serving(settings) as (server, address):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(b"GET /?q=maxfiy\r\n\r\n")
            connection.recv(4096)
        wait_until(lambda: any("not HTTP" in line for line in server.lines))
        assert not any("maxfiy" in line or "ip=" in line for line in server.lines)


DOORS = ("/", "/?q=xabar", "/release/kirill", "/api/search?q=xabar", "/search.csv", "/feed.atom", "/sitemap.xml")


def test_a_generation_that_vanishes_is_answered_from_by_who_has_it_open_and_else_the_one_before(tmp_path: Path) -> None:
    settings = publish(tmp_path, library())
    store = open_store(settings)
    before = store.list()[0].id
    with serving(settings) as (server, address):
        live = again(settings)
        wait_until(lambda: all(live.encode() in ask(f"{address}/readyz") for _ in range(20)))
        shutil.rmtree(tmp_path / "generations" / live)
        for door in DOORS * 4:  # both processes
            assert ask(address + door), door
        assert live.encode() in ask(f"{address}/readyz")
        server.send_signal(signal.SIGHUP)  # new processes have nothing of it open
        wait_until(lambda: all(before.encode() in ask(f"{address}/readyz") for _ in range(20)))
        for door in (*DOORS, f"/api/changes?since={before}") * 4:
            assert ask(address + door), door
        assert any(f"Until then {before} answers" in line for line in server.lines)
        with store.begin(None, samples=False, paths=("/releases",)) as draft:
            draft.add(library())
            new = draft.publish(b"{}").id
        wait_until(lambda: all(new.encode() in ask(f"{address}/readyz") for _ in range(20)))
