"""The matcher over arrays against Whoosh's own over the same postings."""

import random
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import open_dir
from whoosh.matching import ListMatcher

from tests.search.engines.whoosh.arrays import document_of, write

SIZE = 700  # some runs of postings


@pytest.fixture
def reader(tmp_path: Path) -> Any:
    rng = random.Random(5)
    texts = [" ".join(rng.choices("ab", k=rng.randrange(1, 6))) for _ in range(SIZE)]
    documents = [document_of(f"r{n:03}", text, day=n + 1) for n, text in enumerate(texts)]
    write(tmp_path, [documents])
    with open_dir(str(tmp_path)).reader() as reader:
        yield reader


def both(reader: Any) -> tuple[Any, Any]:
    """Return our matcher of a term and one of Whoosh's over the same documents and weights."""
    ours, again = reader.postings("plain", "a"), reader.postings("plain", "a")
    ids, weights = [], []
    while again.is_active():
        ids.append(again.id())
        weights.append(again.weight())
        again.next()
    return ours, ListMatcher(ids, weights)


def test_walking_and_skipping_go_where_whooshs_matcher_goes(reader: Any) -> None:
    for seed in range(20):
        rng = random.Random(seed)
        ours, theirs = both(reader)
        while theirs.is_active():
            assert (ours.id(), ours.weight()) == (theirs.id(), theirs.weight())
            if rng.random() < 0.5:
                target = ours.id() + rng.choice((0, 1, 5, 200))
                ours.skip_to(target)
                theirs.skip_to(target)
            else:
                ours.next()
                theirs.next()
        assert not ours.is_active()


def test_all_ids_are_those_from_here_on_and_a_copy_stays_behind(reader: Any) -> None:
    ours, theirs = both(reader)
    ours.skip_to(300)
    theirs.skip_to(300)
    copy = ours.copy()
    assert list(ours.all_ids()) == [number for number in theirs.all_ids() if number >= theirs.id()]
    ours.next()
    assert copy.id() < ours.id()
    ours.reset()
    assert ours.id() < copy.id()


def test_positions_are_those_of_the_document(reader: Any) -> None:
    matcher = reader.postings("plain", "a")
    matcher.skip_to(400)
    positions = matcher.value_as("positions")
    assert len(positions) == matcher.weight()
    assert positions == sorted(positions)


def test_a_run_says_its_first_and_last_document_and_its_largest_weight(reader: Any) -> None:
    ours, theirs = both(reader)
    ids, weights = [], []
    for _ in range(128):
        ids.append(theirs.id())
        weights.append(theirs.weight())
        theirs.next()
    assert (ours.block_min_id(), ours.block_max_id()) == (ids[0], ids[-1])
    assert ours.block_max_weight() == max(weights)
    assert (ours.block_min_length(), ours.block_max_length()) == (1, 5)
