"""Everything a search finds, however much, as one stream: CSV (RFC 4180), NDJSON, and what changed since a copy."""

import csv
import io
import logging
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, Final

import orjson
from flask import Blueprint, Response, g

from search.answer import Changes, Export
from search.clock import moment, today
from search.query import Query
from search.release import Release
from web.api.serializers import Writer
from web.app_state import service
from web.endpoints import Door, asked_at, door
from web.i18n.labels import Labels
from web.i18n.markup import in_script
from web.middleware.conditional import entity_tag, keep, said, unchanged
from web.middleware.request_id import request_id
from web.presenters.layout import absolute_links, labels_for, shown_from
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
)
_log = logging.getLogger(__name__)

blueprint = Blueprint("exports", __name__)


@blueprint.get("/search.csv")
def table() -> Response:
    """Return everything a search finds as a table for spreadsheets; `bom=1` marks it as UTF-8 for Excel."""
    row = door("csv")
    asked = asked_at(row)
    query = export_query(asked.query)
    mark = _BOM if asked.bom else ""
    if same := _unchanged(query, mark):
        return same
    export = service().engine.export(query)
    labels = labels_for(query)
    to = absolute_links()
    rows = (_row(_cells(release, labels, to)) for release in export.releases)
    response = _stream(row, chain((mark.encode() + _row(_COLUMNS),), rows), export.generation.id)
    response.headers["Content-Type"] = "text/csv; charset=utf-8; header=present"
    response.headers["Content-Disposition"] = f'attachment; filename="{_file(export)}"'
    return _linked(keep(response, entity_tag(export.generation, said(query) + mark)), query)


@blueprint.get("/search.ndjson")
def lines() -> Response:
    """Return everything a search finds, one release a line; the last line says that it is complete."""
    row = door("ndjson")
    query = export_query(asked_at(row).query)
    if same := _unchanged(query):
        return same
    export = service().engine.export(query)
    response = _stream(row, _json_lines(_releases(export, _writer(query))), export.generation.id)
    return _linked(keep(response, entity_tag(export.generation, said(query))), query)


@blueprint.get("/api/changes")
def changes() -> Response:
    """Return what became of the releases since a generation: new, changed and gone, so that a copy can be kept."""
    row = door("changes")
    asked = asked_at(row)
    since = asked.since or ""  # a required parameter
    if same := _unchanged(asked.query, since):
        return same
    found = service().engine.changes(since)
    response = _stream(row, _json_lines(_changes(found, since, _writer(asked.query))), found.generation.id)
    return keep(response, entity_tag(found.generation, said(asked.query) + since))


def _unchanged(query: Query, more: str = "") -> Response | None:
    shown_from(service().engine.generation(), query)
    return unchanged(entity_tag(g.generation, said(query) + more))


def _writer(query: Query) -> Writer:
    return Writer(labels_for(query), absolute_links())


def _linked(response: Response, query: Query) -> Response:
    response.headers["Link"] = f'<{absolute_links().page(query)}>; rel="alternate"; type="text/html"'
    return response


def _cells(release: Release, labels: Labels, to: Links) -> tuple[str, ...]:
    """Return a release as the cells of _COLUMNS."""
    categories = (("sector", release.sectors), ("region", release.regions), ("country", release.countries))
    return (
        release.id,
        release.date.isoformat() if release.date else "",
        in_script(release.title, labels.script),
        to.release(release.id),
        web_address(release) or "",
        in_script(release.source, labels.script),
        *("; ".join(labels.category(facet, slug) for slug in slugs) for facet, slugs in categories),
        moment(release.first_seen),
        moment(release.changed),
        in_script(release.body, labels.script),
    )


def _row(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([harmless(cell) for cell in cells])
    return line.getvalue().encode(errors="replace")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: such a one gets an apostrophe in front."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(("\t", "\r")) else cell


def _file(export: Export) -> str:
    return f"izla-{'namuna-' if export.generation.samples else ''}{today()}.csv"


def _releases(export: Export, writer: Writer) -> Iterator[dict[str, Any]]:
    yield from map(writer.whole, export.releases)
    generation = export.generation
    yield {"complete": True, "count": export.total, "generation": generation.id, "samples": generation.samples}


def _changes(found: Changes, since: str, writer: Writer) -> Iterator[dict[str, Any]]:
    yield {"since": since, "generation": found.generation.id}
    for release in found.releases:
        yield {"change": "new" if release.first_seen > found.since else "changed", "release": writer.whole(release)}
    for release_id in found.gone:
        yield {"change": "gone", "id": release_id}
    yield {"complete": True, "count": found.total + len(found.gone)}


def _json_lines(values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    return (orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE) for value in values)


def _stream(row: Door, pieces: Iterable[bytes], generation: str) -> Response:
    """Return a stream; one that breaks ends without its last line, and the log says why."""
    name, rest = request_id(), iter(pieces)

    def whole() -> Iterator[bytes]:
        try:
            while batch := list(islice(rest, _BATCH)):
                yield b"".join(batch)
        except Exception:
            _log.exception("request %s: %s of generation %s broke off", name, row.path, generation)
            raise

    return Response(whole(), content_type=row.media)
