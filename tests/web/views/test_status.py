import pytest
from flask.testing import FlaskClient

from search.service import SearchService
from web.i18n.messages import LANGUAGES
from web.views.status import relevance


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_status_says_what_answers_and_how_well(client: FlaskClient, engine: SearchService, lang: str) -> None:
    response = client.get(f"/status?lang={lang}")
    html = response.get_data(as_text=True)
    assert engine.generation().id in html
    assert f"<strong>{relevance().ndcg:.3f}</strong>" in html
    assert ">50<" in html
    assert response.headers["Cache-Control"] == "no-store"


def test_the_figures_are_those_of_judged_queries() -> None:
    assert 0.5 < relevance().ndcg <= 1
    assert sum(queries for _, queries, _ in relevance().kinds) == relevance().queries


def test_without_an_index_the_status_says_so(empty_client: FlaskClient) -> None:
    assert empty_client.get("/status").status_code == 503
