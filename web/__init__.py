"""The web application of Izla: pages, the API and commands; it speaks HTTP and knows no engine."""

from flask import Flask

from search.service import SearchService
from search.settings import Settings
from web import app_state, assets
from web.json_provider import JsonProvider
from web.middleware import (
    access_log,
    compression,
    language,
    path_prefix,
    rate_limit,
    request_counter,
    request_id,
    security_headers,
    server_timing,
)
from web.presenters import layout
from web.views import (
    count,
    docs,
    errors,
    exports,
    feeds,
    follow,
    health,
    json_api,
    metrics,
    opensearch_description,
    release,
    search,
    sector,
    sitemaps,
    source,
    speculation_rules,
    status,
    suggest,
)


def create_app(settings: Settings | None = None, service: SearchService | None = None, *, public: bool = True) -> Flask:
    """Make the application; it starts without an index and answers 503 with the command to run until there is one.

    One that is not `public` limits nobody and logs no search without results: a command that asks itself.
    """
    app = Flask(__name__, static_folder=None)
    app.json = JsonProvider(app)
    state = app_state.install(app, settings or Settings.read(), service, public=public)
    path_prefix.init_app(app, state.site.prefix)
    compression.init_app(app)  # after_request runs last to first: compression sees the finished response
    language.init_app(app)
    request_counter.init_app(app)
    access_log.init_app(app)
    server_timing.init_app(app)
    security_headers.init_app(app)
    request_id.init_app(app)
    rate_limit.init_app(app)
    layout.init_app(app)
    errors.init_app(app)
    views = (search, release, sector, source, json_api, suggest, docs, exports, feeds, follow, count)
    for part in (*views, opensearch_description, sitemaps, status, metrics, assets, health, speculation_rules):
        app.register_blueprint(part.blueprint)
    return app
