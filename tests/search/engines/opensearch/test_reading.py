"""What is read by id is asked for again while a shard cannot say, and told where it goes on."""

from typing import Any

import pytest

from search.engines.opensearch import reading
from search.engines.opensearch.client import Missing
from search.errors import IndexUnavailable


class Playing:
    """A cluster that gives one answer after another, the last one for ever."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)

    def ask(self, *_: Any, **__: Any) -> Any:
        return {"docs": [self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]]}


def read(cluster: Any, within: float = 0.0) -> list[Any]:
    return list(reading.read_documents(cluster, "izla-a", ["a"], within=within))


def test_a_shard_that_cannot_say_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PAUSE", 0.0)
    busy = {"error": {"type": "no_shard_available_action_exception", "reason": "none"}}
    assert read(Playing(busy, busy, {"found": True}), within=60.0) == [{"found": True}]
    with pytest.raises(IndexUnavailable, match="a part of izla-a does not answer: none"):
        read(Playing(busy))


def test_an_index_that_is_gone_is_missing() -> None:
    with pytest.raises(Missing):
        read(Playing({"error": {"type": "index_not_found_exception"}}))
