from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search.errors import BadCorpus
from search.settings import Settings
from web import create_app


def stamp(settings: Settings) -> Any:
    return create_app(settings).extensions["izla"].stamp


def test_an_application_starts_without_an_index_and_creates_nothing(tmp_path: Path) -> None:
    create_app(Settings(data=tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_an_index_published_later_is_found_without_a_restart(tmp_path: Path) -> None:
    from tests.web.library import library, publish

    client = create_app(Settings(data=tmp_path)).test_client()
    assert client.get("/readyz").status_code == 503
    publish(tmp_path, library()[-2:])
    assert client.get("/readyz").get_json()["documents"] == 2


def test_the_stamp_changes_with_what_shapes_an_answer(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert stamp(settings) == stamp(replace(settings, port=9))
    assert stamp(settings) != stamp(replace(settings, base_url="https://izla.uz"))


def test_a_broken_table_of_a_site_is_named_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "sectors.toml").write_text("[fan]")
    with pytest.raises(BadCorpus, match=r"sectors\.toml"):
        create_app(Settings(data=tmp_path, corpus=tmp_path))
