"""Compression: sends text packed with gzip to readers who take it.

Flask-Compress puts Vary on every response, writes the time into each gzip body (before Python 3.14), so that the same
answer has other bytes each second, and keeps packed bodies only in a dictionary without bounds or generations; the
response cache keeps them as they are sent, under a budget. It also brings a compiled Brotli along.
"""

from collections.abc import Iterable, Iterator
from typing import Final, cast

from flask import Flask, Response, request
from isal import isal_zlib

_LEAST: Final = 1_000  # bytes; less fits one packet anyway
_LEVEL: Final = 2  # of ISA-L: a fifth of the time of zlib's level 4 for a page a twelfth larger; 3 takes twice as long
_TEXTS: Final = (
    "text/",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/problem+json",
    "application/x-ndjson",
    "application/xml",
    "image/svg+xml",
)
_GZIP: Final = 31  # zlib's window of 15 bits, in the frame of gzip


def init_app(app: Flask) -> None:
    """Compress the responses of an application."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not response.content_type or not response.content_type.startswith(_TEXTS):
        return response
    response.vary.add("Accept-Encoding")
    if not wanted() or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    if response.is_streamed:
        response.response = _pack_stream(cast(Iterable[bytes], response.response))
        response.headers["Content-Encoding"] = "gzip"
    else:
        body = response.get_data()
        if len(body) >= _LEAST:
            set_packed(response, pack(body))
    return response


def wanted() -> bool:
    """Whether the reader takes compressed text."""
    return request.accept_encodings["gzip"] > 0


def pack(body: bytes) -> bytes:
    """Compress a body; the same body gives the same bytes."""
    packed: bytes = isal_zlib.compress(body, _LEVEL, _GZIP)
    return packed


def unpack(packed: bytes) -> bytes:
    """Return the body that was packed."""
    body: bytes = isal_zlib.decompress(packed, _GZIP)
    return body


def _pack_stream(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Compress a stream piece by piece; one that breaks off is left without its end, as it should be."""
    packer = isal_zlib.compressobj(_LEVEL, wbits=_GZIP)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def set_packed(response: Response, packed: bytes) -> None:
    """Make a packed body that of a response."""
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
