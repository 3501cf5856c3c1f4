"""The doors of Izla: pages, JSON and commands; speaks HTTP and never touches an engine's files."""

from flask import Flask

from search.engine import Engine
from search.settings import Settings
from web import (
    api,
    assets,
    browsersearch,
    compression,
    docs,
    exports,
    feeds,
    guard,
    language,
    layout,
    pages,
    prefix,
    problems,
    sitemaps,
    wellknown,
)
from web import service as services
from web.jsons import Json


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> Flask:
    """Make the application; it starts without an index and answers 503 with the command to run until there is one."""
    app = Flask(__name__, static_folder=None)
    app.json = Json(app)
    service = services.install(app, settings or Settings.read(), engine)
    prefix.init_app(app, service.site.prefix)
    compression.init_app(app)  # after_request runs last to first: compression sees the finished response
    language.init_app(app)
    guard.init_app(app)
    layout.init_app(app)
    problems.init_app(app)
    for part in (pages, api, browsersearch, docs, exports, feeds, sitemaps, assets, wellknown):
        app.register_blueprint(part.blueprint)
    return app
