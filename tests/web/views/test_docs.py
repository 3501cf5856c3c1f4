import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.endpoints import API
from web.i18n.messages import LANGUAGES
from web.parameters.table import PARAMS
from web.problems import PROBLEMS
from web.views.docs import HELP, example


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_the_api_names_every_endpoint_parameter_and_problem(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/api?lang={lang}").get_data(as_text=True)
    for endpoint in API:
        assert f"GET {endpoint.template}</code>" in page
    for param in PARAMS:
        assert f'id="param-{param.name}"' in page
    for kind in PROBLEMS:
        assert f"/problems/{kind.name}" in page
    assert 'href="http://localhost/api/openapi.json"' in page
    assert "&lt;mark&gt;" in page


@pytest.mark.parametrize("param", PARAMS, ids=lambda param: param.name)
def test_every_example_works_as_it_stands(app: Flask, client: FlaskClient, param: Any) -> None:
    with app.test_request_context():
        app.preprocess_request()
        _, address = example(param)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_of_the_help_is_a_search_without_repairs(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/help?lang={lang}").get_data(as_text=True)
    assert page.count("<dt>") == len(HELP)
    found = re.findall(r'<a href="(/\?[^"]+)" rel="nofollow"><code>', page)
    assert len(found) == sum(len(examples) for _, examples in HELP)
    for address in found:
        query = client.get(f"/api/search{address[1:]}".replace("&amp;", "&")).get_json()["query"]
        assert query["repairs"] == [], address


def test_they_are_not_made_anew_for_whoever_has_them(client: FlaskClient) -> None:
    for address in ("/help", "/api", "/api/openapi.json"):
        tag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
