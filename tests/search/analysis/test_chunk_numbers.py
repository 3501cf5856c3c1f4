"""Chunk numbers: every chunk has its own, whatever its code points and however many there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.chunk_numbers import ChunkNumbers, code_points, joined
from search.array_types import Ints

# what two keys could take for the same: zeros behind the end, code points of more bits, the seventeenth
CHUNKS = st.text(st.sampled_from("ab\0ʻ\uffff\U00010000\U00010061\ud800"), max_size=18) | st.text(max_size=20)


def found(numbers: ChunkNumbers, chunks: list[str]) -> list[int]:
    return [*map(int, numbers.find("".join(chunks), *joined(chunks)))]


@given(st.lists(CHUNKS, unique=True, max_size=30), st.lists(CHUNKS, max_size=10), st.data())
def test_each_chunk_has_the_number_it_was_given(chunks: list[str], others: list[str], data: st.DataObject) -> None:
    given_numbers = data.draw(st.permutations(range(7, 7 + len(chunks))))
    numbers = ChunkNumbers()
    half = len(chunks) // 2
    numbers.add(chunks[:half], np.array(given_numbers[:half], np.int64))
    numbers.add(chunks[half:], np.array(given_numbers[half:], np.int64))
    by_chunk = dict(zip(chunks, given_numbers, strict=True))
    asked = chunks + others
    assert found(numbers, asked) == [by_chunk.get(chunk, -1) for chunk in asked]


def test_many_chunks_stay_apart() -> None:
    chunks = [f"{number:x}" for number in range(100_000)]
    numbers = ChunkNumbers()
    for start in range(0, len(chunks), 9_999):
        part = chunks[start : start + 9_999]
        numbers.add(part, np.arange(start, start + len(part)))
    assert found(numbers, chunks) == list(range(len(chunks)))
    assert found(numbers, ["g", "186a0"]) == [-1, -1]


@pytest.mark.parametrize("text", ["", "bir ikki", "bir \U0001f600 ikki uzunroqboʻlgansoʻzlar"])
def test_chunks_are_found_where_they_stand_in_a_text(text: str) -> None:
    written = text.split()
    starts: Ints = np.array([text.index(chunk) for chunk in written], np.int64)
    ends: Ints = starts + np.array([len(chunk) for chunk in written], np.int64)
    numbers = ChunkNumbers()
    numbers.add(written, np.arange(len(written)))
    assert numbers.find(text, code_points(text), starts, ends).tolist() == list(range(len(written)))
