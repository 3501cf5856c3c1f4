from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.whoosh.codec.arrays import VERSION, ArrayFile, ArrayWriter
from search.errors import IndexDamaged


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "MAIN_x.terms"
    writer = ArrayWriter(path)
    writer.put("days", np.array([-1, 0, 730_000]), "i4")
    growing = writer.grow("words", "u1")
    writer.put("none", np.zeros(0), "f4")
    growing.add(np.frombuffer("oʻ".encode(), np.uint8))
    growing.add(np.zeros(0, np.uint8))
    growing.add(np.full(3_000_000, 7, np.uint8))  # more than stays in memory
    writer.note(fields=["lemma"], facet="şoʻba")
    writer.close()
    return path


def test_arrays_come_back_as_they_were(path: Path) -> None:
    file = ArrayFile(path).check()
    assert file["days"].tolist() == [-1, 0, 730_000]
    assert file["words"][:3].tobytes().decode() == "oʻ"
    assert len(file["words"]) == 3_000_003
    assert file["none"].dtype == np.float32
    assert file.facts == {"fields": ["lemma"], "facet": "şoʻba"}
    assert file.get("nothing") is None


def test_arrays_are_mapped_not_copied_and_cannot_be_written(path: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        ArrayFile(path)["days"][0] = 1


def test_a_missing_array_is_named(path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"MAIN_x\.terms has no array lengths.*reindex --full"):
        ArrayFile(path)["lengths"]


@pytest.mark.parametrize("size", [0, 7, 40, -1, -40, -4_000])
def test_a_file_cut_short_is_refused_by_name(path: Path, size: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:size])
    with pytest.raises(IndexDamaged, match=r"MAIN_x\.terms .*reindex --full"):
        ArrayFile(path)


def test_a_file_that_grew_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(IndexDamaged, match=r"MAIN_x\.terms"):
        ArrayFile(path)


def test_a_file_of_another_version_is_refused_with_both_versions(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-12:-8] = (VERSION + 1).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match=f"has format {VERSION + 1}; this software reads {VERSION}"):
        ArrayFile(path)


def test_a_changed_element_is_found_by_its_sum(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.index("oʻ".encode())] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="the array words has another sum"):
        ArrayFile(path).check()


@given(st.data())
def test_no_changed_byte_goes_unnoticed_or_crashes(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "MAIN_x.terms"
        writer = ArrayWriter(path)
        writer.put("days", np.arange(40), "u2")
        writer.note(fields=["a"])
        writer.close()
        raw = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(raw)
        padding = 8 <= at < 64 or 64 + 80 <= at < 64 + 128
        try:
            file = ArrayFile(path).check()
        except IndexDamaged:
            assert not padding
        else:
            assert padding
            assert file["days"].tolist() == list(range(40))
