import numpy as np
import pytest

from index.json_arrays import blocks, to_bytes, to_text


def test_blocks_are_all_rows_in_order() -> None:
    assert [(int(rows[0]), len(rows)) for rows in blocks(20_001)] == [(0, 10_000), (10_000, 10_000), (20_000, 1)]
    assert list(blocks(0)) == []


def test_an_array_is_read_as_it_was_written() -> None:
    array = np.arange(5, dtype="<u4")
    assert np.frombuffer(to_bytes(to_text(array)), "<u4").tolist() == array.tolist()
    assert to_bytes(to_text(bytearray(b"ab"))) == b"ab"


def test_what_is_no_base64_is_refused() -> None:
    with pytest.raises(ValueError, match=r"[Bb]ase64|padding"):
        to_bytes("a*b")
