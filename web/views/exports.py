"""Everything a search finds, however much, as one stream: CSV (RFC 4180), NDJSON, and what changed since a copy."""

import csv
import io
import logging
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, Final

import orjson
from flask import Blueprint, Response

from search.answer import Changes, Export
from search.clock import moment
from search.query import Query
from search.release import Release
from web.api.serializers import Serializer
from web.app_state import state
from web.endpoints import ENDPOINTS, Endpoint, path_of
from web.i18n.labels import Labels
from web.i18n.markup import in_script, script_of
from web.middleware.conditional import answered, key_of
from web.middleware.request_id import request_id
from web.parameters.strict import read_strictly
from web.parameters.table import SEPARATORS
from web.presenters.file_names import file_name
from web.request_state import absolute_links, labels_for
from web.urls import Links, export_query, web_address

_BOM: Final = "\ufeff"  # by which Excel knows UTF-8
_FORMULA: Final = tuple("=+-@＝＋－＠")  # a cell that begins so is run by spreadsheets
_BATCH: Final = 100  # releases in a piece of a stream
_COLUMNS: Final = (
    "id",
    "date",
    "title",
    "url",
    "published",
    "source",
    "sectors",
    "regions",
    "countries",
    "first_seen",
    "changed",
    "body",
    "language",
)
_log = logging.getLogger(__name__)

blueprint = Blueprint("exports", __name__)


@blueprint.get(path_of("exports.table"))
def table() -> Response:
    """Return everything a search finds as a table; `bom=1&separator=semicolon` is how Excel opens it."""
    endpoint = ENDPOINTS["exports.table"]
    request = read_strictly(endpoint)
    query = export_query(request.query)
    mark, between = _BOM if request.bom else "", SEPARATORS[request.separator]

    def show(export: Export) -> Response:
        labels, to = labels_for(query), absolute_links()
        rows = (_row(_cells(release, labels, to), between) for release in export.releases)
        head = mark.encode() + _row(_COLUMNS, between)
        response = _stream(endpoint, chain((head,), rows), export.generation.id)
        response.headers["Content-Type"] = f"{endpoint.content_type}; header=present"
        return _named(_linked(response, query), query, export, "csv")

    return answered(key_of(query) + mark + between, lambda: state().service.export(query), show, query=query)


@blueprint.get(path_of("exports.lines"))
def lines() -> Response:
    """Return everything a search finds, one release a line; the last line says that it is complete."""
    endpoint = ENDPOINTS["exports.lines"]
    query = export_query(read_strictly(endpoint).query)

    def show(export: Export) -> Response:
        values = _releases(export, _serializer(query))
        response = _stream(endpoint, _json_lines(values), export.generation.id)
        return _named(_linked(response, query), query, export, "jsonl")

    return answered(key_of(query), lambda: state().service.export(query), show, query=query)


@blueprint.get(path_of("exports.changes"))
def changes() -> Response:
    """Return what became of the releases since a generation: new, changed and gone, so that a copy can be kept."""
    endpoint = ENDPOINTS["exports.changes"]
    request = read_strictly(endpoint)
    query, since = request.query, request.since or ""  # a required parameter

    def show(changed: Changes) -> Response:
        values = _changes(changed, since, _serializer(query))
        return _stream(endpoint, _json_lines(values), changed.generation.id)

    return answered(key_of(query) + since, lambda: state().service.changes(since), show, query=query)


def _serializer(query: Query) -> Serializer:
    return Serializer(labels_for(query), absolute_links())


def _linked(response: Response, query: Query) -> Response:
    response.headers["Link"] = f'<{absolute_links().page(query)}>; rel="alternate"; type="text/html"'
    return response


def _named(response: Response, query: Query, export: Export, ending: str) -> Response:
    """Say what a browser should call the file, after the search that it holds."""
    name = file_name(query, ending, samples=export.generation.samples)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(release: Release, labels: Labels, to: Links) -> tuple[str, ...]:
    """Return a release as the cells of _COLUMNS."""
    script = script_of(release, labels.script)
    categories = (("sector", release.sectors), ("region", release.regions), ("country", release.countries))
    return (
        release.id,
        release.date.isoformat() if release.date else "",
        in_script(release.title, script),
        to.release(release.id),
        web_address(release) or "",
        in_script(release.source, script),
        *("; ".join(labels.category(facet, slug) for slug in slugs) for facet, slugs in categories),
        moment(release.first_seen),
        moment(release.changed),
        in_script(release.body, script),
        release.language,
    )


def _row(cells: Iterable[str], between: str) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=between).writerow([harmless(cell) for cell in cells])
    return line.getvalue().encode(errors="replace")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: such a one gets an apostrophe in front."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(("\t", "\r")) else cell


def _releases(export: Export, serializer: Serializer) -> Iterator[dict[str, Any]]:
    yield from map(serializer.whole, export.releases)
    generation = export.generation
    yield {"complete": True, "count": export.total, "generation": generation.id, "samples": generation.samples}


def _changes(changed: Changes, since: str, serializer: Serializer) -> Iterator[dict[str, Any]]:
    yield {"since": since, "generation": changed.generation.id}
    for release in changed.releases:
        yield {
            "change": "new" if release.first_seen > changed.since else "changed",
            "release": serializer.whole(release),
        }
    for release_id in changed.gone:
        heir = changed.heirs.get(release_id)
        yield {"change": "gone", "id": release_id, **({"heir": heir} if heir else {})}
    yield {"complete": True, "count": changed.total + len(changed.gone)}


def _json_lines(values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    return (orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE) for value in values)


def _stream(endpoint: Endpoint, pieces: Iterable[bytes], generation: str) -> Response:
    """Return a stream; one that breaks ends without its last line, and the log says why."""
    name, rest = request_id(), iter(pieces)

    def whole() -> Iterator[bytes]:
        try:
            while batch := list(islice(rest, _BATCH)):
                yield b"".join(batch)
        except Exception:
            _log.exception("request %s: %s of generation %s broke off", name, endpoint.path, generation)
            raise

    return Response(whole(), content_type=endpoint.media)
