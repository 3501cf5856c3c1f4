"""A beginning that a million words have costs memory for their postings alone, and no object for each of them."""

import tracemalloc
from typing import Final

import pytest

from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.scorers import PrefixScorer
from tests.search.engines.whoosh.arrays import reader_over

WORDS: Final = 1_000_000
TEXTS: Final = 500
MOST: Final = 32 << 20  # bytes, 32 for each word: numbers of documents and a mask


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    a_text = WORDS // TEXTS
    texts = [" ".join(f"a{number:06}" for number in range(at * a_text, (at + 1) * a_text)) for at in range(TEXTS)]
    return reader_over(tmp_path_factory.mktemp("words"), texts)


def test_a_beginning_of_a_million_words_is_found_within_bounds(reader: IndexReader) -> None:
    (segment,) = reader.segments
    tracemalloc.start()
    assert len(PrefixScorer("plain", b"a").documents(segment)) == TEXTS
    assert len(PrefixScorer("plain", b"a0000").documents(segment)) == 1
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MOST
    assert PrefixScorer("plain", b"a").max_count(segment) == WORDS
