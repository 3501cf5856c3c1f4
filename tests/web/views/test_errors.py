from typing import Any

import pytest
from flask.testing import FlaskClient

from search.errors import TooSlow
from search.service import SearchService
from search.settings import Settings
from tests.web.library import Failing
from web import create_app
from web.problems import PROBLEMS


@pytest.mark.parametrize("kind", PROBLEMS, ids=lambda kind: kind.name)
def test_every_type_of_problem_can_be_read_about(client: FlaskClient, kind: Any) -> None:
    html = client.get(f"/problems/{kind.name}").get_data(as_text=True)
    assert f"HTTP {kind.status}" in html
    assert ("<code>per_page</code>" in html) == (kind.name == "invalid-parameters")


def test_an_unknown_type_of_problem_is_not_found(client: FlaskClient) -> None:
    assert client.get("/problems/boshqa").status_code == 404


@pytest.mark.parametrize("path", ["/api/", "/api/yoq", "/api/releases/yoq"])
def test_what_is_not_there_is_a_problem_under_the_api(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert response.get_json()["type"] == "/problems/not-found"


def test_what_is_not_there_is_a_page_elsewhere(client: FlaskClient) -> None:
    response = client.get("/yoq")
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert "Bunday sahifa yoʻq" in response.get_data(as_text=True)


def test_other_methods_are_refused_and_told_which_would_do(client: FlaskClient) -> None:
    response = client.post("/api/search")
    assert (response.status_code, response.get_json()["type"]) == (405, "/problems/method-not-allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert client.delete("/").status_code == 405


def test_no_index_names_the_command(empty_client: FlaskClient) -> None:
    for address in ("/api/search", "/api/sectors", "/api/releases/x", "/readyz"):
        response = empty_client.get(address)
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert "./dev reindex" in response.get_data(as_text=True)
    assert empty_client.get("/api/search").get_json()["command"].startswith("./dev reindex")


def test_a_missing_release_is_answered_with_the_nearest_ones(client: FlaskClient) -> None:
    response = client.get("/release/2025-05-01-quyosh-stansiyasi-qwzx")
    html = response.get_data(as_text=True)
    assert response.status_code == 404
    assert "Eng yaqin xabarlar" in html
    assert 0 < html.count("<article>") <= 3
    assert "quyosh" in html.split("Eng yaqin xabarlar")[1].lower()
    for address in ("/release/2025", "/release/qwzx", "/yoq"):
        assert "Eng yaqin xabarlar" not in client.get(address).get_data(as_text=True)


def test_faults_come_before_a_missing_index(empty_client: FlaskClient) -> None:
    assert empty_client.get("/api/search?page=0").status_code == 400


def test_an_unforeseen_error_says_its_number_and_nothing_of_itself(
    published: Settings, engine: SearchService, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(published, Failing(engine, KeyError("maxfiy"))).test_client()
    response = client.get("/api/search?q=x", headers={"X-Request-Id": "so-rov.7"})
    assert (response.status_code, response.get_json()["type"]) == (500, "/problems/internal")
    assert response.get_json()["request_id"] == "so-rov.7"
    assert "so-rov.7" in response.get_json()["detail"]
    assert "maxfiy" not in response.get_data(as_text=True)
    assert "so-rov.7" in caplog.text


def test_a_slow_query_may_be_tried_again(published: Settings, engine: SearchService) -> None:
    client = create_app(published, Failing(engine, TooSlow("10 s"))).test_client()
    response = client.get("/api/search?q=x")
    assert (response.status_code, response.get_json()["type"]) == (503, "/problems/too-slow")
    assert response.headers["Retry-After"]


def test_problems_speak_the_language_asked_for(client: FlaskClient) -> None:
    response = client.get("/api/search?page=0&lang=en")
    assert (response.get_json()["title"], response.headers["Content-Language"]) == ("Invalid parameters", "en")


def test_other_errors_of_http_keep_their_status(client: FlaskClient) -> None:
    response = client.get("/api/search", headers={"Host": "a b"})
    assert response.status_code in (200, 400)
    assert client.open("/api/search", method="TRACE").status_code == 405
