"""A real browser on a real server; without a browser these tests skip, unless IZLA_REQUIRE_BROWSER=1."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, sync_playwright
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from search.settings import Settings
from tests.web.library import large_library, library, publish
from web import create_app

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

OpenPage = Callable[..., Page]


class Quiet(WSGIRequestHandler):
    """Answers without a line of log for each request."""

    def log_request(self, code: object = "-", size: object = "-") -> None:
        pass


@dataclass(frozen=True, slots=True)
class Sites:
    """Addresses of a service with releases, of one with samples, one without an index, and one with long facets."""

    full: str
    samples: str
    empty: str
    large: str


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    full = publish(tmp_path_factory.mktemp("full"), library())
    samples = publish(tmp_path_factory.mktemp("samples"), library()[-5:], samples=True)
    empty = Settings(data=tmp_path_factory.mktemp("empty"))
    large = publish(tmp_path_factory.mktemp("large"), large_library())
    servers = [_serve(create_app(each)) for each in (full, samples, empty, large)]
    yield Sites(*(f"http://127.0.0.1:{server.port}" for server in servers))
    for server in servers:
        server.shutdown()
        server.server_close()


def _serve(app: Flask) -> BaseWSGIServer:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    required = os.environ.get("IZLA_REQUIRE_BROWSER") == "1"
    if not Path(CHROMIUM).exists() and not required:
        pytest.skip(f"there is no browser at {CHROMIUM}; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=list(FLAGS))
        except Error as error:
            if required:
                raise
            pytest.skip(f"the browser does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages in fresh contexts; what a page complains of in its console fails the test."""
    contexts, complaints = [], []

    def open_page(address: str, *, width: int = 1200, status: int = 200, **options: Any) -> Page:
        size = {"width": width, "height": 740 if width < 600 else 900}
        options = {"locale": "uz-UZ", "viewport": size, "reduced_motion": "reduce"} | options
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        response = page.goto(address)
        assert response is not None
        assert response.status == status
        return page

    yield open_page
    for context in contexts:
        context.close()
    answered = ("status of 404", "status of 429", "status of 503")  # a browser complains of them by itself
    assert [said for said in complaints if not any(status in said for status in answered)] == []
