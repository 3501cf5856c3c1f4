"""Path prefix: serves an application under a path of a larger site, /izlash/release/… as its /release/…"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask


def init_app(app: Flask, prefix: str) -> None:
    """Let an application be asked under a prefix, and without it by a proxy that takes the prefix off."""
    if prefix:
        app.wsgi_app = _under(app.wsgi_app, prefix)  # type: ignore[assignment, method-assign]  # as Flask has it


def _under(inner: WSGIApplication, prefix: str) -> WSGIApplication:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        inside = path == prefix or path.startswith(f"{prefix}/")
        rest = path.removeprefix(prefix) or "/" if inside else path
        return inner({**environ, "SCRIPT_NAME": prefix, "PATH_INFO": rest}, start_response)

    return application
