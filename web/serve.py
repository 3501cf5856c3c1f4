"""izla-serve: the application under gunicorn, run in this process."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from search.errors import IzlaError
from search.settings import Settings
from web import create_app, logs

_GRACE: Final = 30  # seconds that a stopping worker has for the requests it is at
_LONGEST_LINE = 8190  # bytes of a request line; 400 letters of any script, percent-encoded, and the filters


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn with an application that is already made and options instead of a configuration file."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application; it was made before the fork and opens its index after it."""
        return self._app


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop; returns the exit code."""
    try:
        settings = Settings.read()
        options = _parser(settings).parse_args(arguments)
        logs.begin()
        app = create_app(settings)
    except IzlaError as error:
        print(f"izla-serve: {error}", file=sys.stderr)
        return 2
    if options.debug:
        app.run(options.host, options.port, debug=True)
        return 0
    Server(app, gunicorn_options(options)).run()
    return 0


def gunicorn_options(options: argparse.Namespace) -> dict[str, Any]:
    """Return gunicorn's settings for the options given."""
    return {
        "bind": options.bind or f"{options.host}:{options.port}",
        "workers": options.workers,
        "threads": options.threads,
        "worker_class": "gthread",
        "preload_app": True,
        "limit_request_line": _LONGEST_LINE,
        "proc_name": "izla",
        "control_socket_disable": True,
        "logger_class": logs.Logger,
        "graceful_timeout": _GRACE,
    }


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("izla-serve", description="Serve the pages and the API.")
    parser.add_argument("--host", default=settings.host, help="address to listen on (IZLA_HOST, %(default)s)")
    parser.add_argument("--port", type=int, default=settings.port, help="port to listen on (IZLA_PORT, %(default)s)")
    parser.add_argument("--bind", metavar="ADDRESS", help="HOST:PORT or unix:PATH instead of --host and --port")
    parser.add_argument("-w", "--workers", type=int, default=2, help="processes (%(default)s)")
    parser.add_argument("--threads", type=int, default=4, help="threads a process (%(default)s)")
    parser.add_argument("--debug", action="store_true", help="Flask's own server, which reloads changed code")
    return parser


if __name__ == "__main__":
    sys.exit(main())
