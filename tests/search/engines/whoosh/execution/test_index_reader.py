from pathlib import Path

from search.engines.whoosh.codec.bulk_writer import BulkWriter
from search.engines.whoosh.codec.layout import ID
from search.engines.whoosh.codec.toc import IzlaIndex
from search.engines.whoosh.execution.bm25 import Bm25
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.index_reader import IndexReader
from search.plan import Term
from tests.search.engines.whoosh.arrays import LAYOUT, reader_over

TEXTS = ("x y", "x", "y z z", "x y z", "q")


def test_statistics_are_of_the_live_documents_of_all_segments(tmp_path: Path) -> None:
    reader = reader_over(tmp_path, TEXTS, ["r3"], commits=2)
    assert len(reader.segments) == 2
    assert reader.documents == 4
    assert reader.average("plain") == (2 + 1 + 3 + 1) / 4
    assert [reader.frequency("plain", word) for word in (b"x", b"y", b"z", b"none")] == [2, 2, 1, 0]


def test_an_empty_generation_can_be_read(tmp_path: Path) -> None:
    reader = reader_over(tmp_path, [])
    assert (reader.documents, reader.segments) == (0, ())
    assert reader.average("plain") == 1.0


def test_the_best_come_segment_by_segment_best_first(tmp_path: Path) -> None:
    reader = reader_over(tmp_path, TEXTS, commits=2)
    scorer = reader.plan(Term("plain", "z"))
    found = [
        (reader.segments[at].files.id(number), score)
        for at, numbers, scores in reader.top_k(scorer, reader.matched(scorer), 5)
        for number, score in zip(numbers.tolist(), scores.tolist(), strict=True)
    ]
    assert [release_id for release_id, _ in found] == ["r2", "r3"]
    assert all(score > 0 for _, score in found)


def test_a_segment_that_did_not_change_is_taken_over_and_one_with_a_deletion_is_not(tmp_path: Path) -> None:
    reader = reader_over(tmp_path, TEXTS, commits=2)
    counts = [reader.facet(segment, "colour") for segment in reader.segments]
    writer = BulkWriter(IzlaIndex(tmp_path), LAYOUT, 1 << 30)
    writer.delete_by_term(ID, "r4")
    writer.commit(merge=False)
    after = IndexReader.open(tmp_path, Bm25(), Cache(1 << 20), reader)
    assert after.segments[0] is reader.segments[0]
    assert after.segments[1] is not reader.segments[1]
    assert after.facet(after.segments[0], "colour") is counts[0]
    assert after.facet(after.segments[1], "colour") is not counts[1]
    assert (reader.documents, after.documents) == (5, 4)


def test_a_reader_without_some_releases_shares_the_segments_that_hold_none_of_them(tmp_path: Path) -> None:
    reader = reader_over(tmp_path, TEXTS, ["r0"], commits=2)
    first, second = reader.segments
    counts = [reader.facet(segment, "colour") for segment in reader.segments]
    left = reader.without(["r4", "of another index"])
    assert left.segments[0] is first
    assert left.segments[1].files is second.files
    assert left.facet(first, "colour") is counts[0]
    assert (reader.documents, left.documents) == (4, 3)
    assert (reader.frequency("plain", b"q"), left.frequency("plain", b"q")) == (1, 0)
    assert left.average("plain") == (1 + 3 + 3) / 3
    again = reader.without(["r4", "r1"], left)
    assert again.segments[1] is left.segments[1], "the same ones are deleted in it"
    assert len(again.segments[0].deleted) == 2
    assert reader.without(["r0"]).segments == reader.segments, "it is deleted already"


def test_a_segment_may_be_left_without_any_release(tmp_path: Path) -> None:
    reader = reader_over(tmp_path, TEXTS, commits=2)
    left = reader.without([f"r{number}" for number in range(5)])
    scorer = left.plan(Term("plain", "x"))
    assert left.documents == 0
    assert [segment.newest for segment in left.segments] == [0, 0]
    assert [*left.top_k(scorer, left.matched(scorer), 5)] == []
