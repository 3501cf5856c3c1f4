import pytest

from search import engines
from search.engines import open_service, open_store
from search.errors import BadSetting
from search.settings import Settings
from tests.analyzers import SAMPLE

CLUSTER = Settings(engine="opensearch", opensearch_url="http://127.0.0.1:9")


def test_without_the_client_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    for open_it in (open_service, open_store):
        with pytest.raises(BadSetting, match=r"pip install 'izla\[opensearch\]'"):
            open_it(CLUSTER, SAMPLE)


def test_opening_asks_the_cluster_nothing() -> None:
    assert open_service(CLUSTER, SAMPLE)
    assert open_store(CLUSTER, SAMPLE)
