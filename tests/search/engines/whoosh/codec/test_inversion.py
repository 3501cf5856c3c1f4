from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.codec.inversion import Tokens, _sorted, invert

VOCABULARY = [b"c", b"a", b"zz", b"b"]  # in no order
DOCUMENTS = st.lists(st.lists(st.integers(0, len(VOCABULARY) - 1), max_size=6), max_size=8)


def tokens_of(documents: list[list[int]]) -> Tokens:
    return Tokens(
        np.array([term for document in documents for term in document], np.uint32),
        np.array([len(document) for document in documents], np.uint32),
        np.array([at for document in documents for at in range(len(document))], np.uint16),
        np.array([term + 0.5 for document in documents for term in document], np.float32),
    )


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_postings_are_by_term_then_document_then_position(documents: list[list[int]], random: Random) -> None:
    numbers = random.sample(range(len(documents)), len(documents))
    inverted = invert(tokens_of(documents), np.array(numbers, np.int64), VOCABULARY)
    documents = [documents[numbers.index(number)] for number in range(len(documents))]
    assert inverted.terms == sorted(VOCABULARY)
    assert inverted.positions is not None
    positions = iter(inverted.positions.tolist())
    for number, term in enumerate(inverted.terms):
        code = VOCABULARY.index(term)
        low, high = inverted.starts[number], inverted.starts[number + 1]
        holding = [at for at, document in enumerate(documents) if code in document]
        assert inverted.documents[low:high].tolist() == holding
        for posting, document in zip(range(low, high), holding, strict=True):
            stands = [at for at, own in enumerate(documents[document]) if own == code]
            assert inverted.frequencies[posting] == len(stands)
            assert [next(positions) for _ in stands] == stands
            assert inverted.weights is not None
            assert inverted.weights[posting] == len(stands) * (code + 0.5)


@given(st.lists(st.integers(0, 50)), st.sampled_from((0, 2**63)))
def test_numbers_are_sorted_with_their_places_however_large_they_are(small: list[int], more: int) -> None:
    numbers = np.array([number + more for number in small], np.uint64)
    ordered, at = _sorted(numbers.copy(), more + 51)
    assert at.tolist() == sorted(range(len(small)), key=small.__getitem__)
    assert ordered.tolist() == numbers[at].tolist()


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_reordered_tokens_are_those_of_reordered_documents(documents: list[list[int]], random: Random) -> None:
    order = random.sample(range(len(documents)), len(documents))
    moved = tokens_of(documents).reordered(np.array(order, np.int64))
    expected = tokens_of([documents[at] for at in order])
    assert moved.terms.tolist() == expected.terms.tolist()
    assert moved.counts.tolist() == expected.counts.tolist()
    assert moved.positions is not None
    assert expected.positions is not None
    assert moved.positions.tolist() == expected.positions.tolist()
