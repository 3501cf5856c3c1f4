"""A route that returns a constant JSON of a given size: what Flask and gunicorn take without any search."""

import argparse
import sys
from collections.abc import Sequence

from flask import Flask, Response, jsonify

from search.settings import Settings
from web.server import Server, gunicorn_options
from web.server import _parser as serve_parser


def create_constant(size: int) -> Flask:
    """Make an application whose one route, `/api/search`, answers with JSON of `size` bytes, whatever is asked."""
    app = Flask(__name__)
    text = "x" * (size - len('{"constant":""}\n'))

    @app.get("/api/search")
    def constant() -> Response:
        return jsonify(constant=text)

    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the constant as izla-serve serves Izla."""
    parser = argparse.ArgumentParser("constant", description=main.__doc__)
    parser.add_argument("size", type=int, help="bytes of the body")
    parser.add_argument("--port", required=True)
    given = parser.parse_args(arguments)
    options = gunicorn_options(serve_parser(Settings()).parse_args(["--port", given.port]))
    Server(lambda: create_constant(given.size), options).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
