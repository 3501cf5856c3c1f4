import os
import pickle
import random
import struct
import tracemalloc
from pathlib import Path

import pytest
from whoosh.index import TOC, open_dir
from whoosh.query import Every, Phrase, Term

from search.engines.whoosh.codec.bulk_writer import BulkWriter
from search.engines.whoosh.codec.toc import IzlaIndex, create, read_toc
from search.errors import IndexDamaged
from tests.search.engines.whoosh.arrays import LAYOUT, random_document, write


class Hostile:
    """A pickle that runs a command when it is trusted."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = random.Random(1)
    write(tmp_path / "index", [[random_document(rng, f"r{number}") for number in range(30)]])
    return tmp_path / "index"


def test_plain_whoosh_opens_and_searches_it(folder: Path) -> None:
    with open_dir(str(folder)).searcher() as searcher:
        assert searcher.doc_count() == 30
        assert len(searcher.search(Every(), limit=None)) == 30
        assert len(searcher.search(Term("plain", "a"))) > 0
        assert len(searcher.search(Phrase("plain", ["a", "b"]))) >= 0
        hit = searcher.search(Term("id", "r7"))[0]
        assert hit["release"] == "kept of r7"


WHICH = pytest.mark.parametrize("which", ["schema", "segments"])


@WHICH
def test_a_hostile_pickle_in_the_table_of_contents_is_refused_by_name(folder: Path, tmp_path: Path, which: str) -> None:
    path = planted_toc(folder, which, pickle.dumps(Hostile(tmp_path / "owned"), 2))
    with pytest.raises(IndexDamaged, match=rf"{path.name} is refused: it names (posix|nt)\.mkdir"):
        read_toc(folder)
    with pytest.raises(IndexDamaged, match="is refused"):
        IzlaIndex(folder)
    assert not (tmp_path / "owned").exists()


@WHICH
@pytest.mark.parametrize(
    "greedy",
    [
        pytest.param(b"\x80\x02]r\xff\xff\xff\x03.", id="LONG_BINPUT"),
        pytest.param(b"\x80\x02]p67108863\n.", id="PUT"),
        pytest.param(b"\x80\x05\x96" + (1 << 29).to_bytes(8, "little") + b"a.", id="BYTEARRAY8"),
    ],
)
def test_a_pickle_that_asks_for_much_room_is_given_none(folder: Path, which: str, greedy: bytes) -> None:
    planted_toc(folder, which, greedy)
    tracemalloc.start()
    try:
        with pytest.raises(IndexDamaged, match="is refused"):
            read_toc(folder)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1 << 24


def planted_toc(folder: Path, which: str, planted: bytes) -> Path:
    """Put a pickle in the place of one of the two of a table of contents; return its path."""
    path = next(folder.glob("*.toc"))
    data = path.read_bytes()
    toc = read_toc(folder)
    schema = pickle.dumps(toc.schema, 2)
    start = data.index(schema)
    if which == "schema":
        # the length before it is a varint
        head = data[: start - len(_varint(len(schema)))]
        data = head + _varint(len(planted)) + planted + data[start + len(schema) :]
    else:
        data = data[: start + len(schema) + 8] + planted
    path.write_bytes(data)
    return path


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


@pytest.mark.parametrize("suffix", [".terms", ".documents"])
def test_a_pickle_in_place_of_another_file_is_not_read(folder: Path, tmp_path: Path, suffix: str) -> None:
    path = next(folder.glob(f"*{suffix}"))
    path.write_bytes(pickle.dumps(Hostile(tmp_path / "owned")))
    with pytest.raises(IndexDamaged, match=rf"{path.name} .*reindex --full"):
        IzlaIndex(folder).reader()
    assert not (tmp_path / "owned").exists()


def test_a_table_cut_short_or_of_something_else_is_named(folder: Path) -> None:
    path = next(folder.glob("*.toc"))
    data = path.read_bytes()
    for broken in (b"", data[:20], data[:-30], b"PK\x03\x04" * 100, struct.pack("!4i", 1, 2, 3, 4)):
        path.write_bytes(broken)
        with pytest.raises(IndexDamaged, match=rf"{path.name} is refused"):
            read_toc(folder)


def test_a_stock_whoosh_index_is_refused(tmp_path: Path) -> None:
    from whoosh.index import create_in

    stock = create_in(str(tmp_path), LAYOUT.schema())
    with stock.writer() as writer:
        writer.add_document(id="a", plain="b")
    with pytest.raises(IndexDamaged, match=r"is refused: it names whoosh\.codec"):
        read_toc(tmp_path)


def test_a_folder_without_an_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="no table of contents"):
        read_toc(tmp_path)


def test_the_lock_keeps_a_second_writer_out(tmp_path: Path) -> None:
    from whoosh.index import LockError

    index = create(tmp_path, LAYOUT)
    writer = BulkWriter(index, LAYOUT, 1 << 30)
    with pytest.raises(LockError):
        BulkWriter(index, LAYOUT, 1 << 30)
    writer.cancel()
    assert isinstance(index._read_toc(), TOC)
