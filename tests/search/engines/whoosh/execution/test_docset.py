import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.execution import bitset
from search.engines.whoosh.execution.docset import DocSet, union

SIZE = 200
chosen = st.sets(st.integers(0, SIZE - 1), max_size=SIZE)
forms = st.sampled_from(["numbers", "bits", "mask"])


def made(documents: set[int], form: str) -> DocSet:
    mask = np.zeros(SIZE, bool)
    mask[sorted(documents)] = True
    if form == "numbers":
        return DocSet(SIZE, numbers=np.array(sorted(documents), np.int64))
    return DocSet(SIZE, bits=bitset.packed(mask)) if form == "bits" else DocSet(SIZE, mask=mask)


@given(chosen, forms, chosen, forms)
def test_sets_in_any_form_are_sets(one: set[int], one_form: str, other: set[int], other_form: str) -> None:
    assert made(one, one_form).numbers.tolist() == sorted(one)
    assert len(made(one, one_form)) == len(one)
    assert made(one, one_form).within(made(other, other_form)).numbers.tolist() == sorted(one & other)
    assert made(one, one_form).without(made(other, other_form)).numbers.tolist() == sorted(one - other)
    assert union([made(one, one_form), made(other, other_form)]).numbers.tolist() == sorted(one | other)
    asked = np.array(sorted(other), np.int64)
    assert made(one, one_form).contains(asked).tolist() == [number in one for number in sorted(other)]


@given(chosen, st.integers(0, SIZE), st.integers(0, SIZE))
def test_bits_are_clipped_and_counted_below_bounds(one: set[int], first: int, second: int) -> None:
    low, high = sorted((first, second))
    bits = made(one, "mask").bits
    clipped = DocSet(SIZE, bits=bitset.clipped(bits, low, high)) if low < SIZE else None
    if clipped is not None:
        assert clipped.numbers.tolist() == sorted(number for number in one if low <= number < high)
    below = bitset.counts_below(bits, np.array([low, high]))
    assert below.tolist() == [sum(number < bound for number in one) for bound in (low, high)]
