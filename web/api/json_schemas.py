"""What the answers for programs look like, as JSON Schema: every key always there, null where there is nothing."""

from typing import Any, Final

from search.facets.table import FACETS
from search.query import INTERVALS, SORTS

Schema = dict[str, Any]


def _is(kind: str, **more: Any) -> Schema:
    return {"type": kind, **more}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _all(**keys: Schema) -> Schema:
    return {"type": "object", "properties": keys, "required": list(keys)}


def _optionally(schema: Schema, **keys: Schema) -> Schema:
    return {**schema, "properties": {**schema["properties"], **keys}}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: Final = _is("string")
COUNT: Final = _is("integer", minimum=0)
FLAG: Final = _is("boolean")
URL: Final = _is("string")  # relative to the host unless the site's public address is set
DAY: Final = _is("string", format="date")
MOMENT: Final = _is("string", format="date-time")
MAYBE: Final = _is(["string", "null"])  # type: ignore[arg-type]  # JSON Schema takes a list of types
_NAMED: Final = _all(value=TEXT, label=TEXT)
_VALUE: Final = _all(value=TEXT, label=TEXT, count=COUNT, selected=FLAG, excluded=FLAG, url=URL)
_BAR: Final = {"value": TEXT, "label": TEXT, "from": DAY, "to": DAY, "count": COUNT, "selected": FLAG, "url": URL}
_RELEASE: Final = {
    "id": TEXT,
    "url": URL,
    "title": TEXT,
    "language": TEXT,  # ISO 639: uz, ru, en, kaa
    "date": _or_null(DAY),
    "date_source": {"enum": ["given", "address", "filename", "dateline", None]},
    "first_seen": MOMENT,
    "changed": MOMENT,
    "sectors": _list(_NAMED),
    "sectors_derived": FLAG,
    "regions": _list(_NAMED),
    "countries": _list(_NAMED),
    "source": _all(name=MAYBE, url=MAYBE),
    "copies": _list(
        _all(
            id=TEXT,
            title=TEXT,
            script={"enum": ["latn", "cyrl"]},
            date=_or_null(DAY),
            source=_all(name=MAYBE, url=MAYBE),
        )
    ),
}
_READING: Final = {
    "label": TEXT,
    "filters": _list(_all(facet=TEXT, value=TEXT)),
    "count": COUNT,
    "url": URL,
}
_EXPLANATION: Final = _all(explanation=_list(_all(term=TEXT, share=_is("number"))))
_HIT: Final[Schema] = {
    "allOf": [
        _ref("Release"),
        _all(
            score=_is(["number", "null"]),  # type: ignore[arg-type]  # as above
            highlights=_all(title=TEXT, body=_list(TEXT)),
            unstable=_or_null(_EXPLANATION),
        ),
    ]
}

SCHEMAS: Final[dict[str, Schema]] = {
    "Release": _all(**_RELEASE),
    "Index": _all(generation=TEXT, documents=COUNT, built=MOMENT, samples=FLAG, note=MAYBE),
    "Understanding": _all(
        q=TEXT,
        read_as=TEXT,
        script=TEXT,
        description=TEXT,
        filters=_all(
            **{row.name: _list(TEXT) for row in FACETS},
            **{"from": _or_null(DAY), "to": _or_null(DAY), "date": MAYBE},
        ),
        sort={"enum": list(SORTS)},
        matching={"enum": ["all", "relaxed"]},
        required=COUNT,
        of=COUNT,
        repairs=_list(TEXT),
        ignored=_list(TEXT),
        reached=_list(_all(typed=TEXT, words=_list(TEXT), how=TEXT)),
        unheld=_list(TEXT),
        only_stop_words=FLAG,
        words=_list(_all(word=TEXT, count=COUNT)),
        inflected=_is(["integer", "null"]),  # type: ignore[arg-type]  # as above
        reading=_or_null(_all(**_READING, typed=TEXT, words=_all(count=COUNT, url=URL))),
    ),
    "Facet": _all(
        label=TEXT,
        type={"const": "values"},
        values=_list(_VALUE),
        missing=COUNT,
        missing_selected=FLAG,
        missing_excluded=FLAG,
        missing_url=URL,
        other=COUNT,
    ),
    "Histogram": _all(
        label=TEXT,
        type={"const": "histogram"},
        interval={"enum": [name for name in INTERVALS if name != "auto"]},
        values=_list(_all(**_BAR)),
        missing=COUNT,
        missing_selected=FLAG,
        missing_url=URL,
    ),
    "Answer": _all(
        query=_ref("Understanding"),
        total=COUNT,
        page=_is("integer", minimum=1),
        per_page=_is("integer", minimum=1),
        pages=COUNT,
        results=_list(_HIT),
        facets=_all(**{row.name: _or_null(_ref("Facet")) for row in FACETS}, **{"date": _or_null(_ref("Histogram"))}),
        suggestions=_optionally(
            _all(
                did_you_mean=_or_null(_all(q=TEXT, count=COUNT, url=URL)),
                refine=_list(_all(label=TEXT, count=COUNT, url=URL)),
                exits=_list(_all(dropped=TEXT, label=TEXT, count=COUNT, url=URL)),
            ),
            left_out=_list({"type": "string", "enum": ["did_you_mean", "readings", "exits"]}),  # no time was left
        ),
        readings=_list(_all(**_READING)),
        partial=_or_null(_all(total=COUNT, required=COUNT, url=URL, results=_list(_HIT))),
        index=_ref("Index"),
        took_ms=COUNT,
        links={
            "type": "object",
            "required": ["self", "first", "prev", "next", "last", "html", "atom", "json_feed", "csv", "ndjson"],
            "additionalProperties": MAYBE,
        },
    ),
    "Reading": {
        "allOf": [
            _ref("Release"),
            _all(
                body=TEXT,
                rubric=MAYBE,
                highlights=_all(title=TEXT, paragraphs=_list(TEXT)),
                similar=_list(_ref("Release")),
                index=_ref("Index"),
                links=_all(self=URL, html=URL, published=MAYBE),
            ),
        ]
    },
    "Similar": _all(results=_list(_ref("Release")), index=_ref("Index"), links=_all(self=URL, release=URL, html=URL)),
    "Sectors": _all(
        sectors=_list(
            _all(
                value=TEXT,
                label=TEXT,
                labels=_all(uz=TEXT, ru=TEXT, en=TEXT),
                count=COUNT,
                url=URL,
            )
        ),
        missing=COUNT,
        index=_ref("Index"),
        links=_all(self=URL, html=URL),
    ),
    "Sources": _all(
        sources=_list(_all(value=TEXT, label=TEXT, count=COUNT, url=URL, html=URL)),
        missing=COUNT,
        index=_ref("Index"),
        links=_all(self=URL, html=URL),
    ),
    "Suggestions": {
        "type": "array",
        "items": {"anyOf": [TEXT, _list(TEXT)]},  # what was typed, then texts, descriptions and addresses
        "minItems": 4,
        "maxItems": 4,
    },
    "JsonFeed": {
        "type": "object",
        "required": ["version", "title", "items"],
        "properties": {"version": {"const": "https://jsonfeed.org/version/1.1"}, "items": _list(_is("object"))},
    },
    "Description": {"type": "object", "required": ["openapi", "info", "paths"]},
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance", "request_id"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": _is("integer"),
            "detail": TEXT,
            "instance": TEXT,
            "request_id": TEXT,
            "command": TEXT,
            "errors": _list(_all(parameter=TEXT, code=TEXT, detail=TEXT, hint=MAYBE, value=MAYBE)),
        },
    },
}
