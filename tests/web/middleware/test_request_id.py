import re

import pytest


@pytest.mark.parametrize("address", ["/", "/api/search", "/yoq", "/api/search?page=0", "/robots.txt", "/healthz"])
def test_every_response_is_guarded(client, address):
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert re.fullmatch(r"[0-9a-f]{16}", headers["X-Request-Id"])


def test_a_callers_id_is_echoed_when_it_is_fit_to_be_logged(client):
    assert client.get("/healthz", headers={"X-Request-Id": "a.b-C_1"}).headers["X-Request-Id"] == "a.b-C_1"
    for unfit in ("a b", "x" * 65, "<script>", ""):
        assert client.get("/healthz", headers={"X-Request-Id": unfit}).headers["X-Request-Id"] != unfit


def test_only_the_api_is_open_to_other_sites(client):
    assert client.get("/api/search").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_stages_are_timed(client):
    stages = re.findall(r"(\w+);dur=[\d.]+", client.get("/?q=quyosh+stansiyasi").headers["Server-Timing"])
    assert stages[-1] == "render"
    assert "search" in stages


def test_api_answers_stay_out_of_indexes_and_other_releases_may_be_found(client):
    assert client.get("/api/search").headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/release/kirill").headers
