from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entries import EntryTable
from index.entry_columns import DigestColumn, EntryColumns
from tests.index.entries import digests, entry


def columns(*names: str) -> EntryColumns:
    return EntryTable.of(entry(name, f"/{name}") for name in names).copied_columns()


@given(st.lists(digests(3) | st.just("")), st.data())
def test_digests_come_out_as_they_went_in(rows: list[str], data: st.DataObject) -> None:
    column = DigestColumn(3)
    for row in rows:
        column.append(row)
    assert (len(column), list(column), len(column.data)) == (len(rows), rows, 3 * len(rows))
    numbers = data.draw(st.lists(st.integers(0, len(rows) - 1))) if rows else []
    part = column.part(np.array(numbers, np.int64))
    assert list(part) == [rows[number] for number in numbers]
    if rows:
        others = np.array([data.draw(st.integers(0, len(rows) - 1)) for _ in numbers], np.int64)
        differs = column.differs(np.array(numbers, np.int64), column, others).tolist()
        assert differs == [rows[one] != rows[other] for one, other in zip(numbers, others.tolist(), strict=True)]
    column.extend(part)
    assert list(column) == rows + list(part)


def test_what_is_no_digest_of_the_length_is_refused() -> None:
    with pytest.raises(ValueError, match="no digest of 3 bytes"):
        DigestColumn(3).append("0a0b")
    with pytest.raises(ValueError, match="no digests of 3"):
        DigestColumn(3, b"1234")


def test_a_part_has_the_files_that_its_rows_are_of() -> None:
    part = columns("a", "b", "c").part(np.array([2, 0]))
    assert (part.names, part.rows) == (["c", "a"], {"c": 0, "a": 1})
    assert [part.files[number].path for number in part.file_numbers] == ["/c", "/a"]
    assert len(part.files) == 2


def test_rows_are_added_behind_others_and_an_id_only_once() -> None:
    both = columns("a")
    both.extend(columns("b", "c"))
    assert both.names == ["a", "b", "c"]
    assert [both.files[number].path for number in both.file_numbers] == ["/a", "/b", "/c"]
    with pytest.raises(ValueError, match="twice"):
        both.extend(columns("d", "a"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"ids": ["a", "b"]},
        {"lines": ""},
        {"hashes": "AAAA"},
        {"raws": "not Base64"},
        {"files": []},
        {"files": [["/a", 1]]},
        {"findings": [[0, 1]]},
    ],
)
def test_what_is_no_block_is_refused(wrong: dict[str, Any]) -> None:
    (block,) = columns("a").to_values()
    assert EntryColumns.from_values([block]).names == ["a"]
    with pytest.raises((ValueError, TypeError)):
        EntryColumns.from_values([block | wrong])


def test_many_rows_are_written_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.json_arrays._BLOCK", 2)
    values = columns("a", "b", "c").to_values()
    assert [block["ids"] for block in values] == [["a", "b"], ["c"]]
    assert [len(block["files"]) for block in values] == [2, 1]
    assert EntryColumns.from_values(values).names == ["a", "b", "c"]
