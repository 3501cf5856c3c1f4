"""The description of the API for programs (OpenAPI 3.1), made of the tables that the endpoints themselves follow."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from web.api.json_schemas import SCHEMAS
from web.endpoints import API, Endpoint
from web.i18n.messages import Messages
from web.parameters.table import Param
from web.parameters.types import Slug
from web.problems import INTERNAL, NOT_FOUND, PROBLEMS, WITHDRAWN, Problem

Spec = dict[str, Any]
PROBLEM: Final = "application/problem+json"
_OPENAPI: Final = "3.1.1"
_EVERYWHERE: Final = ("method-not-allowed",)  # answered before an endpoint is reached
_TAGGED: Final = ("ETag", "Cache-Control", "X-Request-Id")


def describe(messages: Messages, base: str, title: str, version: str, slugs: Mapping[str, Collection[str]]) -> Spec:
    """Return the description in a language, for a service at `base` whose closed facets have these `slugs`."""
    return {
        "openapi": _OPENAPI,
        "info": {"title": f"{title}: API", "version": version, "description": messages.text("api-promise")},
        "servers": [{"url": base}],
        "paths": {endpoint.template: {"get": _operation(endpoint, messages, slugs)} for endpoint in API},
        "components": {
            "schemas": SCHEMAS,
            "headers": {name: {"schema": {"type": "string"}} for name in _TAGGED},
        },
    }


def _operation(endpoint: Endpoint, messages: Messages, slugs: Mapping[str, Collection[str]]) -> Spec:
    answers = {
        "200": {
            "description": messages.text(f"endpoint-{endpoint.operation}"),
            "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _TAGGED},
            "content": {endpoint.content_type: _content(endpoint)},
        },
        "304": {"description": messages.text("api-unchanged")},
    }
    for status in sorted({problem.status for problem in _problems(endpoint)}):
        same = [problem for problem in _problems(endpoint) if problem.status == status]
        answers[str(status)] = {
            "description": "; ".join(messages.text(f"problem-{problem.name}-title") for problem in same),
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return {
        "operationId": endpoint.operation,
        "summary": messages.text(f"endpoint-{endpoint.operation}"),
        "parameters": [
            *_path_parameters(endpoint, messages),
            *(_parameter(row, messages, slugs) for row in endpoint.params()),
        ],
        "responses": answers,
    }


def _content(endpoint: Endpoint) -> Spec:
    return {"schema": {"$ref": f"#/components/schemas/{endpoint.schema}"}} if endpoint.schema else {}


def _problems(endpoint: Endpoint) -> tuple[Problem, ...]:
    about_one = (NOT_FOUND, WITHDRAWN) if "{id}" in endpoint.template else ()
    apart = (NOT_FOUND, WITHDRAWN, INTERNAL)
    others = (problem for problem in PROBLEMS if problem.name not in _EVERYWHERE and problem not in apart)
    return (*(problem for problem in others if problem.only in (None, endpoint.operation)), *about_one, INTERNAL)


def _path_parameters(endpoint: Endpoint, messages: Messages) -> list[Spec]:
    if "{id}" not in endpoint.template:
        return []
    schema = {"type": "string", "minLength": 1}
    return [{"name": "id", "in": "path", "required": True, "description": messages.text("param-id"), "schema": schema}]


def _parameter(param: Param, messages: Messages, slugs: Mapping[str, Collection[str]]) -> Spec:
    schema = (Slug(slugs[param.name]) if param.name in slugs else param.type).schema()
    if param.default:
        schema = {**schema, "default": int(param.default) if schema["type"] == "integer" else param.default}
    if param.repeat:
        schema = {"type": "array", "items": schema}
    example: Any = param.example
    if param.name in slugs:
        example = [min(slugs[param.name])]
    elif schema["type"] == "array":
        example = param.example.split(",")
    elif schema["type"] == "integer":
        example = int(param.example)
    return {
        "name": param.name,
        "in": "query",
        "description": messages.text(f"param-{param.name}"),
        "schema": schema,
        "example": example,
        **({"required": True} if param.required else {"allowEmptyValue": True}),
        **({"style": "form", "explode": param.repeat} if schema["type"] == "array" else {}),
    }


def as_json(spec: Spec) -> str:
    """Return a description as JSON that people can read too."""
    return json.dumps(spec, ensure_ascii=False, indent=1)
