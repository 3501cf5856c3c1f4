import json
from typing import Any, cast

import pytest

from search.engines.opensearch import bulk
from search.engines.opensearch.bulk import BulkLoader
from search.engines.opensearch.client import Cluster
from search.errors import IndexUnavailable


class Scripted:
    """A cluster that answers each action of a bulk request with the next status; 200 when there is none any more."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.requests: list[list[str]] = []

    def ask(self, method: str, path: str, body: str, **_: Any) -> Any:
        actions = [json.loads(line) for line in body.splitlines()]
        ids = [next(iter(each.values()))["_id"] for each in actions if each.keys() & {"index", "delete"}]
        self.requests.append(ids)
        return {"items": [{"index": self._result(each)} for each in ids]}

    def _result(self, release_id: str) -> dict[str, Any]:
        status = self.statuses.pop(0) if self.statuses else 200
        fault = {"error": {"reason": "wrong"}} if status >= 400 else {}
        return {"_id": release_id, "status": status, **fault}


def loader(cluster: Scripted, made: list[bool]) -> BulkLoader:
    return BulkLoader(cast(Cluster, cluster), "index", made.append)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_FIRST_PAUSE", 0.001)


def test_the_index_is_made_once_and_told_whether_that_was_all() -> None:
    made: list[bool] = []
    load = loader(Scripted(), made)
    load.put("a", {})
    load.flush(last=True)
    load.flush()
    assert made == [True]


def test_what_the_cluster_was_too_busy_for_is_sent_again_and_nothing_else() -> None:
    cluster = Scripted(200, 429, 503, 200, 429)
    load = loader(cluster, [])
    for name in "abcd":
        load.put(name, {})
    load.delete("e")
    load.flush()
    assert cluster.requests == [[*"abcde"], [*"bce"]]


def test_requests_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 100)
    cluster = Scripted()
    load = loader(cluster, [])
    for number in range(4):
        load.put(str(number), {"text": "x" * 50})
    assert cluster.requests == [["0", "1"], ["2", "3"]]


def test_a_release_that_is_not_taken_is_named() -> None:
    load = loader(Scripted(200, 400), [])
    load.put("a", {})
    load.put("b", {})
    with pytest.raises(IndexUnavailable, match="did not take the release 'b': wrong"):
        load.flush()


def test_a_cluster_that_stays_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "WRITE", 0.0)
    load = loader(Scripted(*[429] * 99), [])
    load.put("a", {})
    with pytest.raises(IndexUnavailable, match="too busy for 1 releases"):
        load.flush()
