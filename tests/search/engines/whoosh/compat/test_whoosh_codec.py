import pickle
from pathlib import Path

import pytest
from whoosh.writing import IndexingError

from search.engines.whoosh.codec.toc import IzlaIndex, read_toc
from search.engines.whoosh.compat.whoosh_codec import IzlaCodec, IzlaSegment
from tests.search.engines.whoosh.arrays import document_of, write


def test_segments_keep_their_files_apart_and_come_back_from_a_pickle(tmp_path: Path) -> None:
    write(tmp_path, [[document_of("r1", "a")]])
    (segment,) = read_toc(tmp_path).segments
    assert isinstance(segment, IzlaSegment)
    assert not segment.should_assemble()
    again = pickle.loads(pickle.dumps(segment))
    assert (again.segment_id(), again.doc_count()) == (segment.segment_id(), 1)


def test_whooshs_writers_get_nothing_to_write_with(tmp_path: Path) -> None:
    index = write(tmp_path, [[document_of("r1", "a")]])
    codec = IzlaCodec()
    for writer in (codec.per_document_writer(index.storage, None), codec.field_writer(index.storage, None)):
        writer.close()
        with pytest.raises(IndexingError, match="in batches"):
            writer.start_doc(0)
    assert isinstance(codec.new_segment(index.storage, "MAIN"), IzlaSegment)
    assert IzlaIndex(tmp_path).doc_count() == 1
