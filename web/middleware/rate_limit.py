"""Rate limit: refuses clients that ask the API too often; the pages never refuse anybody."""

import math
import time

from flask import Flask, Response, g, request

from web.app_state import state
from web.endpoints import is_for_programs
from web.middleware.client_address import client_address
from web.shared.rate_limiter import Allowance


class TooMany(Exception):
    """A client asked too often; after `wait` seconds it may again."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"again in {wait:.1f} s")
        self.wait = wait


def init_app(app: Flask) -> None:
    """Limit the API of an application."""
    app.before_request(_take)
    app.after_request(_add)


def _take() -> None:
    limiter = state().rate_limiter
    if limiter is None or request.method == "OPTIONS" or not is_for_programs(request.path):
        return
    g.allowance = limiter.take(client_address(), time.monotonic())
    if not g.allowance.allowed:
        state().counters.event("refused")
        raise TooMany(g.allowance.wait)


def _add(response: Response) -> Response:
    """Add how much is left (draft-ietf-httpapi-ratelimit-headers)."""
    allowance: Allowance | None = g.get("allowance")
    limiter = state().rate_limiter
    if allowance is not None and limiter is not None:
        response.headers["RateLimit-Policy"] = f'"default";q={limiter.burst};w={limiter.window}'
        response.headers["RateLimit"] = f'"default";r={allowance.remaining};t={math.ceil(allowance.full)}'
    return response
