"""Serves an application under a path of a larger site: /izlash/release/… is its /release/…"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def init_app(app: Flask, prefix: str) -> None:
    """Let an application be asked under a prefix, and without it by a proxy that takes the prefix off."""
    if prefix:
        app.wsgi_app = _under(app.wsgi_app, prefix)  # type: ignore[method-assign]  # as Flask's documentation has it


def _under(inner: Application, prefix: str) -> Application:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        own = path == prefix or path.startswith(f"{prefix}/")
        rest = path.removeprefix(prefix) or "/" if own else path
        return inner({**environ, "SCRIPT_NAME": prefix, "PATH_INFO": rest}, start_response)

    return application
