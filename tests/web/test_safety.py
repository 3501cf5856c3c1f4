"""Hostile releases, tables and requests: whatever they hold is text, and nobody is led anywhere."""

import csv
import io
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree, html
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from search.release import Copy, Release
from search.settings import Settings
from tests.web.library import library, publish
from tests.web.test_reload import serving
from web import create_app
from web.endpoints import ENDPOINTS, Kind
from web.parameters.table import PARAMS

REQUEST = Request({})
MARK = "qotil"  # is in whatever we put where it may do harm
PAYLOADS = (
    f'"><script>alert("{MARK}")</script>',
    f"'><img src=x onerror=alert('{MARK}')>",
    f"javascript:alert('{MARK}')",
    f"</script><script>{MARK}()</script>",
    f"{{{{ {MARK} }}}}{{% raw %}}<b onclick={MARK}()>",
    f"]]><!--{MARK}--><svg/onload={MARK}()>",
    f"\u2028\u202e{MARK}\x00\r\nSet-Cookie: {MARK}=1",
)
LEADING = ("href", "src", "action", "xlink:href")
FILE_NAME = re.compile(r'filename="[a-z0-9.-]+"')
OURS = re.compile(r"/static/[a-z]+\.[0-9a-f]{10}\.js")  # the scripts of the pages


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A site every field of whose releases, and whose own words, hold what would do harm."""
    folder = tmp_path_factory.mktemp("hostile")
    releases = [
        Release(
            f"a-{at}",
            f"zarar {payload}",
            f"{payload}\n\nzarar {payload}",
            library()[0].date,
            "given",
            (payload,),
            source=payload,
            office=payload,
            office_names=(payload,),
            url=payload,
            regions=(payload,),
            countries=(payload,),
            rubric=payload,
            language=payload,
            copies=(Copy(f"c-{at}", payload, payload, "cyrl", None, payload, payload),),
        )
        for at, payload in enumerate(payload.replace("\x00", "") for payload in PAYLOADS)  # which no reader lets in
    ]
    corpus = folder / "corpus"
    corpus.mkdir()
    title = json.dumps(f"Sayt {PAYLOADS[0]}", ensure_ascii=False)
    (corpus / "site.toml").write_text(f"examples = [{title}]\n[title]\nuz = {title}\n", encoding="utf-8")
    return replace(publish(folder / "data", releases), corpus=corpus)


def faults(response: TestResponse) -> Iterator[str]:
    """Give what in an answer could run, or lead a reader away."""
    for name, value in response.headers:
        if name not in ("Link", "Location") and MARK in FILE_NAME.sub("", value):
            yield f"header {name}: {value}"
        if "\r" in value or "\n" in value:
            yield f"header {name} of two lines"
    if response.mimetype != "text/html":
        return
    for element in html.document_fromstring(response.get_data()).iter(etree.Element):
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("srcdoc", "style", "formaction"):
                yield f"<{element.tag} {name}={value!r}>"
            if name in LEADING and urlsplit(value.strip()).scheme not in ("", "http", "https"):
                yield f"<{element.tag} {name}={value!r}>"
        ours = OURS.fullmatch(element.get("src", "")) and not (element.text or "").strip()
        if element.tag == "script" and element.get("type") != "application/ld+json" and not ours:
            yield f"<script {dict(element.attrib)}>{element.text}"
        if element.tag in ("iframe", "object", "embed", "base", "img"):
            yield f"<{element.tag}>"


def test_nothing_that_a_release_or_a_table_holds_runs_on_any_page(hostile: Settings) -> None:
    client = create_app(hostile).test_client()
    listed = client.get("/api/search?per_page=100").get_json()["facets"]
    sources = [value["value"] for value in listed["source"]["values"]]
    addresses = ["/", "/?q=zarar", "/?q=zarar&explain=1", "/?q=zarar&sort=-date&lang=ru", "/follow?q=zarar", "/api"]
    addresses += [f"/?q=zarar&facet={name}" for name in listed if name != "date"]
    addresses += [f"/release/a-{at}?q=zarar&script=cyrl" for at in range(len(PAYLOADS))]
    addresses += [f"/source/{quote(source, safe='')}" for source in sources]
    seen = 0
    for address in addresses:
        response = client.get(address)
        assert response.status_code in (200, 404), address
        assert list(faults(response)) == [], address
        seen += MARK in response.get_data(as_text=True)
    assert seen >= 15
    for address in ("/feed.atom?q=zarar", "/sitemap.xml", "/sitemap-sources.xml", "/opensearch.xml"):
        etree.fromstring(client.get(address).get_data(), etree.XMLParser(resolve_entities=False))
    for address in ("/search.csv", "/search.csv?separator=semicolon&bom=1"):
        table = client.get(address).get_data(as_text=True).removeprefix("\ufeff")
        for row in csv.reader(io.StringIO(table), delimiter=";" if "separator" in address else ","):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_is_asked_runs_or_adds_a_header(client: FlaskClient, payload: str) -> None:
    told = quote(payload, safe="")
    pages = [row for row in ENDPOINTS.values() if row.kind is not Kind.ASSET]
    for row in pages:
        path = row.at(payload) if "<" in row.path else row.path
        for param in PARAMS:
            response = client.get(f"{path}?{param.name}={told}")
            assert response.status_code < 500, (path, param.name)
            assert list(faults(response)) == [], (path, param.name)
    response = client.get(f"/?{told}={told}")
    assert list(faults(response)) == []


def test_nobody_is_led_to_another_host(client: FlaskClient) -> None:
    for path in ("//evil.example/", "/\\evil.example", "/release//evil.example", "/%2f%2fevil.uz", "/?q=//evil.uz"):
        for tail in ("", "?lang=ru", "?q=quyosh&lang=ru"):
            response = client.get(path + tail)
            page = response.get_data(as_text=True)
            assert not re.search(r'(?:href|action|src)="(?:\\|//|https?:)[^"/]*evil', page.replace("%2F", "/")), path
            assert "evil" not in urlsplit(response.headers.get("Location", "")).netloc


@pytest.mark.parametrize("name", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "..\\..\\a", "%00", "."])
def test_an_id_is_no_path(client: FlaskClient, name: str) -> None:
    for path in ("/release/", "/api/releases/", "/source/", "/sector/", "/problems/", "/static/", "/sitemap-"):
        response = client.get(path + name)
        assert response.status_code in (404, 308), path
        assert b"root:" not in response.get_data()


def test_what_a_browser_or_a_cache_does_not_key_changes_no_answer(client: FlaskClient) -> None:
    plain = client.get("/?q=energetika&lang=uz")
    unkeyed = "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Original-URL", "X-Rewrite-URL"
    for name in (*unkeyed, "Forwarded", "X-HTTP-Method-Override"):
        other = client.get("/?q=energetika&lang=uz", headers={name: "evil.example"})
        assert other.get_data() == plain.get_data(), name
        assert other.headers["ETag"] == plain.headers["ETag"], name


def test_a_host_that_is_none_is_refused_or_shown_as_text(client: FlaskClient) -> None:
    for host in ('a"><script>alert(1)</script>', "evil.example/../", "a b", "[::1", "a\tb"):
        for address in ("/?q=energetika", "/feed.atom", "/opensearch.xml", "/follow?q=energetika", "/api"):
            response = client.get(address, headers={"Host": host})
            assert response.status_code in (200, 400), (host, address)
            assert b"<script>alert" not in response.get_data()
            assert list(faults(response)) == []


def test_a_site_with_an_address_of_its_own_minds_no_host(published: Settings) -> None:
    client = create_app(replace(published, base_url="https://izlash.example.uz")).test_client()
    for address in ("/", "/feed.atom", "/api/search", "/sitemap.xml", "/opensearch.xml"):
        assert b"evil.example" not in client.get(address, headers={"Host": "evil.example"}).get_data()


def test_a_log_has_one_line_for_each_search_whatever_it_holds(tmp_path: Path) -> None:
    settings = publish(tmp_path, library())
    client = create_app(settings).test_client()
    for payload in PAYLOADS:
        client.get("/", query_string={"q": f"qwzxv {payload}"})
    (file,) = (tmp_path / "misses").glob("*.jsonl")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(PAYLOADS)
    assert all(isinstance(json.loads(line), dict) for line in lines)


SECOND = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
SMUGGLED = {
    "two lengths": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 0\r\n\r\n" + SECOND,
    "length and chunks": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
    "hidden chunks": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SECOND,
    "a folded header": b"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n Content-Length: 40\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 0\r\n\r\n",
    "a line end in the path": b"GET /\x0bhealthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "a long line": b"GET /?q=" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(500)) + b"\r\n",
}


def test_a_request_with_two_meanings_is_refused_and_its_connection_closed(published: Settings) -> None:
    with serving(published) as (_, address):
        host, port = address.removeprefix("http://").split(":")
        for name, request in SMUGGLED.items():
            with socket.create_connection((host, int(port)), timeout=30) as connection:
                connection.sendall(request)
                answer = b"".join(iter(lambda: connection.recv(65_536), b""))
            statuses = re.findall(rb"HTTP/1\.[01] (\d{3})", answer)
            assert len(statuses) == 1, (name, statuses)
            assert statuses[0] in (b"400", b"414", b"431", b"501"), (name, statuses)


@pytest.mark.parametrize(
    "page",
    [
        "<p onclick=x()>",
        "<a href='javascript:x()'>",
        "<script>x()</script>",
        "<script src=/a.js></script>",
        "<svg><a xlink:href='data:text/html,x'>",
        "<iframe srcdoc=x>",
        "<p style=x>",
        "<base href=//a>",
    ],
)
def test_what_would_run_is_seen(page: str) -> None:
    assert list(faults(TestResponse(iter([page.encode()]), "200 OK", Headers({"Content-Type": "text/html"}), REQUEST)))
