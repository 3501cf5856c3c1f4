"""Sends text compressed to readers who take it."""

import gzip
from typing import Final

from flask import Flask, Response, request

_LEAST: Final = 1_000  # bytes; less is not worth a frame
_LEVEL: Final = 3
_TEXTS: Final = ("text/", "application/json", "application/problem+json", "image/svg+xml")


def init_app(app: Flask) -> None:
    """Compress the responses of an application."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not response.content_type or not response.content_type.startswith(_TEXTS):
        return response
    response.vary.add("Accept-Encoding")
    if wanted() and response.status_code == 200 and "Content-Encoding" not in response.headers:
        body = response.get_data()
        if len(body) >= _LEAST:
            set_packed(response, pack(body))
    return response


def wanted() -> bool:
    """Whether the reader takes compressed text."""
    return request.accept_encodings["gzip"] > 0


def pack(body: bytes) -> bytes:
    """Compress a body; the same body gives the same bytes."""
    return gzip.compress(body, _LEVEL, mtime=0)


def set_packed(response: Response, packed: bytes) -> None:
    """Make a packed body that of a response."""
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
