"""The bulk writer: batches of documents in, segments out, through Whoosh's own writer, lock and table of contents."""

from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh.index import FileIndex
from whoosh.writing import IndexingError, SegmentWriter

from search.engines.whoosh.codec.batches import Batch, Gathered
from search.engines.whoosh.codec.layout import Layout
from search.engines.whoosh.codec.merge import Source, merge
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.codec.segment_writer import write_gathered
from search.engines.whoosh.compat.whoosh_codec import IzlaCodec, IzlaSegment
from search.stage_times import StageTimes

TIER: Final = 4  # segments of about one size become one: each document is written log4(documents) times at most
_RATIO: Final = 4  # documents of one tier to those of the tier below; as many as TIER merge into
_DELETED: Final = 0.3  # share of a segment; one of which more is deleted is written anew
_SOURCES: Final = 200  # spilled segments that are merged at once; each is asked for each of many runs of terms
_TOKEN: Final = 40  # bytes that a token takes while it is sorted: its rank, its place, its document and copies of them


class BulkWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh is untyped
    """Writes batches of documents as segments of our codec.

    What is gathered is spilled as a segment when it takes more than `memory` bytes; `commit` merges what was spilled,
    in steps where that is much, and old segments by tiers. `stages` counts the times. Everything else (lock, deletions,
    table of contents) is Whoosh's.
    """

    def __init__(self, index: FileIndex, layout: Layout, memory: int, stages: StageTimes | None = None) -> None:
        super().__init__(index, codec=IzlaCodec(), compound=False)
        self._layout = layout
        self._memory = memory
        self._stages = stages or StageTimes()
        self._folder = Path(self.storage.folder)
        self._gathered = Gathered(layout)
        self._spilled: list[IzlaSegment] = []
        self._opened: dict[str, SegmentFiles] = {}

    def add_batch(self, batch: Batch) -> None:
        """Write documents; their ids are not compared with those that are there."""
        with self._stages.timed("gather"):
            self._gathered.add(batch)
        if self._gathered.bytes + _TOKEN * self._gathered.most_tokens > self._memory:
            self.spill()

    def add_document(self, **fields: Any) -> None:
        """Refuse: documents come in batches."""
        raise IndexingError("this index is written in batches, by BulkWriter.add_batch")

    def delete(self, release_id: str) -> int:
        """Take a document out of all segments that are written; return how many were taken."""
        taken = 0
        for segment in (*self.segments, *self._spilled):
            document = self._open(segment).document(release_id)
            if document >= 0 and not segment.is_deleted(document):
                segment.delete_document(document)
                taken += 1
        return taken

    def commit(self, mergetype: Any = None, optimize: Any = None, merge: Any = None) -> None:
        """Write what is gathered, merge, and write the table of contents; `optimize` leaves one segment."""
        self._check_state()
        self._close_segment()
        self.spill()
        segments = [segment for segment in self.segments if segment.doc_count()]
        while len(self._spilled) > 1:
            groups = [self._spilled[at : at + _SOURCES] for at in range(0, len(self._spilled), _SOURCES)]
            self._spilled = [self._merged(group) if len(group) > 1 else group[0] for group in groups]
        segments += [segment for segment in self._spilled if segment.doc_count()]
        if optimize and len(segments) > 1:
            segments = [self._merged(segments)]
        elif merge is not False:
            segments = self._tiered(segments)
        self._commit_toc(segments)
        self._finish()

    def spill(self) -> None:
        """Write what is gathered as a segment."""
        if self._gathered.ids:
            segment = self.codec.new_segment(self.storage, self.indexname)
            with self._stages.timed("write"):
                segment.set_doc_count(write_gathered(self._gathered, self._folder, segment.segment_id(), self._stages))
            self._spilled.append(segment)
            self._gathered = Gathered(self._layout)

    def _tiered(self, segments: list[IzlaSegment]) -> list[IzlaSegment]:
        """Merge every tier that is full, and write segments anew that are mostly deleted."""
        segments = [
            self._merged([segment]) if segment.deleted_count() > _DELETED * segment.doc_count_all() else segment
            for segment in segments
        ]
        while True:
            tiers: dict[int, list[IzlaSegment]] = {}
            for segment in segments:
                tiers.setdefault(int(np.log(segment.doc_count()) / np.log(_RATIO)), []).append(segment)
            full = next((tier for _, tier in sorted(tiers.items()) if len(tier) >= TIER), None)
            if full is None:
                return segments
            segments = [segment for segment in segments if segment not in full]
            segments.append(self._merged(full))

    def _open(self, segment: IzlaSegment) -> SegmentFiles:
        name = segment.segment_id()
        if name not in self._opened:
            self._opened[name] = SegmentFiles(self._folder, name, segment.doc_count_all())
        return self._opened[name]

    def _merged(self, segments: list[IzlaSegment]) -> IzlaSegment:
        sources = []
        for segment in segments:
            if segment in self.segments:
                self._open(segment).check()  # what it holds is written anew, with sums that are new
            live = np.ones(segment.doc_count_all(), bool)
            live[list(segment.deleted_docs())] = False
            sources.append(Source(self._open(segment), live))
        made: IzlaSegment = self.codec.new_segment(self.storage, self.indexname)
        with self._stages.timed("write"):
            made.set_doc_count(merge(sources, self._folder, made.segment_id(), self._layout, self._memory))
        return made
