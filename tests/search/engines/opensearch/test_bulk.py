import json
import threading
from collections.abc import Mapping
from typing import Any, cast

import pytest

from search.engines.opensearch import bulk
from search.engines.opensearch.bulk import BulkLoader
from search.engines.opensearch.client import Access, Cluster
from search.errors import IndexUnavailable


class Scripted:
    """A cluster that answers each action of a bulk request with the next status; 200 when there is none any more."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.requests: list[list[str]] = []
        self.asked: list[Any] = []

    def ask(self, method: str, path: str, body: bytes, params: Any = None, **_: Any) -> Any:
        self.asked.append(params)
        actions = [json.loads(line) for line in body.splitlines()]
        ids = [next(iter(each.values()))["_id"] for each in actions if each.keys() & {"index", "delete"}]
        self.requests.append(ids)
        return {"items": [{"index": self._result(each)} for each in ids]}

    def _result(self, release_id: str) -> dict[str, Any]:
        status = self.statuses.pop(0) if self.statuses else 200
        kind = "unavailable_shards_exception" if status == 503 else "some_exception"
        fault = {"error": {"type": kind, "reason": "wrong"}} if status >= 400 else {}
        return {"_id": release_id, "status": status, **fault}

    def fault(self, status: int, error: Mapping[str, Any], path: str) -> IndexUnavailable:
        return Cluster(Access(("http://127.0.0.1:1",))).fault(status, error, path)


def loader(cluster: Scripted, made: list[bool]) -> BulkLoader:
    return BulkLoader(cast(Cluster, cluster), "index", made.append)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_FIRST_PAUSE", 0.001)


def test_the_index_is_made_once_and_told_whether_that_was_all() -> None:
    made: list[bool] = []
    load = loader(Scripted(), made)
    load.put("a", b"{}")
    load.flush(last=True)
    load.flush()
    assert made == [True]


def test_what_the_cluster_was_too_busy_for_is_sent_again_and_nothing_else() -> None:
    cluster = Scripted(200, 429, 503, 200, 429)
    load = loader(cluster, [])
    for name in "abcd":
        load.put(name, b"{}")
    load.delete("e")
    load.flush()
    assert cluster.requests == [[*"abcde"], [*"bce"]]


def test_requests_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 100)
    cluster = Scripted()
    load = loader(cluster, [])
    for number in range(4):
        load.put(str(number), b'{"text":"' + b"x" * 50 + b'"}')
    load.flush()
    assert cluster.requests == [["0", "1"], ["2", "3"]]


def test_a_release_that_is_not_taken_is_named() -> None:
    load = loader(Scripted(200, 400), [])
    load.put("a", b"{}")
    load.put("b", b"{}")
    with pytest.raises(IndexUnavailable, match="did not take the release 'b': wrong"):
        load.flush()


def test_a_cluster_that_stays_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "WRITE", 0.0)
    load = loader(Scripted(*[429] * 99), [])
    load.put("a", b"{}")
    with pytest.raises(IndexUnavailable, match="too busy for 1 releases"):
        load.flush()


def test_a_draft_whose_only_copy_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cluster has to say so itself, before the wait for its answer ends: that would read as if no node answered."""
    monkeypatch.setattr(bulk, "WRITE", 0.0)
    cluster = Scripted(*[503] * 99)
    load = loader(cluster, [])
    load.put("a", b"{}")
    with pytest.raises(IndexUnavailable, match=r"no node has a part of index \(wrong\); start those that miss"):
        load.flush()
    assert cluster.asked == [{"timeout": "20s"}]


class Slow(Scripted):
    """A cluster that takes nothing until it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()

    def ask(self, method: str, path: str, body: bytes, params: Any = None, **_: Any) -> Any:
        assert self.let.wait(10)
        return super().ask(method, path, body, params)


def test_the_next_request_is_put_together_while_the_last_is_on_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 1)
    cluster = Slow()
    load = loader(cluster, [])
    for number in range(bulk.IN_FLIGHT):
        load.put(str(number), b"{}")
    assert cluster.requests == []
    cluster.let.set()
    load.put("last", b"{}")
    load.flush()
    assert sorted(cluster.requests) == [["0"], ["1"], ["last"]]


def test_what_is_said_of_one_release_arrives_in_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 1)
    cluster = Scripted()
    load = loader(cluster, [])
    load.put("a", b"{}")
    load.delete("a")
    load.put("a", b"{}")
    load.flush()
    assert cluster.requests == [["a"]] * 3


def test_a_fault_is_raised_by_the_next_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 1)
    load = loader(Scripted(400), [])
    for name in "ab"[: bulk.IN_FLIGHT]:
        load.put(name, b"{}")
    with pytest.raises(IndexUnavailable, match="'a': wrong"):
        load.put("c", b"{}")


def test_nothing_is_sent_any_more_once_it_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 1)
    monkeypatch.setattr(bulk, "_FIRST_PAUSE", 60.0)
    cluster = Scripted(*[429] * 99)
    load = loader(cluster, [])
    load.put("a", b"{}")
    load.stop()
    assert len(cluster.requests) <= 1
    loader(cluster, []).stop()  # that never sent anything
