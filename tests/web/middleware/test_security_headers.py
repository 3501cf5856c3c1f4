import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("address", ["/", "/api/search", "/yoq", "/api/search?page=0", "/robots.txt", "/healthz"])
def test_every_response_is_guarded(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_only_the_api_is_open_to_other_sites(client: FlaskClient) -> None:
    assert client.get("/api/search").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_api_answers_stay_out_of_indexes_and_other_releases_may_be_found(client: FlaskClient) -> None:
    assert client.get("/api/search").headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/release/kirill").headers
