"""izla-serve: the application under gunicorn, run in this process.

Every worker answers from a new generation at its next request. SIGHUP reads the site's tables again and replaces the
workers, SIGTERM stops them; both let what was begun finish.
"""

import argparse
import gc
import logging
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]
from werkzeug.serving import WSGIRequestHandler

from search.errors import IzlaError
from search.machine import processors
from search.settings import Settings
from web import connections, create_app
from web.app_state import hand_over
from web.middleware import access_log

_log = logging.getLogger(__name__)
_GRACE: Final = 30  # seconds that a stopping worker has for the requests it has begun
_PROCESSES: Final = min(2, processors())  # on one processor a second would only take its memory
_GARBAGE: Final = 20_000  # objects more than before, until cycles are looked for: every few answers, not in each
_LONGEST_LINE = 8190  # bytes of a request line; 400 letters of any script, percent-encoded, and the filters


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn with an application that is made before the fork and options instead of a configuration file.

    Made again at SIGHUP; when that fails the one before stays, and the log says why.
    """

    def __init__(self, make: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._make = make
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application; it opens its index after the fork."""
        return self._make()

    def reload(self) -> None:
        """Make the application again, for the workers to come."""
        try:
            made = self._make()
        except IzlaError as error:
            _log.error("nothing is read again: %s", error)
        else:
            hand_over(self.wsgi(), made)
            self.callable = made
            gc.unfreeze()  # what was before a fork: the application that is no longer asked is let go
            gc.collect()
        super().reload()


class _SilentRequestHandler(WSGIRequestHandler):
    """Leaves the line for a request to the access log, which holds neither the client nor the query."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop; returns the exit code."""
    try:
        settings = Settings.read()
        options = _parser(settings).parse_args(arguments)
        access_log.begin()
        app = create_app(settings)  # a broken table is reported here, before there is a server
    except IzlaError as error:
        print(f"izla-serve: {error}", file=sys.stderr)
        return 2
    if options.debug:
        app.run(options.host, options.port, debug=True, request_handler=_SilentRequestHandler)
        return 0
    on_terminal = terminal_options() if sys.stderr.isatty() else {}
    Server(lambda: create_app(settings), {**gunicorn_options(options), **on_terminal}).run()
    return 0


def gunicorn_options(options: argparse.Namespace) -> dict[str, Any]:
    """Return gunicorn's settings for the options given."""
    return {
        "bind": options.bind or f"{options.host}:{options.port}",
        "workers": options.workers,
        "threads": options.threads,
        "worker_class": "web.connections.Worker",
        "worker_connections": connections.MOST,
        "preload_app": True,
        "limit_request_line": _LONGEST_LINE,
        "proc_name": "izla",
        "control_socket_disable": True,
        "logger_class": access_log.Logger,
        "graceful_timeout": _GRACE,
        "pre_fork": _keep_what_is_made,
        "post_fork": _collect_seldom,
    }


def terminal_options() -> dict[str, Any]:
    """Return gunicorn's settings for whoever watches: one plain line with the address in place of its own lines."""
    return {"loglevel": "warning", "when_ready": _say_where}


def _keep_what_is_made(arbiter: Arbiter, worker: ThreadWorker) -> None:
    """Leave the application out of every later collection, so that the workers go on sharing its memory."""
    gc.freeze()


def _collect_seldom(arbiter: Arbiter, worker: ThreadWorker) -> None:
    gc.set_threshold(_GARBAGE, *gc.get_threshold()[1:])


def _say_where(arbiter: Arbiter) -> None:
    for listener in arbiter.LISTENERS:
        address = str(listener).replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")
        print(f"Izla: {address} (Ctrl+C toʻxtatadi)", file=sys.stderr, flush=True)


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("izla-serve", description="Serve the pages and the API.")
    parser.add_argument("--host", default=settings.host, help="address to listen on (IZLA_HOST, %(default)s)")
    parser.add_argument("--port", type=int, default=settings.port, help="port to listen on (IZLA_PORT, %(default)s)")
    parser.add_argument("--bind", metavar="ADDRESS", help="HOST:PORT or unix:PATH instead of --host and --port")
    parser.add_argument("-w", "--workers", type=int, default=_PROCESSES, help="processes (%(default)s)")
    parser.add_argument("--threads", type=int, default=4, help="threads a process (%(default)s)")
    parser.add_argument("--debug", action="store_true", help="Flask's own server, which reloads changed code")
    return parser


if __name__ == "__main__":
    sys.exit(main())
