"""The reader of one generation: its segments, the statistics over them, and what a plan becomes over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

from search.array_types import Floats, Ints
from search.engines.whoosh.codec.segment_files import SegmentFiles
from search.engines.whoosh.codec.toc import read_toc
from search.engines.whoosh.execution.bm25 import Bm25, SaturationTable
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.facet_counts import FacetCounts
from search.engines.whoosh.execution.planner import scorer_of
from search.engines.whoosh.execution.scorers import Scorer
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.engines.whoosh.execution.top_k import Factors, top_k
from search.plan import Plan


class IndexReader:
    """The segments of a generation, open; what readers `before` derived from the same ones is taken over.

    Nothing in it changes after it is made, but for what is cached: safe for any number of threads.
    """

    _facets: dict[tuple[SegmentReader, str], FacetCounts]

    def __init__(
        self, segments: Sequence[SegmentReader], weighting: Bm25, cache: Cache, before: Iterable[IndexReader] = ()
    ) -> None:
        self.segments: tuple[SegmentReader, ...] = tuple(segments)
        self.documents = sum(segment.count for segment in segments)
        self._weighting = weighting
        self._cache = cache
        self._averages = {
            field: self._average(field) for field in {f for segment in segments for f in segment.files.lengths}
        }
        self._tables = {
            field: SaturationTable(mean, weighting.k1, weighting.b) for field, mean in self._averages.items()
        }
        facets = [item for reader in before for item in list(reader._facets.items())]
        self._facets = {key: counts for key, counts in facets if key[0] in segments}

    @classmethod
    def open(cls, folder: Path, weighting: Bm25, cache: Cache, before: IndexReader | None = None) -> Self:
        """Open the segments of a folder; those that `before` has open are taken over from it."""
        taken_over: tuple[SegmentReader, ...] = before.segments if before else ()
        open_already = {(segment.files.name, segment.deleted): segment for segment in taken_over}
        opened = []
        for row in read_toc(folder).segments:
            name, deleted = row.segment_id(), frozenset(row.deleted_docs())
            segment = open_already.get((name, deleted)) or SegmentReader(
                SegmentFiles(folder, name, row.doc_count_all()), deleted, cache
            )
            opened.append(segment)
        return cls(opened, weighting, cache, (before,) if before else ())

    def without(self, ids: Iterable[str], before: IndexReader | None = None) -> IndexReader:
        """Return a reader of the same files in which the releases of these ids are deleted as well.

        Segments that hold none of them are this reader's own, those that `before` has with the same ones deleted are
        taken over from it.
        """
        wanted = list(ids)
        taken_over: tuple[SegmentReader, ...] = before.segments if before else ()
        open_already = {(segment.files.name, segment.deleted): segment for segment in taken_over}
        left = []
        for segment in self.segments:
            found = map(segment.files.document, wanted)
            deleted = segment.deleted.union(document for document in found if document >= 0)
            if deleted != segment.deleted:
                segment = open_already.get((segment.files.name, deleted)) or SegmentReader(
                    segment.files, deleted, self._cache
                )
            left.append(segment)
        return IndexReader(left, self._weighting, self._cache, (self, before) if before else (self,))

    def average(self, field: str) -> float:
        """Return the mean length of a field over the live documents."""
        return self._averages.get(field, 1.0)

    def _average(self, field: str) -> float:
        total = sum(segment.total(field) for segment in self.segments)
        return total / self.documents if self.documents else 1.0

    def table(self, field: str) -> SaturationTable:
        """Return the saturation table of a field."""
        table = self._tables.get(field)
        if table is None:  # a generation without any segment has no field
            table = SaturationTable(self.average(field), self._weighting.k1, self._weighting.b)
        return table

    def frequency(self, field: str, text: bytes) -> int:
        """Return how many live documents hold a term."""
        count = 0
        for segment in self.segments:
            if segment.live is None:
                postings = segment.files.fields[field]
                number = postings.terms.find(text)
                count += postings.count(number) if number >= 0 else 0
            else:
                term = segment.term(field, text)
                count += len(term.documents) if term is not None else 0
        return count

    def plan(self, plan: Plan) -> Scorer:
        """Return what a plan becomes over these segments."""
        return scorer_of(plan, self.table)

    def matched(self, scorer: Scorer) -> tuple[DocSet, ...]:
        """Return the documents of each segment that match."""
        return tuple(scorer.documents(segment) for segment in self.segments)

    def top_k(
        self, scorer: Scorer, documents: tuple[DocSet, ...], limit: int, factors: tuple[Factors, ...] | None = None
    ) -> Iterator[tuple[int, Ints, Floats]]:
        """Yield the number of each segment, its best documents and their scores; `factors` multiply, by document."""
        for at, (segment, matching) in enumerate(zip(self.segments, documents, strict=True)):
            if len(matching):
                yield at, *top_k(scorer, segment, matching, limit, factors[at] if factors is not None else None)

    def facet(self, segment: SegmentReader, name: str) -> FacetCounts:
        """Return a facet of a segment, ready to count."""
        counts = self._facets.get((segment, name))
        if counts is None:
            counts = self._facets[segment, name] = FacetCounts(segment, name)
        return counts
