"""Access log: one JSON object a line on standard error, for each request and of gunicorn; no queries, no addresses."""

import json
import logging
import sys
import time
import traceback
from typing import Any, Final

from flask import Flask, Response, g, request
from gunicorn.glogging import Logger as GunicornLogger  # type: ignore[import-untyped]

from search.clock import moment
from web.endpoints import requested
from web.middleware.request_id import request_id

_requests = logging.getLogger("izla.requests")
_FACTS: Final = "facts"  # the attribute of a record that holds more keys for its line


class Lines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": moment(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, _FACTS, {}),
        }
        if record.exc_info:
            line["traceback"] = trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def trace(error: BaseException | None) -> str:
    """Return where an error came from and of what kind it and its causes are; their texts may hold what was typed."""
    parts: list[str] = []
    while error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return "\nafter\n".join(parts)


class Logger(GunicornLogger):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn's own log, in the same lines."""

    def setup(self, cfg: Any) -> None:
        """Set gunicorn's log up, then have it write our lines."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(Lines())

    def warning(self, msg: str, *args: Any, **more: Any) -> None:
        """Warn; a request that is no HTTP is logged without its sender and its text."""
        if msg.startswith("Invalid request"):
            msg, args = "a request that is not HTTP was refused", ()
        super().warning(msg, *args, **more)

    def exception(self, msg: str, *args: Any, **more: Any) -> None:
        """Log an error without the request that met it, whose own line has its path; who falls silent is none."""
        if isinstance(sys.exception(), BlockingIOError):
            super().info("a client that sent or took nothing for long was let go")
            return
        if msg.startswith("Error handling request"):
            msg, args = "a request ended in an error", ()
        super().exception(msg, *args, **more)


def begin() -> None:
    """Have everything in this process write lines from here on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)


def init_app(app: Flask) -> None:
    """Write a line for each request of an application when its answer is through."""
    app.after_request(_note)


def _note(response: Response) -> Response:
    if not _requests.isEnabledFor(logging.INFO):
        return response
    generation = g.get("generation")
    begun, endpoint = g.begun, requested()
    facts: dict[str, Any] = {
        "request_id": request_id(),
        "method": request.method,
        "path": request.path,
        "door": endpoint.name if endpoint else None,
        "status": response.status_code,
        "bytes": None if response.is_streamed else response.content_length,
        "generation": generation.id if generation else None,
    }

    def write() -> None:
        facts["took_ms"] = round((time.perf_counter() - begun) * 1000, 1)
        _requests.info("%s %s", facts["method"], facts["path"], extra={_FACTS: facts})

    response.call_on_close(write)
    return response
