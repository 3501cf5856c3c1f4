import io
import json
import re
import shlex
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.query import Query
from web.api.examples import examples, keys_of
from web.app_state import state
from web.endpoints import API
from web.i18n.messages import LANGUAGES
from web.parameters.table import PARAMS
from web.problems import PROBLEMS
from web.request_state import labels_for
from web.urls import Links
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
        values = examples(state().service, labels_for(Query()), Links(), Links()).values
        _, address = example(param, values)
    assert client.get(address).status_code == 200
    if param.name in values:
        assert client.get(address).get_json()["total"] > 0


def test_the_page_of_the_api_begins_with_lines_that_work(client: FlaskClient) -> None:
    page = unescape(client.get("/api?lang=en").get_data(as_text=True))
    lines = re.findall(r"<pre><code>curl (.*)</code></pre>", page)
    search, everything, changes = (shlex.split(line)[0] for line in lines)
    assert page.index("curl") < page.index(API[0].template + "</code>")
    assert client.get(search).get_json()["total"] > 0
    assert len(client.get(everything).get_data(as_text=True).splitlines()) == client.get(search).get_json()["total"] + 1
    assert "complete" in client.get(changes).get_data(as_text=True)


def test_the_page_of_the_api_shows_an_answer_of_the_live_index_and_all_its_keys(client: FlaskClient) -> None:
    page = client.get("/api?lang=en").get_data(as_text=True)
    shown = json.loads(unescape(re.findall(r"<pre><code>(\{.*?)</code></pre>", page, re.DOTALL)[0]))
    real = client.get(shown["links"]["self"], headers={"Accept-Language": "en"}).get_json()
    assert {**shown, "took_ms": 0} == {**real, "took_ms": 0}
    listed = {key.name: set(key.within) for key in keys_of("Answer")}
    assert set(listed) == set(real)
    assert listed["results"] == set(real["results"][0])
    assert listed["links"] == set(real["links"])


def test_the_program_on_the_page_of_the_api_reads_every_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = client.get("/api").get_data(as_text=True)
    program = unescape(re.findall(r"<pre><code>(import.*?)</code></pre>", page, re.DOTALL)[0])
    assert len(program.splitlines()) <= 12
    monkeypatch.setattr("urllib.request.urlopen", lambda url: io.BytesIO(client.get(url).get_data()))
    exec(program.replace("?q=", "?per_page=1&q="), {})  # it is what the page tells people to run
    total = client.get(re.findall(r'site \+ "([^"]+)"', program)[0]).get_json()["total"]
    assert len(capsys.readouterr().out.splitlines()) == total


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
