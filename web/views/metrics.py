"""What the service counts, for those who watch it: OpenMetrics 1.0 text, the same from every worker process."""

import time
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Flask, Response, abort, g, request

from search.errors import IndexUnavailable
from search.generation import Generation
from web.app_state import VERSION, service
from web.middleware.client_address import is_loopback, who_asks

_TYPE: Final = "application/openmetrics-text; version=1.0.0; charset=utf-8"

blueprint = Blueprint("metrics", __name__)


def init_app(app: Flask) -> None:
    """Count what the doors of an application answer."""
    app.after_request(_count)


def _count(response: Response) -> Response:
    service().metrics.request(request.endpoint or "", response.status_code, time.perf_counter() - g.begun)
    return response


@blueprint.get("/metrics")
def show() -> Response:
    """Tell the counters; to this machine only, unless the settings say otherwise."""
    if service().settings.metrics != "public" and not is_loopback(who_asks()):
        abort(404)
    lines = [*service().metrics.lines(), *_gauges(), "# EOF"]
    return Response("\n".join(lines) + "\n", content_type=_TYPE, headers={"Cache-Control": "no-store"})


def _gauges() -> Iterator[str]:
    try:
        generation: Generation | None = service().engine.generation()
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
