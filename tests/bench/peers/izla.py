"""Our own engine: one field of arrays, executed as a search is, with the counting that facets and histogram need."""

import datetime as dt
import itertools
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from search.engines.whoosh.codec.arrays import VERSION
from search.engines.whoosh.codec.batches import batch
from search.engines.whoosh.codec.bulk_writer import BulkWriter
from search.engines.whoosh.codec.document import Document as Written
from search.engines.whoosh.codec.document import FieldTokens
from search.engines.whoosh.codec.layout import Field, Layout
from search.engines.whoosh.codec.toc import create
from search.engines.whoosh.execution.bm25 import Bm25
from search.engines.whoosh.execution.cache import Cache
from search.engines.whoosh.execution.docset import DocSet
from search.engines.whoosh.execution.facet_counts import day_counts, within_days
from search.engines.whoosh.execution.index_reader import IndexReader
from search.engines.whoosh.execution.scorers import Scorer
from search.engines.whoosh.execution.segment_reader import SegmentReader
from search.plan import All, Any, Constant, Filtered, Phrase, Plan, Prefix, Term
from search.ranking import idf
from tests.bench.corpus import Document, month_of
from tests.bench.peers.peer import HITS, K1, B, Facets, Top
from tests.bench.queries import Narrowing, Query, Shape

_LAYOUT = Layout((Field("words"),), ("sector",))
_BATCH = 1_000
_MEMORY = 1_500 << 20  # as much as tantivy is given
_CACHE = 512 << 20


class Engine:
    """The searcher over one generation's folder."""

    version = str(VERSION)
    largest = 10_000_000
    slow = False

    def formula(self, shape: Shape) -> str | None:
        """BM25 over lengths of which there are 256; nobody else's are the same ones."""
        return None

    def build(self, folder: Path, documents: Iterable[Document]) -> None:
        """Write batches, then commit."""
        writer = BulkWriter(create(folder, _LAYOUT), _LAYOUT, _MEMORY)
        stream = iter(documents)
        while part := list(itertools.islice(stream, _BATCH)):
            writer.add_batch(batch(map(_written, part), _LAYOUT))
        writer.commit()

    def open(self, folder: Path) -> None:
        """Open the arrays."""
        self._folder = folder
        self._cache = Cache(_CACHE)
        self._searcher = IndexReader.open(folder, Bm25(K1, B), self._cache)
        days = [segment.days for segment in self._searcher.segments]
        first = dt.date.fromordinal(min(int(own[0]) for own in days))
        last = dt.date.fromordinal(max(int(own[-1]) for own in days))
        count = (last.year - first.year) * 12 + last.month - first.month + 2
        starts = [
            dt.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)
        ]
        self._bounds = np.array([start.toordinal() for start in starts])
        self._months = [month_of(start.toordinal()) for start in starts[:-1]]

    def forget(self) -> None:
        """Drop what was derived from the arrays, and open them anew."""
        self._cache.clear()
        self._searcher = IndexReader.open(self._folder, Bm25(K1, B), self._cache, self._searcher)

    def top(self, query: Query) -> Top:
        """Match, then select the best."""
        node = self._plan(query)
        return self._best(node, self._searcher.matched(node))

    def facets(self, query: Query) -> Facets:
        """Match, count, select the best."""
        node = self._plan(query)
        return self._counted(node, self._searcher.matched(node))

    def filtered(self, query: Query, narrowing: Narrowing) -> Facets:
        """Match, narrow, count, select the best."""
        node = self._plan(query)
        found = self._searcher.matched(node)
        segments = self._searcher.segments
        return self._counted(
            node, tuple(self._narrowed(s, own, narrowing) for s, own in zip(segments, found, strict=True))
        )

    def _narrowed(self, segment: SegmentReader, found: DocSet, narrowing: Narrowing) -> DocSet:
        def make() -> DocSet:
            facet = self._searcher.facet(segment, "sector")
            return DocSet(segment.size, mask=facet.having(frozenset((narrowing.sector,))))

        sector: DocSet = segment.cached("sector", narrowing.sector, make)
        return within_days(segment, found, narrowing.first, narrowing.last).within(sector)

    def _counted(self, node: Scorer, found: tuple[DocSet, ...]) -> Facets:
        sectors: dict[str, int] = {}
        months = np.zeros(len(self._months), np.int64)
        for segment, own in zip(self._searcher.segments, found, strict=True):
            facet = self._searcher.facet(segment, "sector")
            counts = facet.count(own)
            held = counts.nonzero()[0]
            for value, count in zip(held.tolist(), counts.take(held).tolist(), strict=True):
                sectors[facet.values[value]] = sectors.get(facet.values[value], 0) + count
            months += day_counts(segment, own, self._bounds)
        held = months.nonzero()[0]
        return Facets(
            self._best(node, found),
            sum(map(len, found)),
            sectors,
            dict(zip(map(self._months.__getitem__, held.tolist()), months.take(held).tolist(), strict=True)),
        )

    def _best(self, node: Scorer, found: tuple[DocSet, ...]) -> Top:
        best = [
            (int(self._searcher.segments[at].files.stored(number)), score)
            for at, numbers, scores in self._searcher.top_k(node, found, HITS)
            for number, score in zip(numbers.tolist(), scores.tolist(), strict=True)
        ]
        if len(self._searcher.segments) > 1:
            best.sort(key=lambda one: -one[1])
        return best[:HITS]

    def _plan(self, query: Query) -> Scorer:
        return self._searcher.plan(_plan(query, self._searcher))


def _written(document: Document) -> Written:
    return Written(
        id=str(document.number),
        day=document.day,
        facets=(tuple((sector, sector) for sector in document.sectors),),
        stored=str(document.number).encode(),
        fields=(FieldTokens(document.tokens),),
    )


def _plan(query: Query, reader: IndexReader) -> Plan:
    terms = tuple(
        Term("words", word, idf(reader.documents, reader.frequency("words", word.encode())))
        for word in (query.words if query.shape != "prefix" else ())
    )
    match query.shape:
        case "word":
            return terms[0]
        case "all":
            return All(terms)
        case "any":
            return Any(terms)
        case "phrase":
            return Filtered(Any(terms), Phrase("words", tuple((word,) for word in query.words)))
        case "prefix":
            return Constant(Prefix("words", query.words[0]), 1.0)
