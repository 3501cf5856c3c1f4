"""Request id: a name for each request in its answer, the log and problem reports, the caller's own if it fits."""

import re
import secrets
from typing import Final

from flask import Flask, Response, g, request

_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


def init_app(app: Flask) -> None:
    """Name every request of an application."""
    app.after_request(_add)


def request_id() -> str:
    """Return the id of this request, the caller's own when it sent a fitting one."""
    if "request_id" not in g:
        sent = request.headers.get("X-Request-Id", "")
        g.request_id = sent if _ID.fullmatch(sent) else secrets.token_hex(8)
    return str(g.request_id)


def _add(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    return response
