"""Doors over small indexes built for real."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.engines import open_service
from search.service import SearchService
from search.settings import Settings
from tests.web.library import large_library, library, publish
from web import create_app


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return publish(tmp_path_factory.mktemp("library"), library())


@pytest.fixture(scope="session")
def published_samples(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return publish(tmp_path_factory.mktemp("samples"), library()[-5:], samples=True)


@pytest.fixture(scope="session")
def published_large(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return publish(tmp_path_factory.mktemp("large"), large_library())


@pytest.fixture(scope="session")
def engine(published: Settings) -> SearchService:
    return open_service(published)


@pytest.fixture(scope="session")
def app(published: Settings, engine: SearchService) -> Flask:
    return create_app(published, engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def large_client(published_large: Settings) -> FlaskClient:
    return create_app(published_large).test_client()


@pytest.fixture
def sample_client(published_samples: Settings) -> FlaskClient:
    return create_app(published_samples).test_client()


@pytest.fixture
def empty_client(tmp_path: Path) -> FlaskClient:
    return create_app(Settings(data=tmp_path)).test_client()
