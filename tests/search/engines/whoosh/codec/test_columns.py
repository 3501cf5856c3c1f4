"""The table of columns against FORMAT.md and against files that were written, also with one row more."""

import random
import re
from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh.codec import columns
from search.engines.whoosh.codec.arrays import VERSION, ArrayFile
from search.engines.whoosh.codec.bulk_writer import BulkWriter
from search.engines.whoosh.codec.columns import COLUMNS, BytesKind, Column, NumberKind, columns_of
from search.engines.whoosh.codec.document import Document
from search.engines.whoosh.codec.segment_files import DOCUMENTS, SegmentFiles
from search.engines.whoosh.codec.toc import read_toc
from tests.search.engines.whoosh.arrays import NUMBERED, document_of, random_document, write

FORMAT = Path(columns.__file__).with_name("FORMAT.md").read_text(encoding="utf-8")


def documented(heading: str) -> dict[str, str]:
    """Return array → kind as a section of FORMAT.md has them."""
    section = FORMAT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    kinds: dict[str, str] = {}
    for names, kind in re.findall(r"^\| (`.+?`) \| (.+?) \| ", section, re.MULTILINE):
        arrays = re.findall("`(.+?)`", names)
        each = kind.split(", ") if len(arrays) > 1 else [kind]
        kinds |= dict(zip(arrays, each, strict=True))
    return kinds


def test_format_md_has_the_arrays_of_every_row_and_no_other() -> None:
    arrays = [row.kind.arrays(row.name) for row in COLUMNS]
    assert documented("MAIN_ID.documents") == {name: kind for of_row in arrays for name, kind in of_row.items()}
    assert f"the format's version ({VERSION})" in FORMAT


def test_a_file_holds_the_arrays_of_every_column_and_no_other(tmp_path: Path) -> None:
    write(tmp_path, [documents(30)], layout=NUMBERED)
    expected: dict[str, set[str]] = {}
    for row, _, name in columns_of(NUMBERED):
        for array, kind in row.kind.arrays(name).items():
            words = kind.startswith("words")
            expected |= {f"{array}.words": {"u1"}, f"{array}.ends": {"u4"}} if words else {array: {*kind.split(" or ")}}
    file = ArrayFile(next(tmp_path.glob(f"*{DOCUMENTS}")))
    written = {name: array.dtype.str[1:] for name, array in file._arrays.items()}
    assert written.keys() == expected.keys()
    assert all(kind in expected[name] for name, kind in written.items())


def test_a_row_more_is_a_column_after_a_build_and_after_a_merge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = Column("longest", NumberKind(("u1", "u2")), lambda document, _: longest_of(document))
    shouted = Column("shouted", BytesKind(), lambda document, _: document.stored.upper())
    monkeypatch.setattr(columns, "COLUMNS", (*COLUMNS, longest, shouted))
    listed = documents(60)
    by_id = {document.id: document for document in listed}

    def check(folder: Path, segments: int) -> None:
        opened = [SegmentFiles(folder, s.segment_id(), s.doc_count_all()) for s in read_toc(folder).segments]
        assert len(opened) == segments
        for files in opened:
            for number in range(files.size):
                document = by_id[files.id(number)]
                assert int(files.columns["longest"][number]) == longest_of(document)
                assert files.columns["shouted"][number] == document.stored.upper()

    index = write(tmp_path, [listed[:30], listed[30:]], layout=NUMBERED, merge=False)
    check(tmp_path, 2)
    BulkWriter(index, NUMBERED, 1 << 30).commit(optimize=True)
    check(tmp_path, 1)


def test_a_column_of_numbers_takes_the_smallest_kind_that_holds_them(tmp_path: Path) -> None:
    for tokens, kind in ((3, "<u2"), (65_535, "<u2"), (65_536, "<u4")):
        folder = tmp_path / str(tokens)
        write(folder, [[document_of("a", "x " * tokens)]])
        (segment,) = read_toc(folder).segments
        lengths = SegmentFiles(folder, segment.segment_id(), 1).lengths["plain"]
        assert (lengths.dtype, lengths.tolist()) == (np.dtype(kind), [tokens])


def documents(count: int) -> list[Document]:
    return [random_document(random.Random(number), f"r{number}", numbered=True) for number in range(count)]


def longest_of(document: Document) -> int:
    return max((len(term) for tokens in document.fields for term in tokens.terms), default=0)
