"""Refuses clients that ask the doors for programs too often; the pages never refuse anybody."""

import math
import time

from flask import Flask, Response, g, request

from web.app_state import service
from web.endpoints import is_for_programs
from web.middleware.client_address import who_asks
from web.shared.rate_limiter import Allowance


class TooMany(Exception):
    """A client asked too often; after `wait` seconds it may again."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"again in {wait:.1f} s")
        self.wait = wait


def init_app(app: Flask) -> None:
    """Limit the doors for programs of an application; the pages are never refused."""
    app.before_request(_take)
    app.after_request(_tell)


def _take() -> None:
    limits = service().limits
    if limits is None or request.method == "OPTIONS" or not is_for_programs(request.path):
        return
    g.allowance = limits.take(who_asks(), time.monotonic())
    if not g.allowance.allowed:
        service().metrics.event("refused")
        raise TooMany(g.allowance.wait)


def _tell(response: Response) -> Response:
    """Say how much is left (draft-ietf-httpapi-ratelimit-headers)."""
    allowance: Allowance | None = g.get("allowance")
    limits = service().limits
    if allowance is not None and limits is not None:
        response.headers["RateLimit-Policy"] = f'"default";q={limits.burst};w={limits.window}'
        response.headers["RateLimit"] = f'"default";r={allowance.remaining};t={math.ceil(allowance.full)}'
    return response
