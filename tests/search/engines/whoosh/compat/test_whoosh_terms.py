from pathlib import Path
from typing import Any

import pytest
from whoosh.index import open_dir
from whoosh.reading import TermNotFound

from tests.search.engines.whoosh.arrays import document_of, write


@pytest.fixture
def reader(tmp_path: Path) -> Any:
    write(tmp_path, [[document_of("r1", "a b a", day=1), document_of("r2", "b ÇOY", day=2)]])
    with open_dir(str(tmp_path)).reader() as reader:
        yield reader


def test_terms_are_listed_field_by_field_in_the_order_of_their_bytes(reader: Any) -> None:
    terms = [(field, text.decode()) for field, text in reader.all_terms()]
    assert terms == [
        *(("heavy", word) for word in ("a", "b", "çoy")),
        *(("id", word) for word in ("r1", "r2")),
        *(("plain", word) for word in ("a", "b", "çoy")),
    ]
    assert [text.decode() for _, text in reader.terms_from("plain", "b")] == ["b", "çoy"]
    assert list(reader.indexed_field_names()) == ["id", "plain", "heavy"]


def test_statistics_of_a_term(reader: Any) -> None:
    assert ("plain", "a") in reader
    assert ("plain", "q") not in reader
    assert (reader.doc_frequency("plain", "b"), reader.doc_frequency("plain", "q")) == (2, 0)
    assert (reader.frequency("plain", "a"), reader.frequency("heavy", "çoy")) == (2.0, 8.0)
    info = reader.term_info("plain", "b")
    assert (info.doc_frequency(), info.weight(), info.min_id(), info.max_id()) == (2, 2.0, 0, 1)
    assert (info.min_length(), info.max_length(), info.max_weight()) == (2, 3, 1.0)


def test_a_term_that_is_not_there_has_no_postings(reader: Any) -> None:
    for field, text in (("plain", "q"), ("nothing", "a")):
        with pytest.raises(TermNotFound):
            reader.postings(field, text)


def test_a_cursor_finds_and_walks(reader: Any) -> None:
    cursor = reader.cursor("plain")
    assert [cursor.first(), cursor.next(), cursor.next(), cursor.next()] == ["a", "b", "çoy", None]
    assert not cursor.is_valid()
    assert cursor.find("aa") == "b"
    assert cursor.term_info().doc_frequency() == 2
