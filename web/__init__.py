"""The doors of Izla: pages, JSON and commands; speaks HTTP and never touches an engine's files."""

from flask import Flask

from search.engine import Engine
from search.settings import Settings
from web import assets
from web import service as services
from web.around import compression, guard, language, logs, prefix, quota
from web.jsons import Json
from web.page import layout
from web.views import api, browsersearch, docs, exports, feeds, metrics, pages, problems, sitemaps, status, wellknown


def create_app(settings: Settings | None = None, engine: Engine | None = None, *, public: bool = True) -> Flask:
    """Make the application; it starts without an index and answers 503 with the command to run until there is one.

    One that is not `public` limits nobody and notes nothing: a command that asks itself.
    """
    app = Flask(__name__, static_folder=None)
    app.json = Json(app)
    service = services.install(app, settings or Settings.read(), engine, public=public)
    prefix.init_app(app, service.site.prefix)
    compression.init_app(app)  # after_request runs last to first: compression sees the finished response
    language.init_app(app)
    metrics.init_app(app)
    logs.init_app(app)
    guard.init_app(app)
    quota.init_app(app)
    layout.init_app(app)
    problems.init_app(app)
    for part in (pages, api, browsersearch, docs, exports, feeds, sitemaps, status, metrics, assets, wellknown):
        app.register_blueprint(part.blueprint)
    return app
