"""The postings of a field as they are written and read, in one run of terms and in several."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.codec.arrays import ArrayFile, ArrayWriter
from search.engines.whoosh.codec.postings import BLOCK, FieldPostings, Inverted, PostingsWriter, spread
from search.ragged import runs

Terms = dict[bytes, dict[int, list[int]]]  # term → document → positions


def inverted_of(terms: Terms) -> Inverted:
    ordered = sorted(terms)
    postings = [(document, positions) for term in ordered for document, positions in sorted(terms[term].items())]
    return Inverted(
        ordered,
        np.cumsum([0, *(len(terms[term]) for term in ordered)]),
        np.array([document for document, _ in postings], np.int64),
        np.array([len(positions) for _, positions in postings], np.int64),
        None,
        np.array([position for _, positions in postings for position in positions], np.int64),
    )


def written(path: Path, documents: int, parts: Sequence[Terms], *, wide: bool = False) -> FieldPostings:
    with ArrayWriter(path) as writer:
        postings = PostingsWriter(writer, "f", documents, positioned=True, weighted=False, wide=wide)
        for part in parts:
            postings.add(inverted_of(part))
    return FieldPostings(ArrayFile(path), "f")


def test_runs_are_the_indices_of_each_one_after_another() -> None:
    assert runs(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert spread(np.array([5, 0, 9]), np.array([2, 1, 3]), np.array([2, 0])).tolist() == [9, 10, 11, 5, 6]
    assert runs(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


def test_a_field_written_in_runs_of_terms_is_the_field_written_at_once(tmp_path: Path) -> None:
    terms: Terms = {b"a": {0: [1, 4], 2: [0]}, b"b": {1: [0, 1, 2]}, b"c": {0: [0], 1: [3], 2: [1]}}
    whole = written(tmp_path / "whole", 3, [terms])
    cut = written(tmp_path / "cut", 3, [{term: terms[term]} for term in sorted(terms)])
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "cut").read_bytes()
    for postings in (whole, cut):
        assert [postings.count(number) for number in range(3)] == [2, 1, 3]
        assert postings.positions(0).tolist() == [1, 4, 0]
        assert postings.frequencies(0).tolist() == postings.weights(0).tolist() == [2, 1]
        assert postings.span(0, 2) == 3
        assert [sizes[2] for sizes in postings.sizes()] == [3, 6]
        assert not postings.wide


def test_numbers_that_no_byte_holds_are_read_back_and_others_stay_bytes(tmp_path: Path) -> None:
    often = {254: list(range(254)), 255: list(range(255)), 70_000: list(range(1_000))}
    postings = written(tmp_path / "f", 70_001, [{b"a": dict(often), b"b": {3: [0]}}])
    assert postings.frequencies(0).tolist() == [254, 255, 1_000]
    assert postings.frequencies(1).dtype == np.uint8  # none of its own is escaped
    assert postings.documents(0).tolist() == sorted(often)


@pytest.mark.parametrize("documents", [BLOCK, BLOCK + 1, 3 * BLOCK])
def test_document_numbers_are_whole_in_and_beyond_the_first_block(tmp_path: Path, documents: int) -> None:
    at = sorted({0, 7, documents // 2, BLOCK - 1, documents - 1})
    postings = written(tmp_path / "f", documents, [{b"a": {n: [0] for n in at}, b"b": {1: [0]}, b"c": {at[-1]: [2]}}])
    assert postings.documents(0).tolist() == at
    assert postings.documents(1).tolist() == [1]
    assert postings.documents_of(0, 3).tolist() == [*at, 1, at[-1]]


@given(
    documents=st.sampled_from([1, 5, BLOCK, 3 * BLOCK]),
    holders=st.lists(st.sets(st.integers(0, 3 * BLOCK - 1), min_size=1, max_size=4), min_size=1, max_size=6),
    dead=st.sets(st.integers(0, 3 * BLOCK - 1), max_size=5),
    at_once=st.integers(1, 8),
)
def test_a_term_is_held_where_one_of_its_documents_lives(
    tmp_path_factory: pytest.TempPathFactory, documents: int, holders: list[set[int]], dead: set[int], at_once: int
) -> None:
    held_by = [sorted({number % documents for number in numbers}) for numbers in holders]
    terms: Terms = {b"%d" % at: {number: [0] for number in numbers} for at, numbers in enumerate(held_by)}
    postings = written(tmp_path_factory.mktemp("held") / "f", documents, [terms])
    live = np.ones(documents, bool)
    gone = [number % documents for number in dead] + held_by[0]  # the first term's documents are all deleted
    live[gone] = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.engines.whoosh.codec.postings._AT_ONCE", at_once)
        assert postings.held(live).tolist() == [bool(live[numbers].any()) for numbers in held_by]


def test_positions_in_some_documents_of_some_terms(tmp_path: Path) -> None:
    terms: Terms = {b"a": {0: [1, 4], 2: [0]}, b"b": {1: [0, 1]}, b"c": {2: [70_000]}}
    postings = written(tmp_path / "f", 3, [terms], wide=True)
    documents, positions, frequencies = postings.positions_in(0, 3, np.array([0, 2]))
    assert documents.tolist() == [0, 2, 2]
    assert positions.tolist() == [1, 4, 0, 70_000]
    assert frequencies.tolist() == [2, 1, 1]
    assert postings.wide


def test_what_is_read_may_be_written_again(tmp_path: Path) -> None:
    terms: Terms = {b"a": {0: [1, 4], 2: [0]}, b"b": {1: list(range(300))}, b"c": {2: [7]}}
    postings = written(tmp_path / "f", 3, [terms])
    again = tmp_path / "again"
    with ArrayWriter(again) as writer:
        PostingsWriter(writer, "f", 3, positioned=True, weighted=False, wide=False).add(postings.inverted(0, 3))
    assert again.read_bytes() == (tmp_path / "f").read_bytes()


def test_a_field_without_positions_says_so(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "f") as writer:
        ids = PostingsWriter(writer, "id", 1, positioned=False, weighted=False, wide=False)
        ids.add(Inverted([b"r"], np.array([0, 1]), np.array([0]), np.ones(1, np.uint8), None, None))
    postings = FieldPostings(ArrayFile(tmp_path / "f"), "id")
    assert not postings.positioned
    with pytest.raises(ValueError, match="has no positions"):
        postings.positions(0)
