import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from search.analysis.chunk_table import ChunkTable
from search.analysis.text_batch import read_texts
from search.engines.whoosh.documents import documents, seen
from search.engines.whoosh.draft import Limits, Provenance, WhooshDraft
from search.engines.whoosh.generation_files import read_generation
from search.engines.whoosh.writer_lock import WriterLock
from search.errors import IndexDamaged
from search.generation import Generation
from search.release import Release
from tests.analyzers import PLAIN


class Published:
    """Takes what a draft publishes, in place of a store."""

    def __init__(self) -> None:
        self.generations: list[Generation] = []

    def __call__(self, folder: Path, generation: Generation) -> None:
        assert read_generation(folder) == generation
        self.generations.append(generation)


@pytest.fixture
def published() -> Published:
    return Published()


LATER = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)  # when the newest generation was built, by a clock that was wrong then


@pytest.fixture
def draft(tmp_path: Path, published: Published) -> WhooshDraft:
    lock = WriterLock(tmp_path / "lock", 0.1)
    provenance = Provenance("df51f8399b91-w5", False, ("/a",), LATER)
    return WhooshDraft(tmp_path / "draft", None, provenance, ChunkTable(PLAIN), Limits(256, 1), lock, published)


def release(number: int) -> Release:
    return Release(f"r{number}", f"Xabar {number}", "Quyosh.")


def test_a_published_draft_says_what_it_is_of(draft: WhooshDraft, published: Published) -> None:
    with draft:
        draft.add([release(1), release(2)])
        generation = draft.publish(b"{}", begun=9)
    assert published.generations == [generation]
    assert (generation.documents, generation.fingerprint) == (2, "df51f8399b91-w5")
    assert (generation.samples, generation.paths, generation.begun) == (False, ("/a",), 9)
    assert generation.built > LATER


def test_leaving_a_draft_discards_it_and_releases_the_lock(draft: WhooshDraft, tmp_path: Path) -> None:
    with draft:
        draft.add([release(1)])
    assert not (tmp_path / "draft").exists()
    WriterLock(tmp_path / "lock", 0.0).release()


def test_an_id_comes_once(draft: WhooshDraft) -> None:
    with draft, pytest.raises(ValueError, match="the id 'r1' came twice"):
        draft.add([release(1), release(1)])


def test_nothing_is_added_to_a_verified_draft(draft: WhooshDraft) -> None:
    with draft:
        draft.add([release(1)])
        draft.verify()
        with pytest.raises(ValueError, match="the draft is closed"):
            draft.add([release(2)])


def test_a_draft_that_holds_another_release_in_place_of_one_is_not_published(draft: WhooshDraft) -> None:
    with draft:
        draft.add([release(1)])
        writer = draft._open_writer()
        writer.spill()
        writer.delete("r1")
        texts = read_texts([release(2).title, release(2).searched], ChunkTable(PLAIN))
        writer.add_batch(seen(documents([release(2)], texts, np.arange(1)), [(1, 1)]))
        with pytest.raises(IndexDamaged, match="it lacks the release 'r1'"):
            draft.publish(b"{}")


def test_a_draft_that_lacks_what_was_added_is_not_published(draft: WhooshDraft, published: Published) -> None:
    with draft:
        draft.add([release(1)])
        draft._documents += 1
        with pytest.raises(IndexDamaged, match="it holds 1 of 2 releases"):
            draft.publish(b"{}")
    assert published.generations == []
