"""Server-Timing: how long the stages of a search took, and the rendering of its answer."""

import time

from flask import Flask, Response, g


def init_app(app: Flask) -> None:
    """Time every request of an application; g.begun is when it began (time.perf_counter)."""
    app.before_request(_begin)
    app.after_request(_add)


def _begin() -> None:
    g.begun = time.perf_counter()


def _add(response: Response) -> Response:
    if timings := g.get("timings", ()):
        whole = (time.perf_counter() - g.begun) * 1000
        render = max(0.0, whole - sum(took for _, took in timings))
        stages = (*timings, ("render", render))
        response.headers["Server-Timing"] = ", ".join(f"{name};dur={took:.1f}" for name, took in stages)
    return response
