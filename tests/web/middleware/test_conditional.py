import datetime as dt
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.clock import today
from search.service import SearchService
from web.middleware import conditional


def tag(client: FlaskClient, address: str, **headers: Any) -> str:
    return client.get(address, headers=headers).headers["ETag"]


def test_the_tag_names_generation_software_language_and_query(
    client: FlaskClient, app: Flask, engine: SearchService
) -> None:
    assert tag(client, "/api/search?q=quyosh").startswith(
        f'W/"{engine.generation().id}-{app.extensions["izla"].stamp}-uz-'
    )


@pytest.mark.parametrize("address", ["/api/search", "/"])
def test_the_same_question_has_the_same_tag_however_it_is_written(client: FlaskClient, address: str) -> None:
    assert tag(client, f"{address}?q=a++b&sector=savdo&page=1") == tag(
        client, f"{address}?sector=savdo&sector=savdo&q=a+b"
    )


def test_tracking_does_not_change_the_tag_of_a_page(client: FlaskClient) -> None:
    assert tag(client, "/?q=a&utm_source=x") == tag(client, "/?q=a")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/?q=a", "/?q=b"),
        ("/?q=a", "/api/search?q=a"),
        ("/?q=a", "/?q=a&lang=ru"),
        ("/?q=a&lang=uz", "/?q=a"),
        ("/?q=a", "/?q=a&secotr=x"),
        ("/release/kirill", "/release/oylik-01"),
    ],
)
def test_different_answers_have_different_tags(client: FlaskClient, one: str, other: str) -> None:
    assert tag(client, one) != tag(client, other)


def test_the_language_of_the_browser_is_in_the_tag(client: FlaskClient) -> None:
    assert tag(client, "/?q=a", **{"Accept-Language": "ru"}) != tag(client, "/?q=a")


def test_errors_are_never_kept(client: FlaskClient) -> None:
    assert client.get("/api/search?page=0").headers["Cache-Control"] == "no-store"
    assert "ETag" not in client.get("/release/yoq").headers


def test_only_an_answer_to_days_said_from_today_changes_its_tag_at_midnight(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {q: tag(client, f"/?q={q}") for q in ("bugun", "2026")}
    tomorrow = today() + dt.timedelta(1)
    monkeypatch.setattr(conditional, "today", lambda: tomorrow)
    assert tag(client, "/?q=bugun") != before["bugun"]
    assert tag(client, "/?q=2026") == before["2026"]
