"""What a client that keeps a copy is told, over real runs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.answer import Changes
from search.engines import open_service, open_store
from search.errors import UnknownGeneration
from search.settings import Settings
from tests.index.conftest import reindex_into


def said(changes: Changes) -> tuple[list[tuple[str, bool]], tuple[str, ...]]:
    return [(release.id, release.first_seen > changes.since) for release in changes.releases], changes.gone


def test_a_client_learns_what_is_new_changed_and_gone(tmp_path: Path, corpus: Path, put: Callable[..., Path]) -> None:
    settings = Settings(data=tmp_path / "data")
    reindex = reindex_into(open_store(settings), corpus)
    engine = open_service(settings)
    put(a_txt="Birinchi xabar", b_txt="Ikkinchi xabar", c_txt="Uchinchi xabar")
    first = reindex().generation
    assert first is not None
    assert said(engine.changes(first.id)) == ([], ())
    put(b_txt="Ikkinchi xabar, tuzatilgan", d_txt="Toʻrtinchi xabar")
    (corpus / "a.txt").unlink()
    second = reindex().generation
    assert second is not None
    assert said(engine.changes(first.id)) == ([("b", False), ("d", True)], ("a",))
    put(a_txt="Birinchi xabar qaytdi")
    reindex()
    assert said(engine.changes(first.id)) == ([("b", False), ("d", True), ("a", True)], ())
    assert said(engine.changes(second.id)) == ([("a", True)], ())
    reindex(full=True)
    assert said(engine.changes(second.id)) == ([("a", True)], ()), "building anew changes nothing by itself"
    with pytest.raises(UnknownGeneration):
        engine.changes("20200101T0000Z-0000")
