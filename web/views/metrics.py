"""What the service counts, for those who watch it: OpenMetrics 1.0 text, the same from every worker process."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, abort

from search.errors import IndexUnavailable
from search.generation import Generation
from web.app_state import VERSION, state
from web.endpoints import path_of
from web.middleware.client_address import client_address, is_loopback

_TYPE: Final = "application/openmetrics-text; version=1.0.0; charset=utf-8"

blueprint = Blueprint("metrics", __name__)


@blueprint.get(path_of("metrics.show"))
def show() -> Response:
    """Show the counters: to this machine only, unless the settings say otherwise."""
    if state().settings.metrics != "public" and not is_loopback(client_address()):
        abort(404)
    lines = [*state().counters.lines(), *_gauges(), "# EOF"]
    return Response("\n".join(lines) + "\n", content_type=_TYPE, headers={"Cache-Control": "no-store"})


def _gauges() -> Iterator[str]:
    try:
        generation: Generation | None = state().service.generation()
    except IndexUnavailable:
        generation = None
    yield "# TYPE izla_build info"
    yield f'izla_build_info{{version="{VERSION}",generation="{generation.id if generation else ""}"}} 1'
    if generation:
        yield "# TYPE izla_documents gauge"
        yield f"izla_documents {generation.documents}"
        yield "# TYPE izla_index_built_seconds gauge"
        yield "# UNIT izla_index_built_seconds seconds"
        yield f"izla_index_built_seconds {generation.built.timestamp():.0f}"
