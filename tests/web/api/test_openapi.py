"""The description fits the specification, and the service fits the description."""

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode

from web.endpoints import API
from web.i18n.messages import LANGUAGES
from web.parameters import types
from web.parameters.table import PARAMS
from web.parameters.types import Day, Refused


@pytest.fixture(scope="session")
def description(app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_description_is_openapi(client: FlaskClient, lang: str) -> None:
    spec = client.get(f"/api/openapi.json?lang={lang}").get_json()
    OpenAPIV31SpecValidator(spec).validate()
    assert spec["info"]["description"]


def test_the_description_names_every_endpoint_and_parameter(client: FlaskClient) -> None:
    spec = client.get("/api/openapi.json").get_json()
    assert set(spec["paths"]) == {endpoint.template for endpoint in API}
    for endpoint in API:
        named = [row["name"] for row in spec["paths"][endpoint.template]["get"]["parameters"] if row["in"] == "query"]
        assert named == [param.name for param in endpoint.params()]


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.json", "/search.csv"])
def test_what_browsers_would_guess_the_letters_of_says_them_and_the_description_too(
    client: FlaskClient, path: str
) -> None:
    (described,) = client.get("/api/openapi.json").get_json()["paths"][path]["get"]["responses"]["200"]["content"]
    assert described.endswith("; charset=utf-8")
    assert client.get(path).content_type.startswith(described)


def test_every_address_of_the_api_is_in_the_table(app: Flask) -> None:
    routes = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert {route.replace("<path:release_id>", "{id}") for route in routes} <= {endpoint.template for endpoint in API}


@pytest.mark.parametrize(
    "param", [param for param in PARAMS if any(param in row.params() for row in API)], ids=lambda param: param.name
)
def test_every_example_is_taken_and_fits_its_schema(client: FlaskClient, param: Any) -> None:
    endpoint = next(endpoint for endpoint in API if param in endpoint.params())
    expected = 404 if param.name == "since" else 200  # a generation is of one index
    assert client.get(f"{endpoint.path}?{param.name}={quote(param.example)}").status_code == expected


@given(st.dates(dt.date(1850, 1, 1), dt.date(2150, 12, 31)), st.sampled_from([4, 7, 10]))
def test_the_pattern_of_days_is_what_is_read(day: Any, length: Any) -> None:
    import re

    text = day.isoformat()[:length]
    try:
        types.Day(last=False).read(text, loose=False)
        readable = True
    except Refused:
        readable = False
    assert bool(re.search(Day(last=False).schema()["pattern"], text)) is readable


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", [endpoint.template for endpoint in API])
def test_every_answer_fits_the_description(description: Any, path: str, mode: Any) -> None:
    rows = description.raw_schema["paths"][path]["get"]["parameters"]
    schemas = {row["name"]: row["schema"] for row in rows if row["in"] == "query"}

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(description[path]["GET"].as_strategy(generation_mode=mode))
    def every_answer_fits(case: Any) -> None:
        if mode.is_negative and fits_when_written(case.query or {}, schemas):
            return
        if not contradicts_itself(case.query or {}):
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

    every_answer_fits()


def contradicts_itself(values_by_name: Any) -> Any:
    """Whether a schema of single parameters, for JSON, cannot say what an endpoint does: null, true, 5.0 are words."""
    values = [each for value in values_by_name.values() for each in (value if isinstance(value, list) else [value])]
    start, end = values_by_name.get("from"), values_by_name.get("to")
    return (
        any(isinstance(value, float) or value in (None, True, False, "null", "true", "false") for value in values)
        or bool("date" in values_by_name and (start or end))
        or bool(start and end and str(start)[:4] >= str(end)[:4])
    )


def fits_when_written(values_by_name: Any, schemas: Any) -> bool:
    """Whether what a schema refuses as JSON is right in an address: the number 5 is a source's name, "" is none."""
    return all(name in schemas and _fits_when_written(value, schemas[name]) for name, value in values_by_name.items())


def _fits_when_written(value: Any, schema: Any) -> bool:
    one = schema.get("items", schema)
    words = [str(each) for each in value] if isinstance(value, list) else [str(value)]
    read = [int(word) if one["type"] == "integer" and word.isdecimal() else word for word in words]
    fits = Draft202012Validator(one).is_valid
    return ("items" in schema or len(words) < 2) and all(not word or fits(word) for word in read)


def test_what_is_right_in_an_address_is_told_from_what_is_not() -> None:
    names, count = {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9]+$"}}, {"type": "integer"}
    schemas = {"source": names, "page": count}
    assert fits_when_written({"source": 5, "page": "7"}, schemas)
    assert fits_when_written({"source": ["a", "b"], "page": ""}, schemas)
    for wrong in ({"source": "A"}, {"source": {"a": 1}}, {"page": [1, 2]}, {"page": "x"}, {"unknown": "a"}):
        assert not fits_when_written(wrong, schemas)
