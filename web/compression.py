"""Sends text compressed to readers who take it."""

import gzip
from typing import Final

from flask import Flask, Response, request

_LEAST: Final = 1_000  # bytes; less is not worth a frame
_LEVEL: Final = 5
_TEXTS: Final = ("text/", "application/json", "application/problem+json", "image/svg+xml")


def init_app(app: Flask) -> None:
    """Compress the responses of an application."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not response.content_type or not response.content_type.startswith(_TEXTS):
        return response
    response.vary.add("Accept-Encoding")
    takes = request.accept_encodings["gzip"] > 0
    if takes and response.status_code == 200 and "Content-Encoding" not in response.headers:
        body = response.get_data()
        if len(body) >= _LEAST:
            response.set_data(gzip.compress(body, _LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    return response
