"""What surrounds every request: its id, how long its parts took, and the headers that keep browsers safe."""

import re
import secrets
import time
from typing import Final

from flask import Flask, Response, g, request

from web.endpoints import is_for_programs

_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_EXPOSED: Final = "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"


def init_app(app: Flask) -> None:
    """Guard every request of an application."""
    app.before_request(_begin)
    app.after_request(_finish)


def note_timings(timings: tuple[tuple[str, float], ...]) -> None:
    """Keep the stages of an answer, (name, milliseconds), for Server-Timing."""
    g.timings = (*g.get("timings", ()), *timings)


def request_id() -> str:
    """Return the id of this request, the caller's own when it sent a fitting one."""
    if "request_id" not in g:
        sent = request.headers.get("X-Request-Id", "")
        g.request_id = sent if _ID.fullmatch(sent) else secrets.token_hex(8)
    return str(g.request_id)


def _begin() -> None:
    g.begun = time.perf_counter()


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Content-Security-Policy"] = _POLICY
    if is_for_programs(request.path):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, X-Request-Id"
            response.headers["Access-Control-Max-Age"] = "86400"
    if is_for_programs(request.path) or ((generation := g.get("generation")) and generation.samples):
        response.headers["X-Robots-Tag"] = "noindex"
    if timings := g.get("timings", ()):
        whole = (time.perf_counter() - g.begun) * 1000
        render = max(0.0, whole - sum(took for _, took in timings))
        stages = (*timings, ("render", render))
        response.headers["Server-Timing"] = ", ".join(f"{name};dur={took:.1f}" for name, took in stages)
    return response
