from pathlib import Path

import pytest

from search.engines.whoosh.codec.arrays import ArrayFile, ArrayWriter
from search.engines.whoosh.codec.segment_files import DOCUMENTS, TERMS, SegmentFiles
from search.engines.whoosh.codec.toc import read_toc
from search.errors import IndexDamaged
from tests.search.engines.whoosh.arrays import document_of, write


@pytest.fixture
def name(tmp_path: Path) -> str:
    write(tmp_path, [[document_of("a", "x y", day=5, colours=("oq",)), document_of("b", "y")]])
    (segment,) = read_toc(tmp_path).segments
    return str(segment.segment_id())


def test_a_document_is_found_by_its_id_and_gives_it_back(tmp_path: Path, name: str) -> None:
    files = SegmentFiles(tmp_path, name, 2)
    assert [files.id(files.document(release_id)) for release_id in ("a", "b")] == ["a", "b"]
    assert files.document("c") == -1
    document = files.document("a")
    assert files.facets["colour"][document] == (("oq", "OQ"),)
    assert (int(files.days[document]), int(files.lengths["plain"][document]), files.starts(document)) == (5, 2, b"")
    assert files.totals == {"plain": 3, "heavy": 3}


def test_a_segment_of_another_size_than_its_columns_is_damaged(tmp_path: Path, name: str) -> None:
    with pytest.raises(IndexDamaged, match=f"the columns of the segment {name} are not of its 3 documents"):
        SegmentFiles(tmp_path, name, 3)


def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}{TERMS}").unlink()
    with pytest.raises(IndexDamaged, match=rf"{name}\.terms cannot be opened"):
        SegmentFiles(tmp_path, name, 2)


def test_facts_that_make_no_sense_are_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}{DOCUMENTS}"
    file = ArrayFile(path)
    with ArrayWriter(tmp_path / "changed") as writer:
        for array, values in file._arrays.items():
            writer.put(array, values, values.dtype.str[1:])
        writer.note(**{key: value for key, value in file.facts.items() if key != "totals"})
    (tmp_path / "changed").replace(path)
    with pytest.raises(IndexDamaged, match=rf"the segment {name} makes no sense \(KeyError\('totals'\)\)"):
        SegmentFiles(tmp_path, name, 2)
