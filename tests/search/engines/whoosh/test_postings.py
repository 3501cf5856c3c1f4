import time
from collections.abc import Callable, Iterable

import pytest

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.postings import Deadline, PostingsCache, positions
from search.engines.whoosh.snapshot import Snapshot
from search.errors import TooSlow
from search.ranking import TITLE_WEIGHT
from search.release import Release
from search.schema import BODY_START, EXACT, LEMMA


@pytest.fixture
def snapshot(engine_over: Callable[[Iterable[Release]], WhooshEngine]) -> Snapshot:
    return engine_over(
        [Release("a", "Quyosh", "quyosh va quyosh"), Release("b", "Gaz", "quyoshning nuri"), Release("c", "Gaz")]
    ).snapshot()


def soon() -> Deadline:
    return Deadline.after(10)


def test_postings_are_documents_with_weighted_frequencies(snapshot: Snapshot) -> None:
    exact = snapshot.postings(EXACT, "quyoş", soon())
    assert exact.documents.tolist() == [0]
    assert exact.weights.tolist() == [TITLE_WEIGHT + 2]
    assert snapshot.postings(LEMMA, "quyoş", soon()).documents.tolist() == [0, 1]
    assert snapshot.postings(EXACT, "yoʻq", soon()).documents.tolist() == []


def test_positions_say_where_any_of_the_terms_stands(snapshot: Snapshot) -> None:
    documents = snapshot.postings(LEMMA, "quyoş", soon()).documents
    found = positions(snapshot.reader, LEMMA, ("quyoş", "nur"), documents, soon())
    assert found == {0: {0, BODY_START, BODY_START + 2}, 1: {BODY_START, BODY_START + 1}}


def test_the_cache_keeps_within_its_budget_and_still_answers(snapshot: Snapshot) -> None:
    cache = PostingsCache(budget=1)
    for _ in range(2):
        for term in ("quyoş", "gaz", "nuri"):
            assert len(cache.get(snapshot.reader, EXACT, term, soon()).documents)
    assert len(cache._kept) == 1


def test_a_term_is_decoded_once(snapshot: Snapshot) -> None:
    cache = PostingsCache(budget=1_000_000)
    first = cache.get(snapshot.reader, EXACT, "gaz", soon())
    assert cache.get(snapshot.reader, EXACT, "gaz", soon()) is first


def test_a_deadline_that_is_over_raises_by_name() -> None:
    over = Deadline(time.monotonic() - 1, 2.5)
    with pytest.raises(TooSlow, match=r"2\.5 seconds"):
        over.check()
    soon().check()
