"""A cache in front, as a site would have it: nginx keeps our answers by our rules and mixes no languages up."""

import gzip
import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from search.engines import open_service
from search.withdrawn import FILE
from tests.journeys.conftest import Quiet
from tests.web.library import Counting, library, publish
from web import create_app

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIGURATION = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/body; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  proxy_temp_path {folder}/temp; proxy_cache_path {folder}/cache keys_zone=izla:1m;
  proxy_cache izla; proxy_cache_revalidate on; proxy_cache_lock on;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  add_header X-Cache $upstream_cache_status always;
  server {{ listen unix:{folder}/kept; location / {{ proxy_pass http://127.0.0.1:{port}; }} }}
  server {{
    listen unix:{folder}/stale; proxy_cache_key stale$request_uri; proxy_ignore_headers Cache-Control;
    proxy_cache_valid 200 1s;
    location / {{ proxy_pass http://127.0.0.1:{port}; }}
  }}
}}
"""


class Cache:
    """The doors of nginx: `kept` minds our headers, at `stale` an answer is old after a second."""

    def __init__(self, folder: Path, engine: Counting) -> None:
        self.folder = folder
        self.engine = engine
        self.withdrawn = folder / FILE

    def ask(self, path: str, door: str = "kept", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(self.folder / door))
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    if NGINX is None:
        if os.environ.get("IZLA_REQUIRE_NGINX") == "1":
            pytest.fail("nginx is required and missing")
        pytest.skip("there is no nginx; on Debian: apt install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    settings = replace(publish(folder / "data", library()), corpus=folder)
    engine = Counting(open_service(settings))
    server = make_server("127.0.0.1", 0, create_app(settings, engine), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=server.port))
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with subprocess.Popen(command) as nginx:
        deadline = time.monotonic() + 20
        while not (folder / "stale").exists():
            assert nginx.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield Cache(folder, engine)
        nginx.terminate()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/?q=quyosh", "/api/search?q=quyosh", "/release/kirill", "/feed.atom?q=quyosh"])
def test_an_answer_is_kept_and_given_again_without_us(cache: Cache, path: str) -> None:
    first, body = cache.ask(path)
    again, same = cache.ask(path)
    assert (first.status, again.status) == (200, 200)
    assert (first.headers["X-Cache"], again.headers["X-Cache"]) == ("MISS", "HIT")
    assert body == same
    assert cache.ask(path, If_None_Match=first.headers["ETag"])[0].status == 304


def test_an_old_answer_is_asked_for_again_by_its_tag_and_not_searched_anew(cache: Cache) -> None:
    first, body = cache.ask("/api/search?q=hisobot", "stale")
    searches = cache.engine.searches
    time.sleep(2.2)
    again, same = cache.ask("/api/search?q=hisobot", "stale")
    assert (first.headers["X-Cache"], again.headers["X-Cache"]) == ("MISS", "REVALIDATED")
    assert body == same
    assert cache.engine.searches == searches


@pytest.mark.parametrize("path", ["/release/kirill", "/release/kirill?lang=en", "/api/releases/kirill"])
def test_what_was_kept_of_a_withdrawn_release_is_given_no_more_when_it_is_old(cache: Cache, path: str) -> None:
    assert cache.ask(path, "stale")[0].status == 200
    cache.withdrawn.write_text("kirill")
    time.sleep(2.2)
    for _ in range(2):
        response, body = cache.ask(path, "stale")
        assert response.status == 410
        assert "Мудофаа" not in body.decode()


def test_readers_of_different_languages_get_their_own(cache: Cache) -> None:
    wanted = {"uz": "ta xabar", "ru": "релиз", "en": "release", "uz-Cyrl": "та хабар"}
    for _ in range(2):
        for lang, words in wanted.items():
            response, body = cache.ask("/?q=hisobot", Accept_Language=lang)
            assert words in body.decode(), lang
            assert response.headers["Content-Language"].startswith(lang)
    assert cache.ask("/?q=hisobot", Accept_Language="ru")[0].headers["X-Cache"] == "HIT"
    assert "релиз" in cache.ask("/?q=hisobot", Accept_Language="en", Cookie="lang=ru")[1].decode()


def test_a_named_language_is_one_page_for_all_and_its_cookie_is_never_kept(cache: Cache) -> None:
    first, _ = cache.ask("/?q=hisobot&lang=ru")
    assert "lang=ru" in first.headers["Set-Cookie"]
    other, body = cache.ask("/?q=hisobot&lang=ru", Accept_Language="en", Cookie="lang=ru")
    assert "релиз" in body.decode()
    assert other.headers["Set-Cookie"] is None
    assert "release" in cache.ask("/?q=hisobot", Accept_Language="en")[1].decode()


def test_packed_and_plain_answers_are_kept_apart(cache: Cache) -> None:
    plain = cache.ask("/api/search?q=hisobot")[1]
    packed, body = cache.ask("/api/search?q=hisobot", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b'{"query"')
    assert cache.ask("/api/search?q=hisobot")[1] == plain


def test_errors_are_not_kept(cache: Cache) -> None:
    for _ in range(2):
        response, _ = cache.ask("/api/search?page=0")
        assert (response.status, response.headers["X-Cache"]) == (400, "MISS")
