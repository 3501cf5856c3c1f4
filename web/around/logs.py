"""What the service says of itself on standard error: one JSON object a line, never what was typed nor who asked."""

import json
import logging
import time
from typing import Any, Final

from flask import Flask, Response, g, request
from gunicorn.glogging import Logger as GunicornLogger  # type: ignore[import-untyped]

from search.clock import moment
from web.around.guard import request_id

_requests = logging.getLogger("izla.requests")
_FACTS: Final = "facts"  # what a record holds besides its words


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
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Logger(GunicornLogger):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn's own log, in the same lines."""

    def setup(self, cfg: Any) -> None:
        """Set gunicorn's log up, then have it write our lines."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(Lines())


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
    begun = g.begun
    facts: dict[str, Any] = {
        "request_id": request_id(),
        "method": request.method,
        "path": request.path,
        "door": request.endpoint,
        "status": response.status_code,
        "bytes": None if response.is_streamed else response.content_length,
        "generation": generation.id if generation else None,
    }

    def write() -> None:
        facts["took_ms"] = round((time.perf_counter() - begun) * 1000, 1)
        _requests.info("%s %s", facts["method"], facts["path"], extra={_FACTS: facts})

    response.call_on_close(write)
    return response
