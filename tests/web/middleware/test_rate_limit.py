from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.service import SearchService
from search.settings import Settings
from web import create_app


@pytest.fixture
def limited(published: Settings, engine: SearchService) -> FlaskClient:
    return create_app(replace(published, rate=10, proxies=1), engine).test_client()  # two at once


def ask(client: FlaskClient, who: Any, address: str = "/api/search?q=quyosh", **more: Any) -> Any:
    return client.get(address, headers={"X-Forwarded-For": who}, **more)


def test_whoever_asks_too_often_is_told_when_to_come_back(limited: FlaskClient) -> None:
    first = ask(limited, "203.0.113.1")
    assert first.headers["RateLimit-Policy"] == '"default";q=2;w=12'
    assert first.headers["RateLimit"] == '"default";r=1;t=6'
    ask(limited, "203.0.113.1", "/feed.atom")
    refused = ask(limited, "203.0.113.1", "/search.ndjson")
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert refused.get_json()["type"] == "/problems/too-many-requests"
    assert 0 < int(refused.headers["Retry-After"]) <= 6
    assert refused.headers["RateLimit"].startswith('"default";r=0;')
    assert ask(limited, "203.0.113.2").status_code == 200


def test_a_made_up_address_in_front_helps_nobody(limited: FlaskClient) -> None:
    answers = [ask(limited, f"6.6.6.{number}, 203.0.113.3").status_code for number in range(5)]
    assert answers == [200, 200, 429, 429, 429]


def test_pages_and_health_are_never_refused(limited: FlaskClient) -> None:
    for address in ("/?q=quyosh", "/release/kirill", "/healthz", "/robots.txt", "/help"):
        for _ in range(6):
            response = ask(limited, "203.0.113.4", address)
            assert response.status_code == 200
            assert "RateLimit" not in response.headers


def test_an_answer_that_was_kept_counts_too(limited: FlaskClient) -> None:
    tag = ask(limited, "203.0.113.5").headers["ETag"]
    again = limited.get("/api/search?q=quyosh", headers={"X-Forwarded-For": "203.0.113.5", "If-None-Match": tag})
    assert again.status_code == 304
    assert ask(limited, "203.0.113.5").status_code == 429


def test_no_rate_is_no_limit(client: FlaskClient) -> None:
    assert all(client.get("/api/suggest?q=a").status_code == 200 for _ in range(400))


def test_the_problem_has_a_page(client: FlaskClient) -> None:
    assert "RateLimit" in client.get("/problems/too-many-requests").get_data(as_text=True)
