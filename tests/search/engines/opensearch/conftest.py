"""A store of the cluster under a prefix of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.opensearch.store import OpenSearchStore
from tests.search.engine_contract.engines import OpenEngine, open_opensearch


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenEngine]:
    engine = open_opensearch(tmp_path)
    yield engine
    engine.forget()


@pytest.fixture
def store(opened: OpenEngine) -> OpenSearchStore:
    assert isinstance(opened.store, OpenSearchStore)
    return opened.store
