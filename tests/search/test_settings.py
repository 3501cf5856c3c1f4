from dataclasses import fields
from pathlib import Path

import pytest

from search.errors import BadSetting
from search.settings import ROOT, Settings, default_memory, default_room


def test_without_variables_the_defaults_hold() -> None:
    assert Settings.read({}) == Settings()


def test_every_setting_is_read_from_its_variable() -> None:
    settings = Settings.read(
        {"IZLA_DATA": "/var/izla", "IZLA_BASE_URL": "https://example.org/", "IZLA_PORT": "81", "IZLA_TIME_LIMIT": "0.5"}
    )
    assert settings == Settings(data=Path("/var/izla"), base_url="https://example.org", port=81, time_limit=0.5)


@pytest.mark.parametrize("value", ["nine", "0", "-1", "nan", "inf", "1e999"])
def test_a_bad_number_is_refused_by_name(value: str) -> None:
    with pytest.raises(BadSetting, match="IZLA_TIME_LIMIT"):
        Settings.read({"IZLA_TIME_LIMIT": value})


def test_every_setting_is_documented_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [field.name for field in fields(Settings) if f"`IZLA_{field.name.upper()}`" not in readme]
    assert not missing


def cluster(**values: str) -> dict[str, str]:
    given = {"IZLA_ENGINE": "opensearch", "IZLA_OPENSEARCH_URL": "https://a:9200, https://b:9200/"}
    return given | {f"IZLA_OPENSEARCH_{name.upper()}": value for name, value in values.items()}


def test_the_nodes_of_a_cluster_are_read() -> None:
    settings = Settings.read(cluster(prefix="press_2"))
    assert settings.opensearch_urls == ("https://a:9200", "https://b:9200")
    assert (settings.engine, settings.opensearch_prefix) == ("opensearch", "press_2")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"url": " , "}, "needs IZLA_OPENSEARCH_URL"),
        ({"url": "a:9200"}, "no address of a node"),
        ({"url": "https://a:port"}, "no address of a node"),
        ({"url": "https://a:9200/path"}, "no address of a node"),
        ({"url": "http://a:9200,https://b:9200"}, "mixes http and https"),
        ({"url": "https://me:secret@a:9200"}, "has a user or password in it"),
        ({"prefix": "Izla"}, "IZLA_OPENSEARCH_PREFIX='Izla'"),
        ({"prefix": "izla-a"}, "IZLA_OPENSEARCH_PREFIX='izla-a'"),
        ({"user": "izla"}, "go together"),
        ({"ca": "/nowhere/ca.pem"}, "IZLA_OPENSEARCH_CA='/nowhere/ca.pem' is no file"),
        ({"shards": "0"}, "IZLA_OPENSEARCH_SHARDS"),
    ],
)
def test_a_cluster_that_cannot_be_is_refused_in_one_line(values: dict[str, str], told: str) -> None:
    with pytest.raises(BadSetting, match=told) as error:
        Settings.read(cluster(**values))
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_an_engine_that_there_is_not_is_named() -> None:
    with pytest.raises(BadSetting, match="IZLA_ENGINE='solr' is no engine; give whoosh or opensearch"):
        Settings.read({"IZLA_ENGINE": "solr"})


@pytest.mark.parametrize(("left", "memory"), [(None, 512), (24_000, 512), (683, 512), (400, 300), (100, 256)])
def test_a_run_takes_by_itself_what_leaves_room_for_the_service(left: int | None, memory: int) -> None:
    assert default_memory(left) == memory


@pytest.mark.parametrize(("left", "room"), [(None, 64), (24_000, 64), (512, 16), (5, 1)])
def test_a_service_keeps_less_where_little_is_left(left: int | None, room: int) -> None:
    assert default_room(64, 1 / 32, left) == room
