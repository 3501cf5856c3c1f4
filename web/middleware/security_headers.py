"""Security headers: what browsers may do with an answer, which sites may read it, and what crawlers may index."""

from typing import Final

from flask import Flask, Response, g, request

from web.endpoints import is_for_programs

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
_PREFLIGHT_KEPT: Final = "86400"  # seconds, a day: what may be asked does not change


def init_app(app: Flask) -> None:
    """Put the headers on every response of an application."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    response.headers["Content-Security-Policy"] = _POLICY
    if is_for_programs(request.path):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, X-Request-Id"
            response.headers["Access-Control-Max-Age"] = _PREFLIGHT_KEPT
    if is_for_programs(request.path) or ((generation := g.get("generation")) and generation.samples):
        response.headers["X-Robots-Tag"] = "noindex"
    return response
