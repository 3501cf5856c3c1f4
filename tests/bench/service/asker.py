"""Asks the application of one checkout in this process, for `checkouts`: a request a line in, what it took a line out.

It runs by its path with another checkout's modules before its own, so it imports nothing of the bench and uses of the
application only what has been there for long: `create_app`, `table.read` and `compression.pack`.

A request is {"address": …, "headers": {…}, "whole": …}, where `whole` asks for the answer too. The reply has `cpu` and
`wall` (milliseconds of the request), `stages` (milliseconds each), `status`, `bytes`, and with `whole` the headers and
the body as text.
"""

import gc
import gzip
import io
import json
import logging
import re
import sys
import time
from collections.abc import Callable
from typing import Any

from web import create_app
from web.middleware import compression
from web.parameters import table

_STAGE = re.compile(r"([\w-]+);dur=([\d.]+)")
_timed: dict[str, float] = {}


def _timing(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same function, its milliseconds added to those of a stage."""

    def timed(*values: Any, **named: Any) -> Any:
        begun = time.thread_time()
        try:
            return function(*values, **named)
        finally:
            _timed[name] = _timed.get(name, 0.0) + (time.thread_time() - begun) * 1000

    return timed


def _asked(app: Callable[..., Any], request: dict[str, Any]) -> dict[str, Any]:
    path, _, query = request["address"].partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request["headers"].items()},
    }
    begun: list[Any] = []
    _timed.clear()
    cpu, wall = time.thread_time(), time.perf_counter()
    answered = app(environ, lambda status, headers, error=None: begun.extend((status, headers)))
    body = b"".join(answered)
    if hasattr(answered, "close"):
        answered.close()
    took = (time.thread_time() - cpu) * 1000
    reply: dict[str, Any] = {"cpu": took, "wall": (time.perf_counter() - wall) * 1000}
    headers = dict(begun[1])
    stages = {name: float(each) for name, each in _STAGE.findall(headers.get("Server-Timing", ""))}
    if "render" in stages:
        stages["write"] = max(0.0, stages.pop("render") - _timed.get("parse", 0.0))
    reply["stages"] = {"parse": _timed.get("parse", 0.0), **stages, "compress": _timed.get("compress", 0.0)}
    reply |= {"status": int(begun[0].split()[0]), "bytes": len(body)}
    if request.get("whole"):
        packed = headers.get("Content-Encoding") == "gzip"
        reply |= {"headers": begun[1], "body": (gzip.decompress(body) if packed else body).decode()}
    return reply


def main() -> None:
    """Answer until the requests end."""
    logging.disable(logging.INFO)
    table.read = _timing("parse", table.read)
    compression.pack = _timing("compress", compression.pack)
    app = create_app()
    for line in sys.stdin:
        request = json.loads(line)
        if "collect" in request:  # between two rounds, so that no request pays for the garbage of others
            gc.collect()
            reply: dict[str, Any] = {}
        else:
            reply = _asked(app, request)
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
