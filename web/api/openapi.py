"""The description of the API for programs (OpenAPI 3.1), made of the tables that the doors themselves are made of."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from web.api.json_schemas import SCHEMAS
from web.endpoints import DOORS, Door
from web.i18n.messages import Words
from web.parameters.table import Param
from web.parameters.types import Slug
from web.views.errors import INTERNAL, KINDS, NOT_FOUND, Kind

Spec = dict[str, Any]
PROBLEM: Final = "application/problem+json"
_OPENAPI: Final = "3.1.1"
_EVERYWHERE: Final = ("method-not-allowed",)  # answered before a door is reached
_TAGGED: Final = ("ETag", "Cache-Control", "X-Request-Id")


def describe(words: Words, base: str, title: str, version: str, known: Mapping[str, Collection[str]]) -> Spec:
    """Return the description in a language, for a service at `base` with the `known` values of closed facets."""
    return {
        "openapi": _OPENAPI,
        "info": {"title": f"{title}: API", "version": version, "description": words.say("api-promise")},
        "servers": [{"url": base}],
        "paths": {door.path: {"get": _operation(door, words, known)} for door in DOORS},
        "components": {
            "schemas": SCHEMAS,
            "headers": {name: {"schema": {"type": "string"}} for name in _TAGGED},
        },
    }


def _operation(door: Door, words: Words, known: Mapping[str, Collection[str]]) -> Spec:
    answers = {
        "200": {
            "description": words.say(f"door-{door.name}"),
            "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _TAGGED},
            "content": {door.media: _content(door)},
        },
        "304": {"description": words.say("api-unchanged")},
    }
    for status in sorted({kind.status for kind in _kinds(door)}):
        same = [kind for kind in _kinds(door) if kind.status == status]
        answers[str(status)] = {
            "description": "; ".join(words.say(f"problem-{kind.name}-title") for kind in same),
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return {
        "operationId": door.name,
        "summary": words.say(f"door-{door.name}"),
        "parameters": [*_path_parameters(door, words), *(_parameter(row, words, known) for row in door.rows())],
        "responses": answers,
    }


def _content(door: Door) -> Spec:
    return {"schema": {"$ref": f"#/components/schemas/{door.schema}"}} if door.schema else {}


def _kinds(door: Door) -> tuple[Kind, ...]:
    about_one = (NOT_FOUND,) if "{id}" in door.path else ()
    others = (kind for kind in KINDS if kind.name not in _EVERYWHERE and kind not in (NOT_FOUND, INTERNAL))
    return (*(kind for kind in others if kind.only in (None, door.name)), *about_one, INTERNAL)


def _path_parameters(door: Door, words: Words) -> list[Spec]:
    if "{id}" not in door.path:
        return []
    schema = {"type": "string", "minLength": 1}
    return [{"name": "id", "in": "path", "required": True, "description": words.say("param-id"), "schema": schema}]


def _parameter(row: Param, words: Words, known: Mapping[str, Collection[str]]) -> Spec:
    schema = (Slug(known[row.name]) if row.name in known else row.kind).schema()
    if row.default:
        schema = {**schema, "default": int(row.default) if schema["type"] == "integer" else row.default}
    if row.repeat:
        schema = {"type": "array", "items": schema}
    example: Any = row.example
    if row.name in known:
        example = [min(known[row.name])]
    elif schema["type"] == "array":
        example = row.example.split(",")
    elif schema["type"] == "integer":
        example = int(row.example)
    return {
        "name": row.name,
        "in": "query",
        "description": words.say(f"param-{row.name}"),
        "schema": schema,
        "example": example,
        **({"required": True} if row.required else {"allowEmptyValue": True}),
        **({"style": "form", "explode": row.repeat} if schema["type"] == "array" else {}),
    }


def written(spec: Spec) -> str:
    """Return a description as JSON that people can read too."""
    return json.dumps(spec, ensure_ascii=False, indent=1)
