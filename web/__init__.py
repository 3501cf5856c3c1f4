"""The doors of Izla: search, JSON and commands; speaks HTTP and never touches an engine's files."""

from flask import Flask

from search.service import SearchService
from search.settings import Settings
from web import app_state as services
from web import assets
from web.json_provider import Json
from web.middleware import access_log, compression, language, path_prefix, rate_limit, request_id
from web.presenters import layout
from web.views import api as api_view
from web.views import docs, errors, exports, feeds, health, metrics, search, sitemaps, status, suggest


def create_app(settings: Settings | None = None, engine: SearchService | None = None, *, public: bool = True) -> Flask:
    """Make the application; it starts without an index and answers 503 with the command to run until there is one.

    One that is not `public` limits nobody and notes nothing: a command that asks itself.
    """
    app = Flask(__name__, static_folder=None)
    app.json = Json(app)
    service = services.install(app, settings or Settings.read(), engine, public=public)
    path_prefix.init_app(app, service.site.prefix)
    compression.init_app(app)  # after_request runs last to first: compression sees the finished response
    language.init_app(app)
    metrics.init_app(app)
    access_log.init_app(app)
    request_id.init_app(app)
    rate_limit.init_app(app)
    layout.init_app(app)
    errors.init_app(app)
    for part in (search, api_view, suggest, docs, exports, feeds, sitemaps, status, metrics, assets, health):
        app.register_blueprint(part.blueprint)
    return app
