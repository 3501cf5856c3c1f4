import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ranking import K1, RECENCY, B, factors, idf, saturation


@given(st.integers(1, 10**7), st.data())
def test_idf_is_never_negative_and_falls_with_frequency(documents: int, data: st.DataObject) -> None:
    low, high = sorted(data.draw(st.lists(st.integers(0, documents), min_size=2, max_size=2)))
    assert idf(documents, low) >= idf(documents, high) >= 0


def test_saturation_is_bm25() -> None:
    found = saturation(np.array([3.0]), np.array([10.0]), 20.0)
    assert found[0] == pytest.approx(3 * (K1 + 1) / (3 + K1 * (1 - B + B * 10 / 20)))


def test_an_empty_field_has_a_saturation_too() -> None:
    assert saturation(np.array([1.0]), np.array([0.0]), 0.0)[0] > 0


def test_factors_are_bounded_and_undated_is_neutral() -> None:
    found = factors(np.array([0, 1, 730_000, 739_000]), 739_000)
    assert found[0] == 1
    assert found[3] == 1 + RECENCY / 2
    assert all(1 - RECENCY / 2 <= factor <= 1 + RECENCY / 2 for factor in found)
    assert found[1] < found[2] < found[3]


def test_without_a_date_all_factors_are_one() -> None:
    assert factors(np.zeros(3, int), 0).tolist() == [1, 1, 1]
