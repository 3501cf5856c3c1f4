from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st


def suggest(client: FlaskClient, typed: str, **more: Any) -> Any:
    return client.get("/api/suggest", query_string={"q": typed, **more})


def test_suggestions_have_the_shape_that_browsers_read(client: FlaskClient) -> None:
    response = suggest(client, "ener")
    assert response.content_type == "application/x-suggestions+json"
    typed, texts, descriptions, addresses = response.json
    assert typed == "ener"
    assert texts[:2] == ["Soha: Energetika", "Manba: Energetika vazirligi"]
    assert texts[2] == "energetika"
    assert len(texts) == len(descriptions) == len(addresses) <= 6
    assert (descriptions[0], addresses[0]) == ("2 ta xabar", "http://localhost/?sector=energetika")
    assert (descriptions[2], addresses[2]) == ("2 ta xabar", "http://localhost/?q=energetika")


def test_a_title_leads_to_its_release(client: FlaskClient) -> None:
    _, texts, descriptions, addresses = suggest(client, "Qozogʻiston bil", lang="en").get_json()
    assert (texts[-1], descriptions[-1]) == ("Qozogʻiston bilan bitim imzolandi", "release")
    assert addresses[-1] == "http://localhost/release/2026-02-01-qozogiston?lang=en"


@pytest.mark.parametrize("typed", ["", "e", "qwrtp"])
def test_nothing_to_suggest_is_an_empty_list(client: FlaskClient, typed: str) -> None:
    assert suggest(client, typed).get_json() == [typed, [], [], []]


def test_a_fault_is_a_problem_and_the_same_question_is_not_asked_twice(client: FlaskClient) -> None:
    assert client.get("/api/suggest?q=a&limit=3").get_json()["errors"][0]["parameter"] == "limit"
    tag = suggest(client, "ener").headers["ETag"]
    assert client.get("/api/suggest?q=ener", headers={"If-None-Match": tag}).status_code == 304


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(app: Flask, typed: str) -> None:
    client = app.test_client()
    _, texts, descriptions, addresses = suggest(client, typed).get_json()
    assert len(texts) == len(descriptions) == len(addresses)
    for address in addresses[:1]:
        assert client.get(address).status_code == 200
