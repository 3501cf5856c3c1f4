"""A minute of what `./dev soak` does for thirty; and that what it looks for would be seen."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.soak.corpus import RestlessCorpus, state_of
from tests.soak.front import NGINX
from tests.soak.readers import faults_of
from tests.soak.soaking import Looked, Soaked, soak

IDLE = 1000


def test_a_minute_of_readers_and_publications_has_no_wrong_answer(tmp_path: Path) -> None:
    if NGINX is None and os.environ.get("IZLA_REQUIRE_NGINX") == "1":
        pytest.fail("nginx is required and missing")
    soaked = soak(tmp_path, 1, 500, IDLE)
    assert not soaked.faults, soaked.faults
    assert soaked.published >= 2
    assert len(soaked.milliseconds) > 200
    if NGINX:
        assert soaked.idle == IDLE
        assert soaked.cut > 10
        assert soaked.slow > 0


def answer(**changes: Any) -> dict[str, Any]:
    rows = {"values": [{"count": 2}, {"count": 1}], "missing": 1, "other": 0}
    good = {
        "total": 4,
        "facets": {"source": rows, "language": rows, "date": {"values": [{"count": 4}], "missing": 0}},
        "results": [{"id": "a"}, {"id": "b"}],
    }
    return good | changes


def test_parts_that_do_not_belong_together_are_seen() -> None:
    assert faults_of(answer(), 2) == []
    assert faults_of(answer(total=5), 2) == [
        "5 in all, 4 by source",
        "5 in all, 4 by language",
        "5 in all, 4 by date",
    ]
    assert faults_of(answer(), 3) == ["4 in all, 2 of at most 3 on the page"]
    assert faults_of(answer(results=[{"id": "a"}, {"id": "a"}]), 2) == ["a release stands on the page twice"]


def test_every_state_of_the_corpus_can_be_told(tmp_path: Path) -> None:
    corpus = RestlessCorpus(tmp_path / "releases", 5)
    first = (corpus.folder / "changing.jsonl").read_text(encoding="utf-8")
    assert corpus.advance() == 2
    assert (corpus.folder / "changing.jsonl").read_text(encoding="utf-8") != first
    assert len((corpus.folder / "coming.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert state_of("nusxalanuvchi holat2 7") == 2


def test_what_grows_is_told() -> None:
    def soaked(*looks: Looked) -> Soaked:
        return Soaked(1.0, 1, [1.0, 2.0], (), Counter(), looks, 0, 0, 0)

    flat = [Looked(100.0, 50, 30)] * 60
    assert soaked(*flat).grown == ""
    assert soaked(*flat[:30], *[Looked(130.0, 50, 30)] * 30).grown == "memory grew from 100 to 130 MiB"
    assert soaked(*flat[:30], *[Looked(100.0, 90, 30)] * 30).grown == "open files grew from 50 to 90"
    assert soaked(*flat[:20], *[Looked(100.0, 50, 900)] * 40, flat[0]).grown == ""
    left = soaked(*flat, Looked(100.0, 50, 90)).grown
    assert left == "90 sockets were open after all clients had left, and 30 before they came"
    assert soaked(*flat[:3], Looked(900.0, 900, 900)).grown == ""
    assert soaked(*flat).at(0.99) == 2.0
