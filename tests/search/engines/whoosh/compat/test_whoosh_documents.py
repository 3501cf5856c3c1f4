from pathlib import Path
from typing import Any

import pytest
from whoosh.index import open_dir

from search.engines.whoosh.codec.columns import LABELLED
from search.engines.whoosh.codec.layout import DAY, facet_column
from search.engines.whoosh.compat.whoosh_documents import PAIRED
from tests.search.engines.whoosh.arrays import document_of, write


@pytest.fixture
def reader(tmp_path: Path) -> Any:
    documents = [
        document_of("r1", "a b a", day=7, colours=("oq", "qizil")),
        document_of("r2", " ".join("a" * 40), day=8),
        *(document_of(f"r{n}", "b", day=9) for n in range(3, 7)),
    ]
    write(tmp_path, [documents], ["r2"])
    with open_dir(str(tmp_path)).reader() as reader:
        yield reader


def test_the_living_are_counted_and_the_deleted_told(reader: Any) -> None:
    assert (reader.doc_count(), reader.doc_count_all()) == (5, 6)
    assert reader.has_deletions()
    assert [number for number in range(6) if reader.is_deleted(number)] == [1]
    assert list(reader.all_doc_ids()) == [0, 2, 3, 4, 5]


def test_columns_are_days_and_facets_in_one_string(reader: Any) -> None:
    days = reader.column_reader(DAY)
    assert [days[number] for number in range(3)] == [7, 8, 9]
    colours = reader.column_reader(facet_column("colour"))
    assert colours[0] == f"oq{LABELLED}OQ{PAIRED}qizil{LABELLED}QIZIL".encode()
    assert reader.has_column(DAY)
    assert not reader.has_column("plain")


def test_lengths_are_rounded_as_whoosh_rounds_them(reader: Any) -> None:
    assert [reader.doc_field_length(number, "plain", 0) for number in (0, 2)] == [3, 1]
    assert 36 <= reader.doc_field_length(1, "plain", 0) <= 44
    assert reader.field_length("plain") == 3 + 40 + 4
    assert (reader.min_field_length("plain"), reader.doc_field_length(0, "none", 5)) == (1, 5)


def test_the_release_is_stored(reader: Any) -> None:
    assert reader.stored_fields(0) == {"release": "r1"}
