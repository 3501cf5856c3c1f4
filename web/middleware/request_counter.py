"""Request counter: counts each request of an application by its endpoint, with its status and seconds."""

import time

from flask import Flask, Response, g

from web.app_state import state
from web.endpoints import requested
from web.shared.counters import OTHERS


def init_app(app: Flask) -> None:
    """Count what an application answers."""
    app.after_request(_count)


def _count(response: Response) -> Response:
    endpoint = requested()
    seconds = time.perf_counter() - g.begun
    state().counters.request(endpoint.name if endpoint else OTHERS, response.status_code, seconds)
    return response
