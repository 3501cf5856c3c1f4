"""New software indexes beside the running old service, over a changed language and a changed format, and back again."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from search.settings import ROOT
from tests.bench.service.processes import free_port, serving


class Asking(threading.Thread):
    """Asks a service until told to stop, and keeps what went wrong."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.answered = 0
        self.faults: list[str] = []
        self.generations: set[str] = set()
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.is_set():
            connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                connection.request("GET", f"/api/search?q=xabar&page={self.answered % 3 + 1}&per_page=1")
                response = connection.getresponse()
                body = response.read().decode()
            except (HTTPException, OSError) as error:
                self.faults.append(repr(error))
                continue
            finally:
                connection.close()
            if response.status != 200:
                self.faults.append(f"{response.status} {body[:200]}")
            self.generations.update(re.findall(r'"generation": ?"([^"]+)"', body))
            self.answered += 1

    def stop(self) -> None:
        self._done.set()
        self.join()


@contextmanager
def asking(port: int) -> Iterator[Asking]:
    made = Asking(port)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def other_version(folder: Path, change: Callable[[Path], None]) -> Path:
    """A checkout in which something is changed."""
    for package in ("search", "index", "web"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "pyproject.toml", folder)
    change(folder)
    return folder


def another_language(checkout: Path) -> None:
    with (checkout / "search" / "uzbek" / "data" / "stopwords_uz.txt").open("a", encoding="utf-8") as file:
        file.write("zzzz\n")


def another_format(checkout: Path) -> None:
    path = checkout / "search" / "engines" / "whoosh" / "codec" / "arrays.py"
    text = path.read_text(encoding="utf-8")
    (version,) = re.findall(r"^VERSION: Final = (\d+)", text, flags=re.M)
    changed = text.replace(f"VERSION: Final = {version}", f"VERSION: Final = {int(version) + 1}")
    assert changed != text
    path.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("change", [another_language, another_format], ids=lambda change: change.__name__)
def test_a_new_version_indexes_beside_the_old_service_and_either_goes_on(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    new = other_version(tmp_path / "new", change)
    releases = tmp_path / "releases"
    releases.mkdir()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("IZLA_")}
    environ |= {"IZLA_DATA": str(tmp_path / "var"), "IZLA_CORPUS": str(ROOT / "corpus"), "IZLA_RATE": "0"}

    def add(number: int) -> None:
        (releases / f"{number}.txt").write_text(f"Xabar {number}\n\nMatn {number}.", encoding="utf-8")

    def index(checkout: Path, *words: str) -> None:
        command = [sys.executable, "-m", "index", *words]
        told = subprocess.run(command, cwd=checkout, env=environ, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr

    @contextmanager
    def service(checkout: Path) -> Iterator[int]:
        port = free_port()
        command = ["-c", f"cd {checkout} && exec {sys.executable} -m web.server --port {port}"]
        with serving(["sh", *command], environ, port, "/readyz", tmp_path / f"log{port}"):
            yield port

    for number in range(6):
        add(number)
    index(ROOT, str(releases))
    with service(ROOT) as port, asking(port) as readers:
        for number in range(6, 9):  # more publications than generations are kept
            add(number)
            index(new)
        with service(new) as upgraded, asking(upgraded) as others:
            add(9)
            index(new)
            while others.answered < 20:
                others.join(0.1)
        assert not others.faults
        assert others.generations.isdisjoint(readers.generations)
        add(10)
        index(ROOT)  # back: the old version goes on with its own
        before = readers.answered
        while readers.answered < before + 20:
            readers.join(0.1)
    assert not readers.faults
    assert len(readers.generations) == 2
    with service(ROOT) as port, asking(port) as readers:
        while readers.answered < 10:
            readers.join(0.1)
    assert not readers.faults
