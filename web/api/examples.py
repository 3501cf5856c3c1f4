"""Examples on the page of the API: values, addresses and an answer of the live index, so that each of them works."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import orjson

from search.query import Query
from search.service import SearchService
from web.api.json_schemas import SCHEMAS, Schema
from web.api.serializers import Serializer
from web.endpoints import operation
from web.i18n.labels import Labels
from web.urls import Links

_WORDS: Final = ("quyosh energetikasi", "energetika", "hisobot")  # the first that finds something is searched for
_PYTHON: Final = """\
import json, urllib.request

site = "{site}"
url = site + "{path}"
while url:
    with urllib.request.urlopen(url) as response:
        answer = json.load(response)
    for release in answer["results"]:
        print(release["date"], release["title"])
    following = answer["links"]["next"]
    url = following and urllib.request.urljoin(site, following)
"""


@dataclass(frozen=True, slots=True)
class Examples:
    """What is copied first: (what it does, a line for the shell), an answer as JSON, and a program that pages through.

    `values` are a value of each facet that most releases of the live index have, facets without any left out.
    """

    lines: tuple[tuple[str, str], ...]
    answer: str
    program: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an answer: its name, its JSON type, and the keys within it."""

    name: str
    kind: str
    within: tuple[str, ...]


def examples(service: SearchService, labels: Labels, links: Links, answers: Links) -> Examples:
    """Return examples that find something; `links` are whole addresses, `answers` those that an answer has."""
    everything = service.answer(Query(per_page=1))
    values = {facet.name: facet.values[0].value for facet in everything.facets if facet.values}
    words = next((words for words in _WORDS if service.answer(Query(q=words, per_page=1, facets=())).total), "")
    query = Query(q=words, per_page=1, facets=())
    answer = service.answer(query)
    took = round(sum(milliseconds for _, milliseconds in answer.timings))
    written = Serializer(labels, answers).answer(answer, took)
    since = urlencode({"since": everything.generation.id})
    changes = f"{links.to(operation('changes').path)}?{since}"
    addresses = (
        ("search", links.api(Query(q=words))),
        ("ndjson", links.export("ndjson", Query(q=words))),
        ("changes", changes),
    )
    site = links.base
    return Examples(
        lines=tuple((name, f"curl {shlex.quote(address)}") for name, address in addresses),
        answer=json.dumps(orjson.loads(orjson.dumps(written)), ensure_ascii=False, indent=1),
        program=_PYTHON.format(site=site, path=links.api(Query(q=words)).removeprefix(site)),
        values=values,
    )


def keys_of(name: str) -> list[Key]:
    """Return the keys of the answers that a schema of SCHEMAS describes."""
    keys = _properties(SCHEMAS[name])
    return [Key(key, _kind(schema), tuple(_properties(_items(schema)))) for key, schema in keys.items()]


def _resolved(schema: Schema) -> Schema:
    if "$ref" in schema:
        return _resolved(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return _resolved(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    return schema


def _items(schema: Schema) -> Schema:
    whole = _resolved(schema)
    return whole["items"] if whole.get("type") == "array" else whole


def _properties(schema: Schema) -> dict[str, Schema]:
    whole = _resolved(schema)
    if "allOf" in whole:
        return {name: each for part in whole["allOf"] for name, each in _properties(part).items()}
    untyped: dict[str, Schema] = {name: {} for name in whole.get("required", ())}
    return {**untyped, **whole.get("properties", {})}


def _kind(schema: Schema) -> str:
    whole = _resolved(schema)
    kind = whole.get("type", "object" if "allOf" in whole else "string")
    written = " | ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{written} | null" if "anyOf" in schema else written
