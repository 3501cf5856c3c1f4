import numpy as np
import pytest

from search.engines.whoosh.execution.bm25 import SaturationTable
from search.ranking import K1, LENGTHS, B, length_codes, saturation

LENGTH = np.array([1, 10, 57, 3_000])


@pytest.mark.parametrize("average", [1.0, 310.7])
def test_the_table_is_the_formula(average: float) -> None:
    table = SaturationTable(average, K1, B)
    codes = length_codes(LENGTH)
    for weights in (np.array([1, 2, 8, 255], np.uint8), np.array([0.5, 2.5, 300, 7], np.float32)):
        expected = saturation(weights, LENGTHS.take(codes), average, K1, B)
        assert table.saturations(weights, codes).tolist() == expected.tolist()


def test_both_tables_are_flat_by_weight_then_length_code() -> None:
    table = SaturationTable(20.0, K1, B)
    assert table.float32.dtype == np.float32
    at = (9 << 8) | 30
    assert table.float64[at] == saturation(np.array([9]), LENGTHS[30:31], 20.0, K1, B)[0]
    assert table.float32.tolist() == table.float64.astype(np.float32).tolist()


def test_saturation_grows_with_the_weight_and_falls_with_the_length() -> None:
    table = SaturationTable(20.0, K1, B).float64.reshape(256, 256)
    assert (np.diff(table, axis=0) > 0).all()
    assert (np.diff(table[1:], axis=1) <= 0).all()
