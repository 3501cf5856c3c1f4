import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.array_types import Bits
from search.engines.whoosh.execution import bitset

SIZE = 200
chosen = st.sets(st.integers(0, SIZE - 1))


def bits_of(numbers: set[int], size: int = SIZE) -> Bits:
    mask = np.zeros(size, bool)
    mask[sorted(numbers)] = True
    return bitset.packed(mask)


@given(chosen)
def test_bits_say_what_the_mask_said(numbers: set[int]) -> None:
    bits = bits_of(numbers)
    assert np.flatnonzero(bitset.unpacked(bits, SIZE)).tolist() == sorted(numbers)
    assert bitset.count(bits) == len(numbers)
    assert bitset.contains(bits, np.arange(SIZE)).tolist() == [number in numbers for number in range(SIZE)]
    if numbers:
        assert bitset.ends(bits) == (min(numbers), max(numbers))


@given(chosen, chosen, chosen)
def test_rows_are_counted_in_what_they_share(first: set[int], second: set[int], other: set[int]) -> None:
    rows = np.stack([bits_of(first), bits_of(second)])
    assert bitset.shared_counts(rows, bits_of(other)).tolist() == [len(first & other), len(second & other)]


def test_a_segment_of_a_multiple_of_64_documents_has_no_bits_to_spare() -> None:
    for size in (1, 63, 64, 65, 128):
        bits = bits_of(set(range(size)), size)
        assert len(bits) == -(-size // 64)
        assert bitset.count(bits) == size
        assert bitset.counts_below(bits, np.array([0, size])).tolist() == [0, size]
