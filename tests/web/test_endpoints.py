"""The endpoint table: what follows from a row, and that nothing is served beside it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.endpoints import API, ENDPOINTS, Endpoint, Kind, is_for_programs
from web.i18n.messages import LANGUAGES, catalog
from web.shared.counters import NAMES, OTHERS


def test_every_address_is_a_row_and_every_row_an_address(app: Flask) -> None:
    assert sorted(rule.rule for rule in app.url_map.iter_rules()) == sorted(row.path for row in ENDPOINTS.values())


def test_a_row_is_counted_by_its_name_unless_it_says_otherwise() -> None:
    assert Endpoint("pages.new", "/new", Kind.PAGE).counted
    assert set(NAMES) == {row.name for row in ENDPOINTS.values() if row.counted} | {OTHERS}


def test_a_variable_takes_one_step_of_the_path() -> None:
    endpoint = ENDPOINTS["api.similar"]
    assert endpoint.at("a/b?c") == "/api/releases/a%2Fb%3Fc/similar"
    assert endpoint.template == "/api/releases/{id}/similar"
    assert ENDPOINTS["feeds.atom"].template == "/feed.atom"


@pytest.mark.parametrize("row", API, ids=lambda row: row.name)
def test_an_endpoint_of_the_api_is_for_programs_and_has_its_message(row: Endpoint) -> None:
    assert is_for_programs(row.path)
    assert all(catalog(lang).text(f"endpoint-{row.operation}") for lang in LANGUAGES)


@pytest.mark.parametrize("path", ["/", "/api", "/release/x", "/robots.txt", "/metrics"])
def test_other_addresses_are_not(path: str) -> None:
    assert not is_for_programs(path)


def test_crawlers_are_kept_out_of_what_the_rows_name(client: FlaskClient) -> None:
    rules = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert {f"Disallow: {row.path}" for row in API if not row.crawled} | {"Disallow: /api/"} <= set(rules)
