from flask.testing import FlaskClient

from search.service import SearchService


def test_a_process_without_an_index_is_alive_but_not_ready(empty_client: FlaskClient) -> None:
    assert empty_client.get("/healthz").get_json() == {"status": "ok"}
    assert empty_client.get("/readyz").status_code == 503


def test_a_process_with_an_index_is_ready_and_names_it(client: FlaskClient, engine: SearchService) -> None:
    response = client.get("/readyz")
    assert response.json == {"status": "ok", "generation": engine.generation().id, "documents": 50}
    assert response.headers["Cache-Control"] == "no-store"


def test_crawlers_are_kept_out_of_combinations_only(client: FlaskClient) -> None:
    rules = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert rules[0] == "User-agent: *"
    fenced = {rule.removeprefix("Disallow: ") for rule in rules if rule.startswith("Disallow: ")}
    assert fenced == {"/*?*&", "/api/", "/search.csv", "/search.ndjson"}
